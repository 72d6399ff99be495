"""What was seen of a form of a scenario; cells in which the same is to be shown share it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from compat.matrix.model import Listener, Matrix, Traces
from compat.matrix.outcome import find_children
from compat.matrix.verdict import name_form
from compat.record.model import Call, ChildKind, Observation, Run
from compat.reports.html.places import Places
from compat.reports.html.tree import Branch, draw_branches

Listing = tuple[Branch, ...]

_BESIDE = "callback handler"
_CALLED = {
    Listener.HANDLER: "a handler that you pass, in a plain call",
    Listener.HOOK: "a tracer, in a plain call",
    Listener.MESSAGES: 'stream_mode="messages"',
    Listener.CUSTOM: 'stream_mode="custom"',
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """A stream, named by its protocol, or a handler, of one drive.

    ``call`` is the listener for whom a plain call was made, None for a stream and for the caller's
    handler beside it. ``listing`` is the place of its runs among the listings, None where it saw
    none. ``children`` are the places of the children among these runs.
    """

    name: str
    call: Listener | None
    parents_known: bool
    listing: int | None
    children: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """An observation to show, under the first of the trace ids for which it stands.

    ``cells`` is the number of cells that made it.
    """

    ids: tuple[str, ...]
    form: str
    seen: Observation
    sources: tuple[Source, ...]
    cells: int


_Sightings = tuple[dict[str, tuple[Sighting, ...]], tuple[Listing, ...], dict[str, str]]


def find_sightings(matrix: Matrix, traces: Traces) -> _Sightings:
    """Return what was seen by scenario, the listings in it, and the shown one for each trace id.

    Traces that differ only in what is not shown (metadata keys come and go with releases) are one.
    """
    kinds = {scenario.id: scenario.child for scenario in matrix.scenarios}
    bare = {name: _strip(seen) for name, seen in sorted(traces.traces.items(), key=_rank)}
    lists, alike = Places[tuple[Run, ...]](), Places[Observation]()
    places = {name: alike(seen) for name, seen in bare.items()}
    ids: list[list[str]] = [[] for _ in alike.values]
    for name, place in places.items():
        ids[place].append(name)
    shown = {name: ids[place][0] for name, place in places.items()}
    uses = _count_uses(matrix, shown)
    found: dict[str, list[Sighting]] = {scenario.id: [] for scenario in matrix.scenarios}
    for names, seen in zip(ids, alike.values, strict=True):
        found.setdefault(seen.scenario, []).append(
            Sighting(
                ids=tuple(names),
                form=name_form(seen),
                seen=seen,
                sources=tuple(_list_sources(seen, lists, kinds.get(seen.scenario))),
                cells=uses[names[0]],
            )
        )
    listings = tuple(draw_branches(runs) for runs in lists.values)
    return {name: tuple(seen) for name, seen in found.items()}, listings, shown


def _count_uses(matrix: Matrix, shown: dict[str, str]) -> Counter[str]:
    return Counter(
        trace
        for cell in matrix.cells
        for trace in {shown[t] for result in cell.results.values() for t in result.trace_ids}
    )


def _list_sources(
    seen: Observation, lists: Places[tuple[Run, ...]], kind: ChildKind | None
) -> Iterable[Source]:
    for name, call, known, runs in _list_runs(seen):
        yield Source(
            name=name,
            call=call,
            parents_known=known,
            listing=lists(runs) if runs else None,
            children=_find_children(runs, seen, kind),
        )


def _list_runs(seen: Observation) -> Iterator[tuple[str, Listener | None, bool, tuple[Run, ...]]]:
    """Give who listened, in which call, whether parents are told, and what was seen."""
    for stream in seen.streams:
        yield stream.protocol, None, stream.parents_known, stream.runs
    yield _BESIDE, None, True, seen.handler
    for listener, call in _list_calls(seen):
        for runs in call.drives:
            yield _CALLED[listener], listener, True, runs


def _list_calls(seen: Observation) -> Iterator[tuple[Listener, Call]]:
    calls = {
        Listener.HANDLER: seen.handler_call,
        Listener.HOOK: seen.hook_call,
        Listener.MESSAGES: seen.messages_call,
        Listener.CUSTOM: seen.custom_call,
    }
    yield from ((listener, call) for listener, call in calls.items() if call)


def _find_children(
    runs: Sequence[Run], seen: Observation, kind: ChildKind | None
) -> tuple[int, ...]:
    found = find_children(runs, kind, seen.path) if kind else ()
    return tuple(place for place, run in enumerate(runs) if run in found)


def _strip(seen: Observation) -> Observation:
    return replace(
        seen,
        streams=tuple(replace(each, runs=_strip_runs(each.runs)) for each in seen.streams),
        handler=_strip_runs(seen.handler),
        handler_call=_strip_call(seen.handler_call),
        hook_call=_strip_call(seen.hook_call),
        messages_call=_strip_call(seen.messages_call),
        custom_call=_strip_call(seen.custom_call),
    )


def _strip_call(call: Call | None) -> Call | None:
    return call and replace(call, drives=tuple(map(_strip_runs, call.drives)))


def _strip_runs(runs: Sequence[Run]) -> tuple[Run, ...]:
    return tuple(replace(run, metadata_keys=()) for run in runs)


def _rank(named: tuple[str, Observation]) -> tuple[str, str, str]:
    return named[1].scenario, name_form(named[1]), named[0]
