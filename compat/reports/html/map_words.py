"""The words of the map and of the search beside it, with and without a script."""

from compat.reports.words import Tone

MAP = {
    "square": "Python {python}, {column}: {words}",
    "squareTurns": "Python {python}, {column}: {words}, {turn}",
    "leads": "{label}. Evidence of {release}",
    "turn": "changed in {release}",
    "turnBy": "changed by {release}",
    "core": "langchain-core",
    "layer": "LangGraph",
    "column": "{name} {line}",
    "newest": "the newest on each Python",
    "python": "Python",
    "pattern": "Pattern",
    "byPython": ": {title} {name}, for {listener}.",
    "byPattern": "Every pattern, with {release}, for {listener}.",
    "byPatternOf": "{name} {release}",
    "notSelected": "not selected",
    "notMeasured": "not measured",
}
"""What both the template and the script fill in."""

SEARCH = {
    "nothing": "Nothing has “{text}”. Nearest by spelling:",
    "none": "Nothing has “{text}”, nor anything like it.",
    "some": "Not everything that you typed; the nearest:",
    "under": "under LangGraph",
}

LEGEND = (
    (Tone.AUTOMATIC, "automatic: by itself"),
    (Tone.MANUAL, "manual: write something"),
    (Tone.BROKEN, "broken: no fix known"),
    (Tone.NEUTRAL, "a fact, or no such API"),
    (Tone.UNSURE, "not known"),
    (Tone.UNPROBED, "not measured"),
)
"""What the symbols mean, in the order of the map."""
