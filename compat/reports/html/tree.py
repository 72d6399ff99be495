"""Runs under their parents, with as few words as tell everything."""

from collections.abc import Sequence
from dataclasses import dataclass

from compat.record.model import Run

DEEPEST = 40
"""Runs nested deeper are shown at this depth: a page must render whatever a cell recorded."""

_TOLD = ("caller-tag", "seq:step:")
"""Tags that say nothing more: the suite's own, by which ``caller_tags`` is told, and places."""

_ENDS = {"start": 0, "stream": 1, "end": 3, "error": 4}


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A run in a tree: ``parent`` is the place of the one that it is shown under, None for a root.

    ``under`` names its ancestors where the tree does not. ``notes`` say what of the caller's config
    reached it.
    """

    name: str
    kind: str
    parent: int | None
    under: tuple[str, ...] | None
    events: str
    notes: tuple[str, ...]


def draw_branches(runs: Sequence[Run]) -> tuple[Branch, ...]:
    """Return runs in their order, each with its place in the tree.

    A parent that does not stand before its run is ignored.
    """
    above: list[tuple[str, ...]] = []
    found: list[Branch] = []
    for place, run in enumerate(runs):
        parent = run.parent if run.parent is not None and 0 <= run.parent < place else None
        while parent is not None and len(above[parent]) >= DEEPEST:
            parent = runs[parent].parent
        path = () if parent is None else (*above[parent], runs[parent].name)
        above.append(path)
        found.append(
            Branch(
                name=run.name,
                kind=run.kind,
                parent=parent,
                under=None if path == run.parents else run.parents,
                events=_list_events(run),
                notes=_list_notes(run),
            )
        )
    return tuple(found)


def _list_events(run: Run) -> str:
    """Return the run's events in the order of a life, without the prefix that its kind implies."""
    prefix = f"on_{run.kind}_"
    short = {name.removeprefix(prefix): count for name, count in run.events.items()}
    order = sorted(short.items(), key=lambda item: (_ENDS.get(item[0], 2), item[0]))
    return ", ".join(name if count == 1 else f"{name} {count}" for name, count in order)


def _list_notes(run: Run) -> tuple[str, ...]:
    """Return what of the caller's config reached the run, and its own tags."""
    reached = [
        *(["caller's tags"] if run.caller_tags else []),
        *(["caller's metadata"] if run.caller_metadata else []),
    ]
    others = [tag for tag in run.tags if not tag.startswith(_TOLD)]
    return (*reached, *([f"tags {', '.join(others)}"] if others else []))
