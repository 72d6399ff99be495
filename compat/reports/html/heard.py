"""What the page's script looks up for other listeners: what takes the place of the stream's."""

from collections.abc import Mapping
from dataclasses import dataclass

from compat.matrix.hearing import hear
from compat.matrix.model import Listener, Matrix
from compat.reports.difference.sentence import Codes
from compat.reports.html.lookup import CellKind, Lookup, make_lookup
from compat.reports.html.states import HeardScenario, Meant


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What takes the place of the stream's in a lookup; ``scenarios`` are in the same order."""

    cells: tuple[tuple[int | None, ...], ...]
    kinds: tuple[CellKind, ...]
    packages: tuple[dict[str, str], ...]
    states: tuple[tuple[int, ...], ...]
    scenarios: tuple[HeardScenario, ...]


def look_up_others(
    matrix: Matrix, results: Mapping[str, int], codes: Codes, meant: Meant
) -> dict[Listener, Heard]:
    """Return by listener what takes the place of the stream's; none that was not measured."""
    others = [each for each in matrix.listeners if each is not Listener.STREAM]
    return {
        each: _keep_own(make_lookup(hear(matrix, each), results, codes, meant)) for each in others
    }


def _keep_own(found: Lookup) -> Heard:
    return Heard(
        cells=found.cells,
        kinds=found.kinds,
        packages=found.packages,
        states=found.states,
        scenarios=tuple(
            HeardScenario(states=each.states, pairs=each.pairs) for each in found.scenarios
        ),
    )
