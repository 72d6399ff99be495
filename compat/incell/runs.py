"""Runs by id, as they were seen, and as a list that is the same whenever the same runs were."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TAG = "caller-tag"
METADATA_KEY = "caller_key"
KINDS = ("tool", "chain", "chat_model", "llm", "prompt", "parser", "retriever")
UNKNOWN = "unknown"
UNSEEN = "?"


@dataclass
class Sighting:
    """One run while it is being watched. ``ancestors`` are ids, outermost first."""

    name: str
    kind: str
    ancestors: tuple[str, ...]
    tags: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    events: Counter[str] = field(default_factory=Counter)


Sightings = Mapping[str, Sighting]


def canonical(seen: Sightings, *, root_first: bool = False) -> list[dict[str, Any]]:
    """Return the runs as the record holds them: depth first, siblings by name, then by content.

    With ``root_first`` the trace of the run that was seen first, which is the caller's own, comes
    before all others. The order depends on nothing but names, events and structure, so threads and
    tasks that took turns differently give the same list. Raises ValueError where parents form a
    ring.
    """
    children: dict[str | None, list[str]] = {}
    for run, sighting in seen.items():
        children.setdefault(_parent(sighting, seen), []).append(run)
    own = [_find_root(next(iter(seen)), seen)] if root_first and seen else []
    others = {**children, None: [run for run in children.get(None, ()) if run not in own]}
    listed: list[dict[str, Any]] = []
    for tree in (*_trees(None, {**children, None: own}, seen), *_trees(None, others, seen)):
        _flatten(tree, None, listed)
    if len(listed) != len(seen):
        message = f"{len(seen) - len(listed)} runs are their own ancestors"
        raise ValueError(message)
    return listed


def _parent(sighting: Sighting, seen: Sightings) -> str | None:
    direct = sighting.ancestors[-1] if sighting.ancestors else None
    return direct if direct in seen else None


def _find_root(run: str, seen: Sightings) -> str:
    """Return the run at the top of a run's trace, of those that were seen."""
    passed = {run}
    while (parent := _parent(seen[run], seen)) is not None and parent not in passed:
        run = parent
        passed.add(run)
    return run


def _trees(
    parent: str | None, children: Mapping[str | None, list[str]], seen: Sightings
) -> list[dict[str, Any]]:
    trees = [
        {"run": _described(seen[run], seen), "children": _trees(run, children, seen)}
        for run in children.get(parent, ())
    ]
    return sorted(trees, key=lambda tree: (tree["run"]["name"], json.dumps(tree, sort_keys=True)))


def _flatten(tree: dict[str, Any], parent: int | None, listed: list[dict[str, Any]]) -> None:
    place = len(listed)
    listed.append({**tree["run"], "parent": parent})
    for child in tree["children"]:
        _flatten(child, place, listed)


def _described(sighting: Sighting, seen: Sightings) -> dict[str, Any]:
    ancestors = sighting.ancestors
    return {
        "name": sighting.name,
        "kind": sighting.kind if sighting.kind in KINDS else UNKNOWN,
        "parents": [seen[run].name if run in seen else UNSEEN for run in ancestors],
        "events": dict(sighting.events),
        "tags": sorted(set(sighting.tags)),
        "metadata_keys": sorted(set(sighting.metadata)),
        "caller_tags": TAG in sighting.tags,
        "caller_metadata": METADATA_KEY in sighting.metadata,
    }
