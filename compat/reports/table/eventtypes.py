"""The event-type table: what the guide's tool streamed, naive and configured."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from compat.matrix.model import Cell, Traces
from compat.record.model import Observation, Run
from compat.reports.table.grid import Grid, describe_place
from compat.reports.words import GUIDE

PAIR = ("naive", "configured")


@dataclass(frozen=True, kw_only=True)
class EventCounts:
    """What one variant streamed. ``model`` holds the chat model's ancestors, outermost first.

    ``outcome`` is what the variant came to, or ``not measured``.
    """

    outcome: str
    events: tuple[tuple[str, int], ...]
    model: tuple[tuple[str, ...], ...]

    def count(self, event: str) -> int:
        """Return how many events of a type there were."""
        return dict(self.events).get(event, 0)


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """Cells that streamed the same, by variant in the order of ``PAIR``."""

    where: str
    cells: int
    seen: tuple[EventCounts, ...]


@dataclass(frozen=True, kw_only=True)
class EventTypes:
    """The table: the types that were seen anywhere, and one row a group of cells that agree."""

    types: tuple[str, ...]
    rows: tuple[EventRow, ...]


def count_event_types(index: Grid, traces: Traces) -> EventTypes:
    """Return the event types with their counts, summed over a variant's runs and streams.

    Equal counts can hide a different nesting, so the chat model's ancestors count as well.
    """
    groups: defaultdict[tuple[EventCounts, ...], list[Cell]] = defaultdict(list)
    for cell in index.telling:
        if GUIDE in cell.results:
            seen = tuple(_count_events(cell, variant, traces) for variant in PAIR)
            groups[seen].append(cell)
    rows = tuple(
        EventRow(where=describe_place(index, cells), cells=len(cells), seen=seen)
        for seen, cells in groups.items()
    )
    types = {name for row in rows for seen in row.seen for name, _ in seen.events}
    return EventTypes(types=tuple(sorted(types)), rows=rows)


def _count_events(cell: Cell, variant: str, traces: Traces) -> EventCounts:
    result = cell.results[GUIDE]
    if variant not in result.traces:
        return EventCounts(outcome="not measured", events=(), model=())
    runs = _list_runs(traces.traces[result.traces[variant]])
    counts: Counter[str] = Counter()
    for run in runs:
        counts.update(run.events)
    models = {run.parents for run in runs if run.kind == "chat_model"}
    return EventCounts(
        outcome=result.outcomes[variant].value,
        events=tuple(sorted(counts.items())),
        model=tuple(sorted(models)),
    )


def _list_runs(trace: Observation) -> list[Run]:
    return [run for stream in trace.streams for run in stream.runs]
