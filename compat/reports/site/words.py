"""What the site says of itself."""

from typing import Final

from compat.matrix.model import Verdict
from compat.reports.words import MEASURED, Tone

TITLE: Final = "langchain-core, measured"
ABOUT: Final = (
    "On which Python and release of langchain-core (and LangGraph) the events of a child run reach"
    " event streams, handlers and tracers, and what to write where they do not."
)
SKIP: Final = "Skip to the page"
SITE: Final = "Site"
FEED: Final = "Changes of the matrix"

ASK: Final = "Ask and map"
OWN_PAGE: Final = "Its own page"
IN_MAP: Final = "show it in the map"
PATTERNS: Final = "Patterns"
SYMPTOMS: Final = "Symptoms"
CLAIMS: Final = "Claims"
CHANGES: Final = "Changes"
DOCS: Final = "Docs"

SAID: Final = {
    Tone.AUTOMATIC: MEASURED[Verdict.AUTOMATIC],
    Tone.MANUAL: MEASURED[Verdict.MANUAL],
    Tone.BROKEN: MEASURED[Verdict.BROKEN],
}
"""Verdicts as a table of the site tells them; others keep their own words."""

MEANS: Final = (
    "By itself: the call's events arrive complete, with nothing passed on. By hand: pass something"
    " on, as shown above. No fix known: nothing that was measured shows more."
)
LEADS: Final = "Each cell of the table leads to its evidence; where it has a dash it says why."
CAPTION: Final = "Minor versions of {of} by Python"
NEWEST: Final = "With the newest"
CLAIMED: Final = "Claims, and what was measured"
TURNS: Final = "Changes, release by release"
OVER: Final = (
    "Where not all releases of a minor version came to the same, those of LangGraph over those of"
    " langchain-core are named."
)
NOWHERE: Final = "No cell measured it."
NOTHING_TO_WRITE: Final = "Nothing to write: it was complete wherever it was measured."
NO_CALL: Final = "There is nothing to pass: the framework makes the call."
NOTHING_HELPS: Final = "Nothing that was measured helps."
HIDDEN: Final = "Nothing to write: it stayed hidden wherever it was measured."
HIDES: Final = "Where it shows although it is to be hidden, write it {way}:"
NOTHING_HIDES: Final = "Nothing that was measured hides it where it shows."
A_FACT: Final = "This row records a fact, and asks for no other code."

ALL: Final = "Every pattern that is measured"
ALL_SAYS: Final = (
    "A pattern is a way to call a chat model, a chain or a retriever inside other code. Each has a"
    " page with what to write, where it is so, and what was seen."
)
FIND: Final = "Find a pattern by its symptom"
FIND_SAYS: Final = (
    "Search this page for the API that you use, or for what you see. Each row leads to a pattern."
)
OTHER_WORDS: Final = "Words that have no pattern of their own, and what is known of them."
PUBLISHED: Final = "What is published, and in which cells it is so"
PUBLISHED_SAYS: Final = (
    "What documentation says about Python, langchain-core and LangGraph, held to what was measured."
)
OF_CORE: Final = "langchain-core"
OF_LAYER: Final = "LangGraph"
DOCS_TITLE: Final = "How it works, and how to use it"

MORE: Final = "Other data"
DATA: Final = {
    "matrix.json": "the matrix",
    "matrix.schema.json": "its JSON Schema",
    "traces.json": "what was seen in the cells",
    "changes.json": "the history",
    "langgraph/matrix.json": "the matrix of LangGraph",
    "langgraph/traces.json": "what was seen with LangGraph",
}
"""What programs read, by its place."""

NOT_FOUND: Final = "There is no such page"
NOT_FOUND_SAYS: Final = "The address may be of a pattern that was renamed. All patterns:"

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def count_newer(number: int) -> str:
    """Return how many newer releases there are, as the beginning of a sentence."""
    said = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    verb = "release is" if number == 1 else "releases are"
    return f"{said} newer {verb} not measured yet"
