"""What the events of a drive carry, in a word: the answers of rows that are about no verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from compat.incell.runs import Sighting

_NOTHING = "none"
_ENDS = ("_end", "_error")


def closing(events: Iterable[Mapping[str, Any]], name: str) -> str:
    """Return the types of the events that end the runs of a name, or ``none``."""
    ends = {event["event"] for event in events if event["name"] == name}
    return _listed(kind for kind in ends if kind.endswith(_ENDS))


def run_closed(runs: Iterable[Sighting], name: str) -> str:
    """Return ``closed`` if every run of a name came to an end or an error, else ``open``."""
    found = [run for run in runs if run.name == name]
    closed = found and all(any(kind.endswith(_ENDS) for kind in run.events) for run in found)
    return "closed" if closed else "open"


def output_types(events: Iterable[Mapping[str, Any]]) -> str:
    """Return the classes of the outputs of end events by kind of run: ``chain str, tool str``."""
    return _listed(
        f"{event['event'][len('on_') : -len('_end')]} {type(event['data'].get('output')).__name__}"
        for event in events
        if event["event"].endswith("_end")
    )


def metadata_keys(events: Iterable[Mapping[str, Any]], kind: str) -> str:
    """Return the keys of the metadata of all events of a kind of run, or ``none``."""
    return _listed(
        key
        for event in events
        if event["event"].startswith(f"on_{kind}_")
        for key in event.get("metadata") or ()
    )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(set(words))) or _NOTHING
