"""The words that the page's script fills in: those of the reports, and a few of its own."""

from dataclasses import asdict

from compat.matrix.model import Matrix
from compat.matrix.reading import LOSSES_ON_THE_WAY
from compat.record.model import Status
from compat.reports import words
from compat.reports.advice import words as advice
from compat.reports.difference import upgrade_words
from compat.reports.difference.upgrade_words import Counted
from compat.reports.form import describe_way, list_forms
from compat.reports.html.map_words import MAP, SEARCH

_OF_ANSWERS = {
    "where": "Where it changes",
    "what": "What to write",
    "pass": "{form} ({means})",
    "unfold": "Open a pattern below to see its code.",
    "all": "Show all {count}",
    "how": "See how.",
    "before": "Before",
    "after": "After",
    "seen": "See what was seen",
    "each": "See each on the map.",
    "usual": "the usual",
    "every": "all of it",
    "allOf": "all of: {group}",
    "forms": "What each way of writing it shows",
    "cause": "Cause:",
    "evidence": "Evidence: {end}",
    "copy": "Copy",
    "copied": "Copied.",
    "selected": "Selected; copy it with the keyboard.",
    "notSelected": MAP["notSelected"],
    "overridden": words.OVERRIDDEN,
}
_OF_DRAWER = {
    "loading": "Unpacking the evidence…",
    "cell": "Cell",
    "status": "Status",
    "reason": "Reason",
    "python": "Exact Python",
    "notFound": "not found",
    "overrides": "Overrides",
    "replay": "Run it again",
    "scenario": "Pattern",
    "forWhom": "For {listener}:",
    "later": "A later run saw something else:",
    "code": "Code",
    "harness": "Harness failed",
    "allSeen": "Events and runs",
    "returned": "Returned",
    "nothing": "nothing",
    "trace": "Trace",
    "noParents": "gives no parents",
    "sawNothing": "saw nothing",
}
_OF_ADDRESS = {
    "noListener": "There is no listener “{text}” here. There are {near}.",
    "noCell": "There is no configuration “{text}” here. Nearest: {near}.",
    "noScenario": "There is no pattern “{text}” here. Nearest: {near}.",
    "noKey": "This page does not understand this part of the address: “{text}”.",
    "twice": "The address says “{name}” twice.",
    "noPart": "There is no {name} “{text}” here. Nearest: {near}. Choose one.",
    "noPartAtAll": "There is no {name} “{text}” here.",
    "choose": "Choose {names}.",
    "parts": {"python": "Python", "core": "langchain-core", "layer": "LangGraph"},
    "onlyLayer": "Only LangGraph streams {who}: choose its version, and nowhere to go.",
    "rowOfLayer": "“{row}” is LangGraph's: choose its version, and nowhere to go.",
    "toLayer": "Where to go is compared without LangGraph here; compat upgrade compares with it.",
    "withoutIt": "Answer without it.",
    "unanswered": "No answer yet: the question is not whole.",
    "pick": "choose …",
    "none": "none",
    "same": "the same",
    "layerOver": "{layer}, with another langchain-core",
    "pair": "{layer} with {core}",
}
_COUNTED = {
    "scenarios": Counted(one="{count} pattern", many="{count} patterns"),
    "more": Counted(one="{count} more", many="{count} more"),
    "packages": Counted(
        one="{count} other package differs there too",
        many="{count} other packages differ there too",
    ),
    "manual": Counted(
        one="On {cell}, {count} of {of} patterns shows more if something is passed on by hand.",
        many="On {cell}, {count} of {of} patterns show more if something is passed on by hand.",
    ),
    "releases": Counted(one="{count} release", many="{count} releases"),
    "filtered": Counted(one="{count} pattern", many="{count} patterns"),
    "installed": Counted(one="{count} package", many="{count} packages"),
    "cells": Counted(one="seen in {count} cell", many="seen in {count} cells"),
}


def list_page_words(matrix: Matrix) -> dict[str, object]:
    """Return all words by the names that the script uses; templates are still to be filled."""
    said = upgrade_words
    flags = _list_flags(matrix)
    forms = {form for scenario in matrix.scenarios for form in list_forms(scenario)}
    return {
        "symbols": words.SYMBOLS,
        "map": MAP,
        "search": SEARCH,
        "forms": words.FORMS,
        "statuses": {status.value: words.describe_status(status) for status in Status},
        "children": words.CHILDREN,
        "listeners": {each.value: name for each, name in words.LISTENERS.items()},
        "heardBy": said.HEARD_BY,
        "someSeeMore": words.SOME_SEE_MORE,
        "flags": {flag: words.describe_flag(flag) for flag in sorted(flags)},
        "flagChanges": {
            f"{sign}{flag}": said.describe_flag_change(f"{sign}{flag}")
            for flag in LOSSES_ON_THE_WAY
            for sign in "+-"
        },
        "decisions": said.DECISIONS,
        "decisionTones": said.DECISION_TONES,
        **_list_sentences(),
        "overridden": said.OVERRIDDEN,
        "overriddenBy": said.OVERRIDDEN_BY,
        "yanked": said.YANKED,
        "noReason": said.NO_REASON,
        "same": asdict(said.SAME),
        "unprobedSource": said.UNPROBED_SOURCE,
        "effects": said.EFFECTS,
        "effectMeans": said.EFFECT_MEANS,
        "effectCounts": {name: asdict(each) for name, each in said.EFFECT_COUNTS.items()},
        "axes": said.AXES,
        "axisUnsure": said.AXIS_UNSURE,
        "turns": said.TURNS,
        "turnAt": said.TURN_AT,
        "packages": said.PACKAGES,
        "package": said.PACKAGE,
        "step": said.STEP,
        "form": said.FORM,
        "plain": words.PLAIN,
        "ways": {form: describe_way(form) for form in sorted(forms)},
        "notMeasured": said.NOT_MEASURED,
        "remedyNow": said.REMEDY_NOW,
        "remedyThen": said.REMEDY_THEN,
        "remedyHides": said.REMEDY_HIDES,
        "remedyHidesThen": said.REMEDY_HIDES_THEN,
        "noRemedy": said.NO_REMEDY,
        "noHiding": said.NO_HIDING,
        "nearest": said.NEAREST,
        "noNearest": said.NO_NEAREST,
        "ends": said.ENDS,
        "withoutLayer": said.WITHOUT_LAYER,
        "reply": _list_reply(),
        "page": {
            **_OF_ANSWERS,
            **_OF_DRAWER,
            **_OF_ADDRESS,
            **{name: asdict(each) for name, each in _COUNTED.items()},
        },
    }


def _list_reply() -> dict[str, object]:
    """Return the words that an answer for one configuration is put together of."""
    return {
        "reply": advice.REPLY,
        "for": advice.FOR,
        "nothingRuns": advice.NOTHING_RUNS,
        "notAnswered": advice.NOT_ANSWERED,
        "ofPatterns": advice.OF_PATTERNS,
        "tally": advice.TALLY,
        "counts": list(advice.COUNTS.values()),
        "withoutLayer": advice.WITHOUT_LAYER,
        "endsOfPairs": upgrade_words.ENDS_OF_PAIRS,
    }


def _list_flags(matrix: Matrix) -> set[str]:
    """Return every flag of a result, for any listener."""
    results = {result for cell in matrix.cells for result in cell.results.values()}
    heard = {each.heard_by(listener) for each in results for listener in matrix.listeners}
    return {flag for result in heard for flag in result.flags}


def _list_sentences() -> dict[str, object]:
    """Return the words that the first sentence of an answer is put together of."""
    said = upgrade_words
    return {
        "oneChange": said.ONE_CHANGE,
        "oneLoss": said.ONE_LOSS,
        "changes": said.CHANGES,
        "changesAlike": asdict(said.CHANGES_ALIKE),
        "losses": said.LOSSES,
        "lossesAlike": asdict(said.LOSSES_ALIKE),
        "noFix": said.NO_FIX,
        "noFixFor": asdict(said.NO_FIX_FOR),
        "byHand": said.BY_HAND,
        "byHandMore": asdict(said.BY_HAND_MORE),
        "butMissed": said.BUT_MISSED,
        "missed": said.MISSED,
        "missedMore": asdict(said.MISSED_MORE),
        "missedToo": asdict(said.MISSED_TOO),
        "nothingChanges": asdict(said.NOTHING_CHANGES),
        "getBetter": asdict(said.GET_BETTER),
        "nothingWorse": said.NOTHING_WORSE,
        "couldNotCompare": asdict(said.COULD_NOT_COMPARE),
        "notMeasuredEnd": said.NOT_MEASURED_END,
        "blocked": said.BLOCKED,
        "sameEnds": said.SAME_ENDS,
        "like": said.LIKE,
        "names": said.NAMES,
        "since": said.SINCE,
        "notTheCause": said.NOT_THE_CAUSE,
        "needsBoth": said.NEEDS_BOTH,
        "either": said.EITHER,
    }
