"""What a reader most needs of a layer, in sentences that follow from the cells."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from packaging.version import Version

from compat.difference.effect import find_seen, find_written
from compat.matrix.model import NAIVE, Cell, Outcome
from compat.record.model import ScenarioInfo
from compat.reports.form import describe_way
from compat.reports.layer.byhand import find_helping, find_needy
from compat.reports.layer.course import Course, find_course
from compat.reports.layer.places import CORE, LAYER, Places, join_ends
from compat.reports.layer.row import has_nothing_to_pass, hear_row
from compat.reports.span import list_pythons
from compat.reports.words import PLAIN

_WORST_FIRST = (Outcome.LOST, Outcome.RAISED, Outcome.SPLIT, Outcome.FLATTENED)
_NOTHING = "There is nothing to pass by hand: the framework makes that call."


@dataclass(frozen=True, kw_only=True)
class LayerFinding:
    """A sentence about ``rows`` that have it in common, and what to write for the first of them.

    ``form`` is how the code is called.
    """

    sentence: str
    rows: tuple[str, ...]
    advice: str = ""
    form: str = ""
    code: str = ""

    @property
    def text(self) -> str:
        """All of it but the code."""
        return " ".join(filter(None, [f"{self.sentence}: {', '.join(self.rows)}.", self.advice]))


@dataclass(frozen=True, kw_only=True)
class _Key:
    """What rows have in common that are told in one sentence; ``rank`` is its place."""

    rank: int
    pythons: tuple[str, ...]
    sentence: str
    advice: str
    form: str


def find_layer_findings(places: Places) -> tuple[LayerFinding, ...]:
    """Return the sentences: what never comes by itself, what since when, what always does."""
    groups: defaultdict[_Key, list[tuple[ScenarioInfo, str]]] = defaultdict(list)
    for scenario in places.matrix.scenarios:
        for key, code in _find_keys(places, scenario):
            groups[key].append((scenario, code))
    # What is true of most rows comes first, then what the suite has first.
    ordered = sorted(groups.items(), key=lambda item: (item[0].rank, -len(item[1])))
    return tuple(
        LayerFinding(
            sentence=key.sentence,
            rows=tuple(scenario.id for scenario, _ in rows),
            advice=key.advice,
            form=key.form,
            code=rows[0][1],
        )
        for key, rows in ordered
    )


def _find_keys(places: Places, scenario: ScenarioInfo) -> Iterator[tuple[_Key, str]]:
    if scenario.row != "verdict":
        return
    courses: defaultdict[Course, list[str]] = defaultdict(list)
    for python in places.pythons:
        if course := find_course(places, scenario, python):
            courses[course].append(python)
    whole = tuple(
        python for course, pythons in courses.items() if course.always for python in pythons
    )
    for course, pythons in courses.items():
        if course.always:
            if len(courses) == 1:
                yield _Key(rank=9, pythons=(), sentence=_ALWAYS, advice="", form=""), ""
            continue
        cells = [cell for cell in places.telling if cell.python in pythons]
        needy = find_needy(cells, scenario)
        advice, form, code = _advise(scenario, needy, whole)
        sentence = f"On Python {list_pythons(pythons)} {_describe(course, scenario, needy)}"
        yield (
            _Key(
                rank=course.rank,
                pythons=tuple(pythons),
                sentence=sentence,
                advice=advice,
                form=form,
            ),
            code,
        )


_ALWAYS = "By itself in every cell that measured it"


def _describe(course: Course, scenario: ScenarioInfo, needy: Sequence[Cell]) -> str:
    """Return the middle of a sentence: what is seen, and with which releases."""
    results = [result for cell in needy if (result := hear_row(cell, scenario))]
    outcomes = {find_seen(result) for result in results}
    seen = " or ".join(PLAIN[each] for each in _WORST_FIRST if each in outcomes)
    written = {find_written(result) for result in results}
    form = "with no config" if written == {NAIVE} else "as most people write it"
    if course.never:
        layers = sorted({cell.layer or "0" for cell in needy}, key=Version)
        cores = sorted({cell.core for cell in needy}, key=Version)
        return (
            f"{form}: {seen} with every {LAYER} ({join_ends(layers)}) and {CORE}"
            f" ({join_ends(cores)}) that was measured"
        )
    return f"{form}: {course.words}; {seen} {course.needy}"


def _advise(
    scenario: ScenarioInfo, needy: Sequence[Cell], whole: Sequence[str]
) -> tuple[str, str, str]:
    """Return what to do, in words, the form to write, and its code."""
    elsewhere = f" By itself on Python {list_pythons(whole)}." if whole else ""
    if has_nothing_to_pass(scenario):
        return f"{_NOTHING}{elsewhere}", "", ""
    found = find_helping(needy, scenario)
    if not found:
        return f"Nothing that was measured helps.{elsewhere}", "", ""
    best = found[0]
    helped = best.whole or best.helped
    what = "complete" if best.whole else "better, not complete,"
    reach = _describe_reach(helped, best.needed)
    name = describe_way(best.form)
    return (
        f"By hand: {name}, {what} in {reach}.{elsewhere}",
        name,
        best.code,
    )


def _describe_reach(helped: int, needed: int) -> str:
    if needed == 1:
        return "the one cell that needs it"
    far = f"all {needed}" if helped == needed else f"{helped} of the {needed}"
    return f"{far} cells that need it"
