"""What was seen in the cells: what many of them share is there once, and named by its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from compat.matrix.model import Cell, Listener, Matrix, Result, Traces
from compat.matrix.outcome import find_exception
from compat.matrix.reading import OF_CORE
from compat.record.model import Observation, Raised
from compat.reports.html.places import Places
from compat.reports.html.sighting import Listing, Source, find_sightings


@dataclass(frozen=True, kw_only=True)
class SeenForm:
    """What a form of a scenario did, wherever it did the same.

    ``ids`` are those of its traces in ``traces.json``, ``cells`` counts the cells. ``raised`` has
    the exception by listener, of those for whom there was one.
    """

    ids: tuple[str, ...]
    cells: int
    path: tuple[str, ...]
    absent: str | None
    raised: dict[Listener, Raised]
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
    matrix, None where it was not measured.
    """

    results: tuple[tuple[int | None, ...], ...]
    behind: tuple[Behind, ...]
    seen: tuple[SeenForm, ...]
    listings: tuple[Listing, ...]


def collect_evidence(matrix: Matrix, traces: Traces) -> tuple[PageEvidence, dict[str, int]]:
    """Return what was seen, and which row of results each probed cell has, by its id."""
    found, listings, shown = find_sightings(matrix, traces)
    every = [each for scenario in found.values() for each in scenario]
    place = {each.ids[0]: n for n, each in enumerate(every)}
    behind, rows = Places[Behind](), Places[tuple[int | None, ...]]()

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
            seen=tuple(
                SeenForm(
                    ids=each.ids,
                    cells=each.cells,
                    path=each.seen.path,
                    absent=each.seen.absent,
                    raised=_find_raised(each.seen),
                    harness_error=each.seen.harness_error,
                    returned=each.seen.returned,
                    facts=each.seen.facts,
                    sources=each.sources,
                )
                for each in every
            ),
            listings=listings,
        ),
        by_cell,
    )


def _find_raised(seen: Observation) -> dict[Listener, Raised]:
    found = {listener: find_exception(seen, listener) for listener in _list_heard(seen)}
    return {listener: raised for listener, raised in found.items() if raised}


def _list_heard(seen: Observation) -> tuple[Listener, ...]:
    return tuple(Listener) if seen.hears_layer else OF_CORE


def _find_behind(result: Result, shown: Mapping[str, str], place: Mapping[str, int]) -> Behind:
    return Behind(
        seen={form: place[shown[trace]] for form, trace in result.traces.items()},
        later={
            form: tuple(dict.fromkeys(place[shown[trace]] for trace in found))
            for form, found in result.repeats.items()
        },
    )
