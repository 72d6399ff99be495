"""The words of the map and of the search beside it, with and without a script."""

MAP = {
    "square": "Python {python}, {column}: {words}",
    "squareTurns": "Python {python}, {column}: {words}, {turn}",
    "leads": "{label}. Evidence of {release}",
    "turn": "changed in {release}",
    "turnBy": "changed by {release}",
    "differs": "its releases differ: listed below",
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
