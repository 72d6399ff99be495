"""An end of a question: a configuration with what is known of it as a whole."""

from dataclasses import dataclass

from packaging.version import Version

from compat.axes.cell import Layer
from compat.matrix.index import Index
from compat.matrix.model import Cell
from compat.record.model import Status
from compat.schema import strict


@strict
@dataclass(frozen=True, kw_only=True)
class End:
    """A configuration: a cell, its status, its exact Python, and its reason if it was not probed.

    ``reason_class`` sorts reasons, like ``no-wheel:pyyaml``. ``overrides`` are those that it cannot
    be installed without; ``yanked`` is why its release was, empty if no reason was given, None if
    it was not.
    """

    cell: str
    python: str
    core: str
    layer: Layer = None
    status: Status
    reason: str | None
    reason_class: str | None
    exact: str | None
    overrides: tuple[str, ...]
    yanked: str | None


def describe_end(known: Index, cell: Cell) -> End:
    """Return a cell as an end of a question."""
    return End(
        cell=cell.id,
        python=cell.python,
        core=cell.core,
        layer=cell.layer,
        status=cell.status,
        reason=cell.reason,
        reason_class=cell.reason_class,
        exact=known.exact.get(cell.python),
        overrides=cell.overrides,
        yanked=known.yanked.get(cell.core),
    )


def find_newer(known: Index, cell: Cell) -> End | None:
    """Return the newest configuration of a cell's Python that is newer than it, and not probed.

    That is why it was not taken for the newest. Neither a pre-release nor a yanked release is.
    """
    every = known.releases_between(cell.python, cell.core, known.published[cell.python][-1])
    newer = (
        known.at(cell.python, core, cell.layer)
        for core in reversed(every[1:])
        if not Version(core).is_prerelease and core not in known.yanked
    )
    first = next((each for each in newer if each), None)
    return describe_end(known, first) if first and not first.tells else None
