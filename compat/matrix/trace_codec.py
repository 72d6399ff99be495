"""Traces as their file holds them: equal lists of runs stored once, traces name them.

A handler mostly sees what a stream shows and a tracer records, on a thousand cells: of many
thousand lists a few hundred are distinct. Lists have runs in common too, of which one in eight is
distinct, so a list names these by their place; and what a run mostly lacks is left out.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field

from compat.errors import EvidenceError
from compat.matrix.model import RESULT_ID_DIGITS, TRACES_VERSION, Traces
from compat.record.model import Call, Observation, Raised, Run, RunKind, Stream
from compat.schema import strict

ListId = Annotated[str, Field(pattern=f"^[0-9a-f]{{{RESULT_ID_DIGITS}}}$")]
"""Of a list of runs: the first 12 hex digits of the SHA-256 of its JSON, keys sorted, compact."""


def _is_empty(lists: object) -> bool:
    return not lists


_Place = Annotated[int, Field(ge=0)]
_Flag = Annotated[bool, Field(exclude_if=lambda said: said is False)]
_Words = Annotated[tuple[str, ...], Field(exclude_if=lambda words: words == ())]


@strict
@dataclass(frozen=True, kw_only=True)
class StoredRun:
    """A run, without what it lacks."""

    name: str
    kind: RunKind
    parent: int | None
    parents: tuple[str, ...]
    events: dict[str, int]
    tags: _Words = ()
    metadata_keys: _Words = ()
    caller_tags: _Flag = False
    caller_metadata: _Flag = False


@strict
@dataclass(frozen=True, kw_only=True)
class StoredStream:
    """A stream, which names its list of runs."""

    protocol: str
    parents_known: bool
    runs: ListId


@strict
@dataclass(frozen=True, kw_only=True)
class StoredCall:
    """A plain call, which names a list of runs for each object that was called."""

    exception: Raised | None
    drives: tuple[ListId, ...]
    absent: Annotated[str | None, Field(exclude_if=lambda said: said is None)] = None


OfLayer = Annotated[StoredCall | None, Field(exclude_if=lambda call: call is None)]
"""A call that only cells with a layer have; files of others leave it out."""


@strict
@dataclass(frozen=True, kw_only=True)
class StoredTrace:
    """An observation, which names its lists of runs."""

    scenario: str
    variant: str
    remedy: bool
    path: tuple[str, ...]
    absent: str | None
    exception: Raised | None
    harness_error: str | None
    returned: str | None
    facts: dict[str, str | int | bool | None]
    streams: tuple[StoredStream, ...]
    handler: ListId
    handler_call: StoredCall | None = None
    hook_call: StoredCall | None = None
    messages_call: OfLayer = None
    custom_call: OfLayer = None


@strict
@dataclass(frozen=True, kw_only=True)
class StoredTraces:
    """Equal observations, equal lists of runs and equal runs, each stored once.

    ``rows`` has the places of a list's runs among ``runs``. A file of 2.0 has ``lists`` instead,
    with the runs themselves.
    """

    schema_version: Literal["2.0", "2.1"]
    runs: tuple[StoredRun, ...] = ()
    rows: dict[ListId, tuple[_Place, ...]] = field(default_factory=dict)
    lists: Annotated[dict[ListId, tuple[StoredRun, ...]], Field(exclude_if=_is_empty)] = field(
        default_factory=dict
    )
    traces: dict[str, StoredTrace]


@dataclass(kw_only=True)
class _Lists:
    """The lists of runs by id, as they are met."""

    found: dict[str, tuple[Run, ...]] = field(default_factory=dict)

    def name(self, runs: tuple[Run, ...]) -> str:
        """Return the id of a list, and keep it."""
        text = json.dumps([asdict(run) for run in runs], sort_keys=True, separators=(",", ":"))
        name = sha256(text.encode()).hexdigest()[:RESULT_ID_DIGITS]
        self.found.setdefault(name, runs)
        return name


def store_traces(traces: Traces) -> StoredTraces:
    """Return traces as their file holds them."""
    lists = _Lists()
    stored = {name: _store(each, lists) for name, each in traces.traces.items()}
    found = sorted(lists.found.items())
    places: dict[str, int] = {}
    runs: list[StoredRun] = []
    rows: dict[str, tuple[int, ...]] = {}
    for name, each in found:
        rows[name] = tuple(_keep(run, places, runs) for run in each)
    return StoredTraces(schema_version=TRACES_VERSION, runs=tuple(runs), rows=rows, traces=stored)


def _keep(run: Run, places: dict[str, int], runs: list[StoredRun]) -> int:
    """Return the place of a run among those that are kept, and keep it if it is new."""
    text = repr(run)
    if text not in places:
        places[text] = len(runs)
        runs.append(StoredRun(**vars(run)))
    return places[text]


def restore_traces(found: StoredTraces) -> Traces:
    """Return the traces that a file held, sharing runs and lists of them. Raises EvidenceError."""
    runs = tuple(Run(**vars(each)) for each in found.runs)
    lists = {name: tuple(_pick(runs, place) for place in row) for name, row in found.rows.items()}
    for name, each in found.lists.items():
        lists[name] = tuple(Run(**vars(run)) for run in each)

    def get(name: str) -> tuple[Run, ...]:
        try:
            return lists[name]
        except KeyError as error:
            message = f"a trace names the list of runs {error}, which the traces do not hold"
            raise EvidenceError(message) from error

    traces = {name: _restore(each, get) for name, each in found.traces.items()}
    return Traces(schema_version=TRACES_VERSION, traces=traces)


def _pick(runs: Sequence[Run], place: int) -> Run:
    try:
        return runs[place]
    except IndexError:
        message = f"a list names the run {place}, and the traces hold {len(runs)}"
        raise EvidenceError(message) from None


def _store(seen: Observation, lists: _Lists) -> StoredTrace:
    streams = tuple(
        StoredStream(**{**vars(each), "runs": lists.name(each.runs)}) for each in seen.streams
    )
    own = {name: getattr(seen, name) for name in _PLAIN}
    return StoredTrace(
        **own,
        streams=streams,
        handler=lists.name(seen.handler),
        handler_call=_store_call(seen.handler_call, lists),
        hook_call=_store_call(seen.hook_call, lists),
        messages_call=_store_call(seen.messages_call, lists),
        custom_call=_store_call(seen.custom_call, lists),
    )


def _store_call(call: Call | None, lists: _Lists) -> StoredCall | None:
    if call is None:
        return None
    return StoredCall(**{**vars(call), "drives": tuple(map(lists.name, call.drives))})


def _restore(stored: StoredTrace, get: Callable[[str], tuple[Run, ...]]) -> Observation:
    streams = tuple(Stream(**{**vars(each), "runs": get(each.runs)}) for each in stored.streams)
    own = {name: getattr(stored, name) for name in _PLAIN}
    return Observation(
        **own,
        streams=streams,
        handler=get(stored.handler),
        handler_call=_restore_call(stored.handler_call, get),
        hook_call=_restore_call(stored.hook_call, get),
        messages_call=_restore_call(stored.messages_call, get),
        custom_call=_restore_call(stored.custom_call, get),
    )


def _restore_call(call: StoredCall | None, get: Callable[[str], tuple[Run, ...]]) -> Call | None:
    if call is None:
        return None
    return Call(**{**vars(call), "drives": tuple(map(get, call.drives))})


_LISTED = ("streams", "handler", "handler_call", "hook_call", "messages_call", "custom_call")
_PLAIN = tuple(name for name in StoredTrace.__dataclass_fields__ if name not in _LISTED)
"""The fields that both forms have alike."""
