"""Resolving many cells in few calls: releases that declare the same need the same packages."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from compat.axes.cell import CellId
from compat.environments.declaration import read_declared
from compat.environments.inputs import Cache, Inputs, make_key
from compat.environments.layer import Layers
from compat.environments.recipe import Recipe
from compat.environments.refusal import VANISHED, Refused
from compat.environments.resolution import Pin, Resolution, drop_pin, has_dependents, parse_pins
from compat.environments.solver import Solved, Solver
from compat.environments.uv import Uv
from compat.errors import DiskError
from compat.files import write_atomic
from compat.record.model import FAILED
from compat.schema import strict

CORE = "langchain-core"
RELEASES = "any"  # the owner of layers that hold a release: a pure wheel, shared by all Pythons
_WAITING = 8  # uv calls a core: they wait for the index most of the time


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A cell to be resolved: its release with the index's hashes, its Python, its recipe.

    ``published`` tells whether the release was there at the moment that is resolved for; one that
    was not shares nothing with others. ``python`` is the cell's, ``build`` the interpreter's.
    ``run`` is what all cells of the run have in common. ``layer`` is the version of the cell's, if
    it has one.
    """

    run: Inputs
    core: Pin
    layer: str | None = None
    recipe: Recipe
    interpreter: Path
    python: str
    build: str
    published: bool = True

    @property
    def cell(self) -> str:
        """The id of the cell."""
        return str(CellId(python=self.python, core=self.core.version, layer=self.layer))

    @property
    def inputs(self) -> Inputs:
        """What can change what the cell records, as far as it is known before it is resolved."""
        recipe = self.recipe
        release = f"{CORE}=={self.core.version}"
        return replace(
            self.run,
            cell=self.cell,
            interpreter=str(self.interpreter),
            build=self.build,
            core=self.core.requirement,
            requirements=(
                *(line for line in recipe.requirements if line != release),
                *(f"{line} if it fits" for line in recipe.wished),
            ),
            overridable=recipe.overrides,
            lowest=recipe.lowest,
            own_as_of=recipe.as_of or "",
            release=(self.core.version,),
        )

    def resolved(self, resolution: Resolution) -> Inputs:
        """Return all that can change what the cell records, once it is resolved."""
        pins = tuple(pin.requirement for pin in resolution.pins)
        return replace(self.inputs, pins=pins, overrides=resolution.overrides)


@strict
@dataclass(frozen=True, kw_only=True)
class Stored:
    """A resolution as it is kept, or the proof that there is none; ``of`` is the key it is for."""

    of: str
    resolution: Resolution | None
    refused: Refused | None


_STORED = TypeAdapter(Stored)


class Resolver:
    """Resolves cells, each question once; answers are kept in ``store`` and taken from there.

    ``layers`` unpack the releases, whose metadata says what they declare. A ``fresh`` one takes
    nothing from the store, and keeps its answers there.
    """

    def __init__(  # noqa: PLR0913 - each is a thing of its own
        self, uv: Uv, layers: Layers, store: Path, work: Path, jobs: int, *, fresh: bool = False
    ) -> None:
        self._uv = uv
        self._layers = layers
        self._store = store
        self._work = work
        self._fresh = fresh
        self._kept: dict[str, Path] = {}
        self._asked: dict[str, asyncio.Task[tuple[Resolution | Refused, bool]]] = {}
        self._room = asyncio.Semaphore(jobs * _WAITING)
        self._scout: asyncio.Task[tuple[Resolution | Refused, bool]] | None = None

    async def resolve(self, wanted: Wanted) -> Resolution | Refused:
        """Return what a cell's recipe comes to, or why to nothing. Raises OSError."""
        release = await self._release(wanted)
        if isinstance(release, Refused) and release.reason_class == VANISHED:
            return release
        declares = _read_declares(release) if isinstance(release, Path) else None
        if declares is not None and wanted.published and wanted.layer is None:
            found, shareable = await self._once(wanted, declares, shared=True)
            if isinstance(found, Resolution) and shareable:
                return found
        # A refusal names the release that it is about, so each has its own.
        found, _ = await self._once(wanted, declares or (), shared=False)
        return found

    def forget(self, cell: str) -> None:
        """Keep no answer by which a cell could not be installed: it may be of a wrong page."""
        if place := self._kept.get(cell):
            with suppress(OSError):
                place.unlink()

    async def close(self) -> None:
        """End what is still being asked, so that no process is left to a loop that has ended."""
        asked = [*self._asked.values(), *([self._scout] if self._scout else [])]
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)

    async def _release(self, wanted: Wanted) -> Path | Refused:
        async with self._room:
            return await self._layers.get(
                [wanted.core], interpreter=wanted.interpreter, python=wanted.python, owner=RELEASES
            )

    async def _once(
        self, wanted: Wanted, declares: tuple[str, ...], *, shared: bool
    ) -> tuple[Resolution | Refused, bool]:
        inputs = replace(wanted.inputs, release=declares) if shared else wanted.inputs
        question = make_key(Cache.RESOLUTION, inputs)
        place = self._kept[wanted.cell] = self._store / f"{question}.json"
        if question not in self._asked:
            answer = self._answer(place, wanted, declares, shared=shared)
            self._asked[question] = asyncio.create_task(answer)
        return await asyncio.shield(self._asked[question])

    async def _answer(
        self, place: Path, wanted: Wanted, declares: tuple[str, ...], *, shared: bool
    ) -> tuple[Resolution | Refused, bool]:
        known = None if self._fresh else _read(place)
        if known and await self._holds(known.rests_on):
            return known, True
        found, shareable = await self._in_turn(wanted, declares)
        failed = isinstance(found, Refused) and found.status in FAILED
        if not failed and (shareable or not shared):
            _write(place, found)
        return found, shareable

    async def _holds(self, rests_on: Mapping[str, str]) -> bool:
        """Tell whether the index is as it was when an answer was kept that rests on its lacks."""
        relay = self._uv.relay
        return not rests_on or relay is None or await asyncio.to_thread(relay.still, rests_on)

    async def _in_turn(
        self, wanted: Wanted, declares: tuple[str, ...]
    ) -> tuple[Resolution | Refused, bool]:
        # The first asks alone: what it has fetched of the index, the others need not.
        if self._scout is None:
            self._scout = asyncio.create_task(self._ask(wanted, declares))
            return await self._scout
        await asyncio.wait([self._scout])
        async with self._room:
            return await self._ask(wanted, declares)

    async def _ask(
        self, wanted: Wanted, declares: tuple[str, ...]
    ) -> tuple[Resolution | Refused, bool]:
        solver = Solver(
            uv=self._uv, interpreter=wanted.interpreter, python=wanted.python, work=self._work
        )
        solved = await solver.newest(wanted.recipe)
        if wanted.recipe.lowest and isinstance(solved, Solved):
            solved = await solver.lowest(wanted.recipe, solved, declares)
        if isinstance(solved, Refused):
            return solved, True
        pins = drop_pin(parse_pins(solved.listing), CORE)
        return (
            Resolution(
                pins=pins,
                overrides=solved.overrides,
                rests_on=solved.rests_on,
                lacks=solved.lacks,
            ),
            not has_dependents(solved.listing, CORE),
        )


def _read_declares(release: Path) -> tuple[str, ...] | None:
    """Return what an unpacked release declares, or None if that cannot be read."""
    try:
        return read_declared(release)
    except (OSError, ValueError):
        return None


def _read(place: Path) -> Resolution | Refused | None:
    """Return a kept answer, or None if there is none that can be read, or another's."""
    try:
        kept = _STORED.validate_json(place.read_bytes())
    except (OSError, ValidationError):
        return None
    return (kept.resolution or kept.refused) if kept.of == place.stem else None


def _write(place: Path, found: Resolution | Refused) -> None:
    kept = Stored(
        of=place.stem,
        resolution=found if isinstance(found, Resolution) else None,
        refused=found if isinstance(found, Refused) else None,
    )
    with suppress(DiskError):  # a cache that cannot be written to costs time, nothing else
        write_atomic(place, _STORED.dump_json(kept))
