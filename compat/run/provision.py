"""Cells that are resolved: what of it each shares with its Python's other cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from compat.environments.common import split_pins
from compat.environments.empty import make_empty
from compat.environments.lacks import describe_lacks
from compat.environments.layer import name_layer
from compat.environments.refusal import Refused
from compat.environments.resolution import Pin, Resolution
from compat.environments.resolver import Wanted
from compat.plan.model import PlannedCell
from compat.run.workshop import Workshop


@dataclass(frozen=True, kw_only=True)
class Furnished:
    """A cell that is resolved: the pins that it shares with its Python's other cells, and its own.

    ``python`` is an empty environment of its interpreter, or why there is none. ``reason`` says
    what the index lacked, where that is why there are ``overrides``.
    """

    wanted: Wanted
    python: Path | Refused
    base: tuple[Pin, ...]
    own: tuple[Pin, ...]
    overrides: tuple[str, ...]
    reason: str | None

    @property
    def packages(self) -> dict[str, str]:
        """All packages that it has, by name."""
        return {pin.name: pin.version for pin in (*self.base, *self.own, self.wanted.core)}

    @property
    def layer(self) -> str:
        """The name of the folder of its own pins."""
        return name_layer(self.own, self.wanted.build, self.wanted.run.containment or "")


async def furnish(
    python: str,
    left: Mapping[str, Resolution],
    wanted: Mapping[str, Wanted],
    workshop: Workshop,
) -> dict[str, Furnished]:
    """Return for each cell of a Python what its layers are, and the Python's empty environment.

    Raises OSError.
    """
    interpreter = workshop.interpreters[python]
    empty = await make_empty(
        workshop.uv,
        interpreter.path,
        wanted[next(iter(left))].inputs,
        root=workshop.cache / "pythons",
        fresh=workshop.fresh,
    )
    parts = split_pins(left)
    return {
        cell: Furnished(
            wanted=wanted[cell],
            python=empty,
            base=parts.base,
            own=parts.own[cell],
            overrides=resolution.overrides,
            reason=describe_lacks(resolution.lacks, workshop.uv.day),
        )
        for cell, resolution in left.items()
    }


def sort_by_layer(
    cells: Iterable[PlannedCell], furnished: Mapping[str, Furnished]
) -> list[PlannedCell]:
    """Return those that are to run by layer, the newest first."""
    return sorted(
        (cell for cell in cells if cell.id in furnished),
        key=lambda cell: (furnished[cell.id].layer, Version(cell.core)),
        reverse=True,
    )
