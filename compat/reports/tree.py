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
class Node:
    """A run with the runs below it. ``under`` names its ancestors where the tree does not."""

    run: Run
    under: tuple[str, ...] | None
    children: list["Node"]

    @property
    def events(self) -> str:
        """The run's events in the order of a life, without the prefix that its kind implies."""
        prefix = f"on_{self.run.kind}_"
        short = {name.removeprefix(prefix): count for name, count in self.run.events.items()}
        order = sorted(short.items(), key=lambda item: (_ENDS.get(item[0], 2), item[0]))
        return ", ".join(name if count == 1 else f"{name} {count}" for name, count in order)

    @property
    def notes(self) -> tuple[str, ...]:
        """What of the caller's config reached the run, and its own tags."""
        reached = [
            *(["caller's tags"] if self.run.caller_tags else []),
            *(["caller's metadata"] if self.run.caller_metadata else []),
        ]
        others = [tag for tag in self.run.tags if not tag.startswith(_TOLD)]
        return (*reached, *([f"tags {', '.join(others)}"] if others else []))


def trees(runs: Sequence[Run]) -> list[Node]:
    """Return runs under their parents. A parent that does not stand before its run is ignored."""
    nodes: list[Node] = []
    above: list[tuple[str, ...]] = []
    roots: list[Node] = []
    for place, run in enumerate(runs):
        parent = run.parent if run.parent is not None and 0 <= run.parent < place else None
        while parent is not None and len(above[parent]) >= DEEPEST:
            parent = runs[parent].parent
        path = () if parent is None else (*above[parent], runs[parent].name)
        node = Node(run=run, under=None if path == run.parents else run.parents, children=[])
        (roots if parent is None else nodes[parent].children).append(node)
        above.append(path)
        nodes.append(node)
    return roots
