"""How a row does on one Python over all pairs: always complete, never, since or until a release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from packaging.version import Version

from compat.matrix.model import Edge, Held
from compat.record.model import ScenarioInfo
from compat.reports.layer.places import CORE, LAYER, Places
from compat.reports.layer.row import find_own_listener, hear_row, is_whole

_Seen = Mapping[tuple[str, str], bool]
"""Whether a row is complete, by layer and core."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """``words`` say since when, where that is one release; ``rank`` is its place among others."""

    always: bool = False
    never: bool = False
    words: str = ""
    rank: int = 0


def find_course(places: Places, scenario: ScenarioInfo, python: str) -> Course | None:
    """Return how a row does on a Python; None where no cell tells."""
    seen = {
        (cell.layer or "0", cell.core): whole
        for cell in places.by_python[python]
        if (result := hear_row(cell, scenario)) is not None
        and (whole := is_whole(result)) is not None
    }
    if not seen:
        return None
    if all(seen.values()):
        return Course(always=True)
    if not any(seen.values()):
        return Course(never=True, rank=0)
    return _find_turning(places, scenario, python, seen)


def _find_turning(places: Places, scenario: ScenarioInfo, python: str, seen: _Seen) -> Course:
    """Return since when it is complete: along core with the newest layer, else along the layer."""
    newest = max((layer for layer, _ in seen), key=Version)
    cores = sorted((core for layer, core in seen if layer == newest), key=Version)
    with_newest = [seen[newest, core] for core in cores]
    place = _find_switch(with_newest)
    if place is not None:
        edge = _find_edge(places, scenario, Held(python=python, release=newest), cores[place])
        return Course(
            rank=2,
            words=f"complete by itself with {LAYER} {newest} since {CORE} {cores[place]}{edge}",
        )
    if all(with_newest):
        layers = sorted({layer for layer, _ in seen}, key=Version)
        each = [all(whole for pair, whole in seen.items() if pair[0] == name) for name in layers]
        since = next(n for n in range(len(each)) if all(each[n:]))
        return Course(
            rank=3,
            words=f"complete by itself since {LAYER} {layers[since]} over every {CORE} measured",
        )
    if not any(with_newest):
        older = max((layer for (layer, _), whole in seen.items() if whole), key=Version)
        return Course(
            rank=1, words=f"no longer complete by itself with {LAYER} {newest}, last with {older}"
        )
    return Course(rank=4, words=f"complete by itself with some {CORE} only, with {LAYER} {newest}")


def _find_switch(whole: Sequence[bool]) -> int | None:
    """Return from which place on all is complete, where nothing before it is."""
    place = next((n for n, each in enumerate(whole) if each), None)
    return place if place and all(whole[place:]) else None


def _find_edge(places: Places, scenario: ScenarioInfo, held: Held, after: str) -> str:
    """Return whether a step is exact, as text; nothing where no change-over tells of it."""
    own = find_own_listener(scenario)
    for each in places.matrix.change_overs:
        said = (each.scenario, each.listener, each.along, each.after)
        if said == (scenario.id, own, "core", after) and held in each.held:
            return (
                "" if each.edge is Edge.EXACT else f" or a release before it, after {each.before}"
            )
    return ""
