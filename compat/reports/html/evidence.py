"""What was seen in the cells: what many of them share is there once, and named by its place."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from compat.matrix.model import Cell, Listener, Matrix, Result, Traces
from compat.record.model import ScenarioInfo
from compat.reports.html.picture import Picture, draw_made
from compat.reports.html.places import Places
from compat.reports.html.sight import find_name, list_sights, make_call
from compat.reports.html.sighting import Listing, Sighting, Source, find_sightings
from compat.reports.words import Tone

WORDS: Final[dict[str, str | tuple[str, ...]]] = {
    "made": "As the code calls it",
    "alike": "{trace}, and {count} that differ only in keys of metadata",
    "heads": ("Run", "Under", "Kind", "Events", "Remarks"),
}


@dataclass(frozen=True, kw_only=True)
class ShownSight:
    """What some listeners saw; ``picture`` is a place among the pictures, None if there is none."""

    who: str
    words: str
    tone: Tone
    picture: int | None
    why: str


@dataclass(frozen=True, kw_only=True)
class SeenForm:
    """What a form of a scenario did, wherever it did the same.

    ``trace`` is the id of its trace in ``traces.json``. ``alike`` counts those that differ from it
    only in what is not shown: all of their ids would be half of the evidence. ``cells`` counts the
    cells. ``made`` is the place of the call as the code makes it among the pictures, ``sights`` has
    what listeners saw of it.
    """

    trace: str
    alike: int
    cells: int
    made: int
    sights: tuple[ShownSight, ...]
    harness_error: str | None
    returned: str | None
    facts: dict[str, str | int | bool | None]
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class Behind:
    """What is behind a result: what was seen, by form; of later runs, what differed."""

    seen: dict[str, int]
    later: dict[str, tuple[int, ...]]


@dataclass(frozen=True, kw_only=True)
class PageEvidence:
    """Everything that was seen.

    ``results`` are rows that cells share, with a place in ``behind`` for each scenario of the
    matrix, None where it was not measured. ``cells`` has the row of each cell with a layer; those
    without one name theirs themselves.
    """

    results: tuple[tuple[int | None, ...], ...]
    behind: tuple[Behind, ...]
    seen: tuple[SeenForm, ...]
    listings: tuple[Listing, ...]
    pictures: tuple[Picture, ...]
    cells: dict[str, int]
    words: dict[str, str | tuple[str, ...]]


def collect_evidence(matrix: Matrix, traces: Traces) -> tuple[PageEvidence, dict[str, int]]:
    """Return what was seen, and which row of results each probed cell has, by its id."""
    found, listings, shown = find_sightings(matrix, traces)
    every = [each for scenario in found.values() for each in scenario]
    place = {each.ids[0]: n for n, each in enumerate(every)}
    behind, rows = Places[Behind](), Places[tuple[int | None, ...]]()
    pictures = Places[Picture]()

    @cache
    def number(result: Result) -> int:
        return behind(_find_behind(result, shown, place))

    def row(cell: Cell) -> int:
        results = (cell.results.get(each.id) for each in matrix.scenarios)
        return rows(tuple(None if result is None else number(result) for result in results))

    by_cell = {cell.id: row(cell) for cell in matrix.cells if cell.results}
    return (
        PageEvidence(
            results=tuple(rows.values),
            behind=tuple(behind.values),
            seen=tuple(_show_all(matrix, found, pictures)),
            listings=listings,
            pictures=tuple(pictures.values),
            cells=by_cell if matrix.layered else {},
            words=WORDS,
        ),
        by_cell,
    )


def _show_all(
    matrix: Matrix, found: Mapping[str, tuple[Sighting, ...]], pictures: Places[Picture]
) -> Iterator[SeenForm]:
    """Give all forms; a child that nobody saw in one is called as it is in the others."""
    infos = {each.id: each for each in matrix.scenarios}
    for scenario, sightings in found.items():
        if scenario in infos:
            name = _find_common_name(infos[scenario], sightings)
            for each in sightings:
                yield _show(matrix, infos[scenario], each, name, pictures)


def _show(
    matrix: Matrix,
    scenario: ScenarioInfo,
    found: Sighting,
    name: str | None,
    pictures: Places[Picture],
) -> SeenForm:
    seen = found.seen
    name = find_name(seen, scenario) or name
    return SeenForm(
        trace=found.ids[0],
        alike=len(found.ids) - 1,
        cells=found.cells,
        made=pictures(draw_made(make_call(seen, scenario, name, Listener.STREAM))),
        sights=tuple(
            ShownSight(
                who=each.who,
                words=each.words,
                tone=each.tone,
                picture=None if each.picture is None else pictures(each.picture),
                why=each.why,
            )
            for each in list_sights(seen, scenario, name, matrix.listeners)
        ),
        harness_error=seen.harness_error,
        returned=seen.returned,
        facts=seen.facts,
        sources=found.sources,
    )


def _find_common_name(scenario: ScenarioInfo, found: Iterable[Sighting]) -> str | None:
    names = Counter(filter(None, (find_name(each.seen, scenario) for each in found)))
    return next((name for name, _ in names.most_common(1)), None)


def _find_behind(result: Result, shown: Mapping[str, str], place: Mapping[str, int]) -> Behind:
    return Behind(
        seen={form: place[shown[trace]] for form, trace in result.traces.items()},
        later={
            form: tuple(dict.fromkeys(place[shown[trace]] for trace in found))
            for form, found in result.repeats.items()
        },
    )
