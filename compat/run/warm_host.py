"""The fast way: cells are forked from interpreters that have imported what they have in common."""

import asyncio
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from compat.environments.inputs import Cache, make_key
from compat.environments.layer import Layers
from compat.environments.refusal import Refused
from compat.environments.resolution import Pin
from compat.environments.resolver import RELEASES, Wanted
from compat.environments.variables import make_cell_variables, make_warm_variables
from compat.files import StrangeFileError, read_stranger
from compat.options import Options
from compat.plan.model import PlannedCell
from compat.process import Finished
from compat.record.codec import SIZE_LIMIT
from compat.run.compiler import BytecodeCompiler
from compat.run.containment import Containment, Level
from compat.run.flagged import FLAGGED_RECORD, OPTIONS, SCENARIOS, is_flagged
from compat.run.host import Ready
from compat.run.plain_host import PlainHost
from compat.run.provision import Furnished
from compat.run.station import Seat, Station, UnsafeError
from compat.run.suite import Suite
from compat.run.warm_process import Child, WarmLostError

_LOST = 3
"""Warm processes of a Python that may end before their time."""


def can_fork() -> bool:
    """Tell whether this system forks safely; macOS's own libraries do not survive it."""
    return sys.platform.startswith("linux")


@dataclass(kw_only=True)
class WarmHost:
    """Forks cells where it can, and hands those it cannot to the ``plain`` host.

    It is told with ``expect`` of the cells of a Python, all of them at once.

    ``cache`` keeps bytecode, which a ``fresh`` run makes anew. ``say`` is told, once a Python, why
    cells are run the plain way.
    """

    suite: Suite
    layers: Layers
    plain: PlainHost
    cache: Path
    work: Path
    options: Options
    fresh: bool
    containment: Containment
    say: Callable[[str], None]
    _furnished: dict[str, Furnished] = field(default_factory=dict)
    _stations: dict[tuple[str, bool], Station] = field(default_factory=dict)
    _compilers: dict[str, BytecodeCompiler] = field(default_factory=dict)
    _left: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lost: Counter[str] = field(default_factory=Counter)
    _given_up: set[str] = field(default_factory=set)
    _ahead: set[asyncio.Task[Path | Refused]] = field(default_factory=set)

    def expect(self, furnished: Mapping[str, Furnished]) -> None:
        """Take note of what is to come, so that a layer is let go of after its last cell."""
        self._furnished |= furnished
        for cell in furnished.values():
            self._left[cell.wanted.python, cell.layer] += 1
        # Unpacking waits for the disk and the index: begin while other cells run.
        ahead = {pins: cell.wanted for cell in furnished.values() for pins in (cell.base, cell.own)}
        self._ahead |= {
            asyncio.create_task(self._layer(pins, wanted)) for pins, wanted in ahead.items()
        }

    async def ready(self, cell: PlannedCell, folder: Path) -> Ready | Refused:
        """Unpack what the cell needs, unless that is there."""
        if cell.python in self._given_up:
            return await self.plain.ready(cell, folder)
        furnished = self._furnished[cell.id]
        wanted = furnished.wanted
        if isinstance(furnished.python, Refused):
            return furnished.python
        made = []
        for pins in (furnished.base, furnished.own, (wanted.core,)):
            place = await self._layer(pins, wanted)
            if isinstance(place, Refused):
                return place
            made.append(place)
        base, own, release = made
        return WarmReady(
            host=self, cell=cell, folder=folder, python=furnished.python, base=base, own=own,
            release=release, overrides=furnished.overrides, packages=furnished.packages,
            reason=furnished.reason,
        )  # fmt: skip

    async def _layer(self, pins: tuple[Pin, ...], wanted: Wanted) -> Path | Refused:
        return await self.layers.get(
            pins,
            interpreter=wanted.interpreter,
            python=wanted.python,
            owner=RELEASES if pins == (wanted.core,) else wanted.build,
        )

    async def done(self, cell: PlannedCell) -> None:
        """Let go of a layer whose last cell this was."""
        furnished = self._furnished[cell.id]
        key = (cell.python, furnished.layer)
        self._left[key] -= 1
        if self._left[key] == 0:
            for flagged in (False, True):
                if station := self._stations.get((cell.python, flagged)):
                    await station.leave(furnished.layer)

    async def close(self) -> None:
        """End every warm process, and what was begun ahead."""
        for task in self._ahead:
            task.cancel()
        await asyncio.gather(*self._ahead, return_exceptions=True)
        for station in self._stations.values():
            await station.close()
        for compiler in self._compilers.values():
            await compiler.close()
        await asyncio.to_thread(shutil.rmtree, self._trees, ignore_errors=True)

    @property
    def _trees(self) -> Path:
        """Where bytecode lies for this run's cells, apart from what other runs use."""
        return self.cache / "bytecode" / f"run-{os.getpid()}-{id(self):x}"

    def compiler(self, ready: "WarmReady") -> BytecodeCompiler:
        """Return what compiles for the cells of a cell's Python."""
        python = ready.cell.python
        if python not in self._compilers:
            inputs = self._furnished[ready.cell.id].wanted.inputs
            home = self.work / f"compiler-{python}"
            home.mkdir(parents=True, exist_ok=True)
            self._compilers[python] = BytecodeCompiler(
                python=ready.python,
                store=self.cache / "bytecode" / make_key(Cache.BYTECODE, inputs),
                tree=self._trees / python,
                root=self.suite.root,
                env=make_cell_variables(home),
                fresh=self.fresh,
                contained=self.containment.level is Level.NAMESPACES,
            )
        return self._compilers[python]

    def station(self, ready: "WarmReady", *, flagged: bool) -> Station:
        """Return the warm processes of a cell's Python, with or without interpreter options."""
        cell = ready.cell
        key = (cell.python, flagged)
        if key not in self._stations:
            home = self.work / f"warm-{cell.python}{'-flagged' if flagged else ''}"
            home.mkdir(parents=True, exist_ok=True)
            alike = [each for each in self._furnished.values() if each.wanted.python == cell.python]
            self._stations[key] = Station(
                python=ready.python,
                options=OPTIONS if flagged else (),
                base=ready.base,
                others=frozenset(pin.name for each in alike for pin in each.own),
                root=self.suite.root,
                env=make_warm_variables(home, self._trees / cell.python),
                log=home / "said.txt",
                fence=self.containment.fence(
                    self.work, ready.python, shown=[self.cache / "layers", self._trees]
                ),
            )
        return self._stations[key]

    def lost(self, cell: PlannedCell, why: Exception) -> None:
        """Take note that the process that a cell was forked from is gone.

        The cell may have ended it, so it is to run the plain way. Others get a new process, but
        not for ever.
        """
        self._lost[cell.python] += 1
        if self._lost[cell.python] > _LOST:
            self.give_up(cell.python, why)
        else:
            self.say(f"{cell.id}: in a fresh process and environment, since {why}")

    def give_up(self, python: str, why: Exception) -> None:
        """Run what is left of a Python the plain way, and say so."""
        if python not in self._given_up:
            self._given_up.add(python)
            self.say(f"Python {python}: a fresh process and environment for each cell, since {why}")


def _is_file(written: Path) -> bool:
    """Tell whether a cell has written a file there, not something that its reader would hang on."""
    try:
        return read_stranger(written, SIZE_LIMIT) is not None
    except StrangeFileError:
        return False


@dataclass(frozen=True, kw_only=True)
class WarmReady:
    """A cell whose folders are there. ``folder`` is its own, to work in."""

    host: WarmHost
    cell: PlannedCell
    folder: Path
    python: Path
    base: Path
    own: Path
    release: Path
    overrides: tuple[str, ...]
    packages: Mapping[str, str]
    reason: str | None

    async def run(self, arguments: Sequence[str], home: Path, time_limit: float) -> Finished:
        """Fork a child that runs pytest; where that cannot be, run it the plain way."""
        try:
            return await self._forked(arguments, home, time_limit)
        except UnsafeError as error:
            self.host.give_up(self.cell.python, error)
        except WarmLostError as error:
            self.host.lost(self.cell, error)
        ready = await self.host.plain.ready(self.cell, self.folder)
        if isinstance(ready, Refused):
            return Finished(code=1, output=ready.reason)
        return await ready.run(arguments, home, time_limit)

    async def _forked(self, arguments: Sequence[str], home: Path, limit: float) -> Finished:
        ahead = await self.host.compiler(self).prepare([self.base, self.own, self.release])
        seat = await self.host.station(self, flagged=False).seat(self.own, self.release, ahead)
        options, said = await self._flagged(home, limit, ahead)
        named = [*arguments, "--host", "engine", *options]
        ended = await seat.warmed.run(self._child(named, home, seat), limit)
        return replace(ended, output=f"{said}{ended.output}")

    async def _flagged(
        self, home: Path, limit: float, ahead: Sequence[tuple[str, str]]
    ) -> tuple[list[str], str]:
        """Run what needs interpreter options; return where its record is, and what it said."""
        only = self.host.options.scenarios
        names = [name for name in SCENARIOS if not only or name in only]
        if self.cell.layer or not (names and is_flagged(self.cell.python)):
            return [], ""
        seat = await self.host.station(self, flagged=True).seat(self.own, self.release, ahead)
        written = home.with_name("flagged.json")
        wanted = [option for name in names for option in ("--scenario", name)]
        argv = [*self.host.suite.arguments, "--record", str(written), *wanted]
        ended = await seat.warmed.run(self._child(argv, home, seat), limit)
        # Without a record the suite starts a process of its own, and says what went wrong.
        found = await asyncio.to_thread(_is_file, written)
        return [FLAGGED_RECORD, str(written)] if found else [], ended.output

    def _child(self, argv: Sequence[str], home: Path, seat: Seat) -> Child:
        paths = [self.base, self.own, self.release]
        return Child(
            argv=argv,
            env={**make_cell_variables(home), "PYTHONPATH": ":".join(map(str, paths))},
            cwd=home,
            paths=seat.missing,
        )
