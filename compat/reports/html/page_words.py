"""The words that the page's script fills in: those of the reports, and a few of its own."""

from dataclasses import asdict

from compat.matrix.model import Matrix
from compat.matrix.reading import LOSSES_ON_THE_WAY
from compat.record.model import Status
from compat.reports import words
from compat.reports.advice import words as advice
from compat.reports.difference import answer_words, change_words, end_words
from compat.reports.difference.change_words import Counted
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
    "changes": "See what changes.",
    "rest": "What was seen, and every pattern",
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
    "onlyLayer": "Only LangGraph streams {who}: choose its version.",
    "rowOfLayer": "“{row}” is LangGraph's: choose its version.",
    "rowOfCore": "“{row}” is not LangGraph's: choose another pattern, or no LangGraph.",
    "oneEnd": "What you {have} has LangGraph {layer}, and what you {lack} has none, so they cannot"
    " be compared. Choose it in both, or in neither.",
    "ends": {"from": "have", "to": "want"},
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


def list_page_words(matrix: Matrix, layered: Matrix | None) -> dict[str, object]:
    """Return all words by the names that the script uses; templates are still to be filled."""
    matrices = [matrix, *([layered] if layered else [])]
    flags = {flag for each in matrices for flag in _list_flags(each)}
    rows = [scenario for each in matrices for scenario in each.scenarios]
    forms = {form for scenario in rows for form in list_forms(scenario)}
    return {
        "symbols": words.SYMBOLS,
        "map": MAP,
        "search": SEARCH,
        "forms": words.FORMS,
        "statuses": {status.value: words.describe_status(status) for status in Status},
        "children": words.CHILDREN,
        "listeners": {each.value: name for each, name in words.LISTENERS.items()},
        "heardBy": answer_words.HEARD_BY,
        "forOthers": answer_words.FOR_OTHERS,
        "goesBack": end_words.GOES_BACK,
        "stepBack": end_words.STEP_BACK,
        "someSeeMore": words.SOME_SEE_MORE,
        "flags": {flag: words.describe_flag(flag) for flag in sorted(flags)},
        "flagChanges": {
            f"{sign}{flag}": change_words.describe_flag_change(f"{sign}{flag}")
            for flag in LOSSES_ON_THE_WAY
            for sign in "+-"
        },
        "decisions": answer_words.DECISIONS,
        "decisionTones": answer_words.DECISION_TONES,
        **_list_sentences(),
        "overridden": end_words.OVERRIDDEN,
        "overriddenBy": end_words.OVERRIDDEN_BY,
        "yanked": end_words.YANKED,
        "noReason": end_words.NO_REASON,
        "same": asdict(answer_words.SAME),
        "unprobedSource": answer_words.UNPROBED_SOURCE,
        "effects": change_words.EFFECTS,
        "effectMeans": change_words.EFFECT_MEANS,
        "effectCounts": {name: asdict(each) for name, each in change_words.EFFECT_COUNTS.items()},
        "axes": change_words.AXES,
        "axisUnsure": change_words.AXIS_UNSURE,
        "axesOfPairs": change_words.AXES_OF_PAIRS,
        "axisUnsureOfPairs": change_words.AXIS_UNSURE_OF_PAIRS,
        "turns": change_words.TURNS,
        "turnAt": change_words.TURN_AT,
        "turnAtOfPairs": change_words.TURN_AT_OF_PAIRS,
        "parts": end_words.PARTS,
        "packages": change_words.PACKAGES,
        "package": change_words.PACKAGE,
        "step": change_words.STEP,
        "form": change_words.FORM,
        "plain": words.PLAIN,
        "ways": {form: describe_way(form) for form in sorted(forms)},
        "notMeasured": change_words.NOT_MEASURED,
        "remedyNow": change_words.REMEDY_NOW,
        "remedyThen": change_words.REMEDY_THEN,
        "remedyHides": change_words.REMEDY_HIDES,
        "remedyHidesThen": change_words.REMEDY_HIDES_THEN,
        "noRemedy": change_words.NO_REMEDY,
        "noHiding": change_words.NO_HIDING,
        "nearest": answer_words.NEAREST,
        "noNearest": answer_words.NO_NEAREST,
        "ends": end_words.ENDS,
        "endsOfPairs": end_words.ENDS_OF_PAIRS,
        "alone": answer_words.ALONE,
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
    }


def _list_flags(matrix: Matrix) -> set[str]:
    """Return every flag of a result, for any listener."""
    results = {result for cell in matrix.cells for result in cell.results.values()}
    heard = {each.heard_by(listener) for each in results for listener in matrix.listeners}
    return {flag for result in heard for flag in result.flags}


def _list_sentences() -> dict[str, object]:
    """Return the words that the first sentence of an answer is put together of."""
    return {
        "oneChange": answer_words.ONE_CHANGE,
        "oneLoss": answer_words.ONE_LOSS,
        "changes": answer_words.CHANGES,
        "changesAlike": asdict(answer_words.CHANGES_ALIKE),
        "losses": answer_words.LOSSES,
        "lossesAlike": asdict(answer_words.LOSSES_ALIKE),
        "noFix": answer_words.NO_FIX,
        "noFixFor": asdict(answer_words.NO_FIX_FOR),
        "byHand": answer_words.BY_HAND,
        "byHandMore": asdict(answer_words.BY_HAND_MORE),
        "butMissed": answer_words.BUT_MISSED,
        "missed": answer_words.MISSED,
        "missedMore": asdict(answer_words.MISSED_MORE),
        "missedToo": asdict(answer_words.MISSED_TOO),
        "nothingChanges": asdict(answer_words.NOTHING_CHANGES),
        "getBetter": asdict(answer_words.GET_BETTER),
        "nothingWorse": answer_words.NOTHING_WORSE,
        "couldNotCompare": asdict(answer_words.COULD_NOT_COMPARE),
        "notMeasuredEnd": answer_words.NOT_MEASURED_END,
        "blocked": answer_words.BLOCKED,
        "sameEnds": answer_words.SAME_ENDS,
        "like": answer_words.LIKE,
        "names": end_words.ALL_NAMES,
        "since": answer_words.SINCE,
        "notTheCause": answer_words.NOT_THE_CAUSE,
        "neitherIsTheCause": answer_words.NEITHER_IS_THE_CAUSE,
        "needsBoth": answer_words.NEEDS_BOTH,
        "either": answer_words.EITHER,
    }
