"""Traces as their file holds them: equal lists of runs stored once, traces name them.

A handler mostly sees what a stream shows and a tracer records, on a thousand cells: of many
thousand lists a few hundred are distinct. Of many thousand runs with metadata some dozens have
other keys, so these are stored once as well; and what a run mostly lacks is left out.
"""

import json
from collections.abc import Callable, Mapping, Sequence
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


_Flag = Annotated[bool, Field(exclude_if=lambda said: said is False)]
_Words = Annotated[tuple[str, ...], Field(exclude_if=lambda words: words == ())]


@strict
@dataclass(frozen=True, kw_only=True)
class StoredRun:
    """A run. ``keys`` is the place of its metadata's keys; files of 2.0 have these in it."""

    name: str
    kind: RunKind
    parent: int | None
    parents: tuple[str, ...]
    events: dict[str, int]
    tags: _Words = ()
    metadata_keys: _Words = ()
    keys: Annotated[int | None, Field(ge=0, exclude_if=lambda place: place is None)] = None
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
    """Equal observations, lists of runs and lists of metadata's keys, each stored once."""

    schema_version: Literal["2.0", "2.1"]
    metadata_keys: tuple[tuple[str, ...], ...] = ()
    lists: dict[ListId, tuple[StoredRun, ...]]
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
    keys = sorted({run.metadata_keys for runs in lists.found.values() for run in runs} - {()})
    places = {each: place for place, each in enumerate(keys)}
    return StoredTraces(
        schema_version=TRACES_VERSION,
        metadata_keys=tuple(keys),
        lists={
            name: tuple(_store_run(run, places) for run in runs)
            for name, runs in sorted(lists.found.items())
        },
        traces=stored,
    )


def restore_traces(found: StoredTraces) -> Traces:
    """Return the traces that a file held, sharing lists of runs. Raises EvidenceError."""
    lists = {
        name: tuple(_restore_run(run, found.metadata_keys) for run in runs)
        for name, runs in found.lists.items()
    }

    def get(name: str) -> tuple[Run, ...]:
        try:
            return lists[name]
        except KeyError as error:
            message = f"a trace names the list of runs {error}, which the traces do not hold"
            raise EvidenceError(message) from error

    traces = {name: _restore(each, get) for name, each in found.traces.items()}
    return Traces(schema_version=TRACES_VERSION, traces=traces)


def _store_run(run: Run, places: Mapping[tuple[str, ...], int]) -> StoredRun:
    return StoredRun(**{**vars(run), "metadata_keys": (), "keys": places.get(run.metadata_keys)})


def _restore_run(stored: StoredRun, keys: Sequence[tuple[str, ...]]) -> Run:
    own = {**vars(stored)}
    place = own.pop("keys")
    if place is None:
        return Run(**own)
    if place >= len(keys):
        message = f"a run names the metadata's keys {place}, and the traces hold {len(keys)}"
        raise EvidenceError(message)
    return Run(**{**own, "metadata_keys": keys[place]})


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
