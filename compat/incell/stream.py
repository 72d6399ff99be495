"""A stream of events, folded into the runs that they tell of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from compat.incell.runs import UNKNOWN, UNSEEN, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable

Event = Mapping[str, Any]

CUSTOM = "on_custom_event"
_TYPE = re.compile(r"on_(?P<kind>\w+)_(?:start|stream|end|error)")


def sightings(events: Iterable[Event]) -> dict[str, Sighting]:
    """Return the runs of a stream by id.

    A custom event carries the id of the run that dispatched it and counts there; if that run
    shows in no other event, it is listed without a name.
    """
    seen: dict[str, Sighting] = {}
    for event in events:
        known = seen.get(event["run_id"])
        if known is None or known.name == UNSEEN:
            seen[event["run_id"]] = known = _first(event, known)
        known.events[event["event"]] += 1
    return seen


def root_output(events: Iterable[Event]) -> object:
    """Return what the first run of a stream put out at its end, or None if it never ended."""
    root, output = None, None
    for event in events:
        root = root or event["run_id"]
        if event["run_id"] == root and event["event"].endswith("_end"):
            output = event["data"].get("output")
    return output


def metadata_keys(events: Iterable[Event]) -> set[str]:
    """Return the keys of all metadata that a stream of events showed."""
    return {key for event in events for key in event.get("metadata") or ()}


def _first(event: Event, known: Sighting | None) -> Sighting:
    custom = event["event"] == CUSTOM
    matched = None if custom else _TYPE.fullmatch(event["event"])
    made = Sighting(
        name=UNSEEN if custom else event["name"],
        kind=matched["kind"] if matched else UNKNOWN,
        ancestors=tuple(event.get("parent_ids") or ()),
        tags=tuple(event.get("tags") or ()),
        metadata=tuple(event.get("metadata") or ()),
    )
    if known is not None:
        made.events.update(known.events)
    return made
