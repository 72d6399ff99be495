"""What a check found, in sentences: what each listener sees of a call, and what to write."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from compat.check.model import (
    Advice,
    CallSite,
    Check,
    Environment,
    Passed,
    Place,
    Seen,
)
from compat.matrix.model import Listener, Outcome
from compat.reports.text import clip, format_amount
from compat.reports.words import PLAIN, Tone


class Kind(StrEnum):
    """What is wrong with a call, as a rule is called, the worst first."""

    RAISED = "raised"
    MISSING = "missing"
    MISPLACED = "misplaced"
    PARENT_MISSING = "parent-missing"
    DUPLICATED = "duplicated"
    SEPARATE_TRACE = "separate-trace"


class Level(StrEnum):
    """How bad that is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


KINDS: Final = {
    Seen.RAISED: Kind.RAISED,
    Seen.LOST: Kind.MISSING,
    Seen.MISPLACED: Kind.MISPLACED,
    Seen.FLATTENED: Kind.PARENT_MISSING,
    Seen.SPLIT: Kind.SEPARATE_TRACE,
}
LEVELS: Final = {
    Kind.RAISED: Level.ERROR,
    Kind.MISSING: Level.ERROR,
    Kind.MISPLACED: Level.ERROR,
    Kind.PARENT_MISSING: Level.WARNING,
    Kind.DUPLICATED: Level.WARNING,
    Kind.SEPARATE_TRACE: Level.NOTE,
}
MEANS: Final = {
    Kind.RAISED: "The call raises an error, for no run above reaches it.",
    Kind.MISSING: "A listener does not see the call, and no error says so.",
    Kind.MISPLACED: "The listener of another call sees the call, and its own caller's does not.",
    Kind.PARENT_MISSING: "The call is seen, but a run between is not its ancestor.",
    Kind.DUPLICATED: "A listener is told of the call more often than it is made.",
    Kind.SEPARATE_TRACE: "A tracer shows the call as the root of a separate trace.",
}
TITLES: Final = {
    Kind.RAISED: "{name} raises an error",
    Kind.MISSING: "{name} is missing",
    Kind.MISPLACED: "{name} is under another caller's run",
    Kind.PARENT_MISSING: "a parent of {name} is missing",
    Kind.DUPLICATED: "{name} is shown more than once",
    Kind.SEPARATE_TRACE: "{name} is in a separate trace",
}
TWICE: Final = "more than once"
SEEN: Final = {
    Seen.RAISED: PLAIN[Outcome.RAISED],
    Seen.LOST: PLAIN[Outcome.LOST],
    Seen.MISPLACED: "under another caller",
    Seen.SPLIT: PLAIN[Outcome.SPLIT],
    Seen.FLATTENED: PLAIN[Outcome.FLATTENED],
    Seen.NESTED: PLAIN[Outcome.NESTED],
}
"""Outcomes as they are told in a table."""

TONES: Final = {
    Seen.RAISED: Tone.BROKEN,
    Seen.LOST: Tone.BROKEN,
    Seen.MISPLACED: Tone.BROKEN,
    Seen.SPLIT: Tone.MANUAL,
    Seen.FLATTENED: Tone.MANUAL,
    Seen.NESTED: Tone.AUTOMATIC,
}
MANY: Final = {
    Listener.STREAM: "event streams",
    Listener.HANDLER: "handlers",
    Listener.HOOK: "traces",
}
"""What a call is missing from."""

PASSED: Final = {
    Passed.NOTHING: "nothing is passed on",
    Passed.CALLER: "its caller's callbacks are passed on",
    Passed.ABOVE: "callbacks of a run further above are passed on",
    Passed.ANOTHER: "another caller's callbacks are passed on",
    Passed.EMPTY: "an empty list of callbacks is passed",
    Passed.OWN: "handlers of its own are passed",
    Passed.FOREIGN: "a parent of another tracing library is passed",
}
NO_PATTERN: Final = "the matrix knows of no code like this on this Python and langchain-core"
NO_FIX: Final = "no fix is known"
BY_AGENT: Final = "an agent calls its own model, and there is nothing to pass on by hand"
FOR_WANT: Final = ", for no run above reaches it"
KNOWN: Final = "in the baseline"
NEEDS_NOTHING: Final = "complete without a change"
BETWEEN: Final = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"
LONGEST_PATH: Final = 8
"""Names of a path that are told; of a longer one the middle is counted."""

_LONGEST_GIST: Final = 160
_CARRIES: Final = re.compile(r"callbacks|config|run_manager|writer|context")
_IMPORTS: Final = ("import ", "from ")


def find_kind(site: CallSite) -> Kind:
    """Return what is wrong with a finding's call first of all."""
    found = {KINDS[seen] for seen in site.outcomes.values() if seen is not Seen.NESTED}
    return min(found | ({Kind.DUPLICATED} if site.duplicated or not found else set()), key=_rank)


def _rank(kind: Kind) -> int:
    return tuple(Kind).index(kind)


def find_level(site: CallSite) -> Level:
    """Return how bad a finding is."""
    return LEVELS[find_kind(site)]


def name_outcome(site: CallSite) -> str:
    """Return the word for what came of a finding's call, as the JSON has it."""
    kind = find_kind(site)
    return next((seen.value for seen, each in KINDS.items() if each is kind), kind.value)


def label_sight(site: CallSite, listener: Listener) -> tuple[str, Tone]:
    """Return what a listener sees of a call, in a word or two, and how that looks."""
    seen = site.outcomes.get(listener)
    if seen is None:
        return PLAIN[Outcome.UNKNOWN], Tone.UNSURE
    if site.duplicated and seen is Seen.NESTED and listener is not Listener.HOOK:
        return TWICE, Tone.MANUAL
    return SEEN[seen], TONES[seen]


def describe_place(place: Place) -> str:
    """Return a place as ``app/tools.py:42 in summarize``."""
    where = f"{place.file}:{place.line}"
    return where if place.function == "<module>" else f"{where} in {place.function}"


def describe_callers(site: CallSite) -> str:
    """Return the runs above a call, outermost first, and the package that made the call, if any.

    Of several callers the first is named, whose calls came out worst, and the others are counted.
    """
    path = BETWEEN.join(shorten(site.true_path)) or "nobody"
    if others := len(list_other_callers(site)):
        more = "" if all(each.true_path for each in site.callers) else "or more "
        path = f"{path} and {others} {more}other{'s' if others > 1 else ''}"
    return f"{path}, through {site.through}" if site.through else path


def list_other_callers(site: CallSite) -> tuple[str, ...]:
    """Return the runs above the calls that others made than the one that is named first."""
    paths = dict.fromkeys(each.true_path for each in site.callers if each.true_path)
    return tuple(BETWEEN.join(shorten(path)) for path in paths if path != site.true_path)


def describe_shape(site: CallSite) -> str:
    """Return how a call is written, as a sentence."""
    shape = site.shape
    how = "an asynchronous" if shape.awaited else "a synchronous"
    edges = f", over {join_names(shape.edges)}" if shape.edges else ""
    form = f"an {shape.form}" if shape.form.startswith("a") else f"a {shape.form}"
    calls = format_amount(site.calls, "call")
    return f"{calls} by {how} method, in {form}{edges}; {PASSED[shape.passed]}."


def shorten(path: Sequence[str]) -> tuple[str, ...]:
    """Return a path, of a long one both ends and how many names are between."""
    if len(path) <= LONGEST_PATH:
        return tuple(path)
    half = LONGEST_PATH // 2
    more = f"{ELLIPSIS} {len(path) - LONGEST_PATH + 1} more {ELLIPSIS}"
    return (*path[: half - 1], more, *path[-half:])


def describe_environments(check: Check) -> str:
    """Return all that a project was watched on."""
    return "; ".join(map(describe_environment, check.environments))


def describe_environment(found: Environment) -> str:
    """Return what a project runs on, like ``Python 3.10.13, langchain-core 1.4.7``."""
    versions = {
        "langchain-core": found.core,
        "langgraph": found.langgraph,
        "langchain": found.langchain,
    }
    known = (f"{name} {version}" for name, version in versions.items() if version)
    return ", ".join([f"Python {found.python}", *known])


def join_names(names: Sequence[str]) -> str:
    """Return names as a list in a sentence."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def explain_no_advice(site: CallSite, advice: Advice) -> str:
    """Return why there is nothing to write; empty where there is."""
    if advice.code or advice.heading:
        return ""
    if site.inherited:
        return f"it is under {site.true_path[-1]}, which is missing itself: mend the call of that"
    if site.through:
        other = f"{site.through} makes this call, not your own code"
        return BY_AGENT if advice.scenario else other
    if site.shape.passed is Passed.OWN:
        return PASSED[Passed.OWN]
    return NO_FIX if advice.scenario else NO_PATTERN


def find_gist(code: Iterable[str]) -> str:
    """Return the lines of code that pass something on, as one line."""
    lines = [line.strip() for line in code]
    lines = [line for line in lines if line and not line.startswith((*_IMPORTS, "#"))]
    chosen = [line for line in lines if _CARRIES.search(line)] or lines[:1]
    return clip(f" {ELLIPSIS} ".join(chosen), _LONGEST_GIST)


def describe_needless(advice: Advice) -> str:
    """Return on what the call is complete as it is; empty if that is not known."""
    ways = [
        *([f"langchain-core {advice.needless_from_core}"] if advice.needless_from_core else []),
        *([f"Python {advice.needless_from_python}"] if advice.needless_from_python else []),
        *([f"LangGraph {layer}"] if (layer := advice.needless_from_langgraph) else []),
    ]
    return f"{' or '.join(ways)}: {NEEDS_NOTHING}" if ways else ""


def name_pattern(advice: Advice) -> str:
    """Return the pattern that advice is of, with where it was measured if that is elsewhere."""
    near = f", measured with {advice.measured_with}" if advice.measured_with else ""
    return f"pattern {advice.scenario}{near}"
