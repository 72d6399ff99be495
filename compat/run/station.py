"""The warm processes of one Python: a root with what all cells share, and one for each layer."""

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from compat.environments.shared import alike, importable_alike
from compat.run.contained import Fence
from compat.run.warmed import Warmed


class UnsafeError(Exception):
    """An import that has started a thread: what forks from there may hang."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Where a cell's child is forked, and the folders it still lacks. ``learner``: see Station."""

    warmed: Warmed
    missing: tuple[Path, ...]
    learner: bool


@dataclass(kw_only=True)
class Station:
    """Warm processes of one interpreter, started when the first cell asks for them.

    ``base`` holds the packages that all cells share, ``others`` names those of the layers above.
    What to import ahead is learnt from a first cell, the learner, which runs cold while the others
    wait, and is kept in ``learnt``. ``root`` is where ``compat`` is; ``log`` takes what the
    processes say, ``fence`` is what they may do.
    """

    python: Path
    options: tuple[str, ...]
    base: Path
    others: Collection[str]
    learnt: Path
    root: Path
    env: Mapping[str, str]
    log: Path
    fence: Fence
    _modules: list[tuple[str, str]] | None = None
    _trunk: Warmed | None = None
    _layers: dict[str, Warmed] = field(default_factory=dict)
    _unsafe: UnsafeError | None = None
    _branching: asyncio.Lock = field(default_factory=asyncio.Lock)
    _learning: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def seat(self, layer: Path, release: Path) -> Seat:
        """Return where to fork a cell's child. Raises WarmLostError, UnsafeError, OSError.

        A cell that is given the learner's seat must hand it back with ``learned``.
        """
        await self._learning.acquire()
        try:
            trunk = await self._started()
            self._refuse_unsafe()
        except BaseException:
            self._learning.release()
            raise
        if self._modules is None:
            return Seat(warmed=trunk, missing=(layer, release), learner=True)
        self._learning.release()
        async with self._branching:
            self._refuse_unsafe()
            if (known := self._layers.get(layer.name)) and known.lost:
                await self.leave(layer.name)
            warmed = self._layers.get(layer.name) or await self._branch(trunk, layer)
        return Seat(warmed=warmed, missing=(release,), learner=False)

    async def learned(self) -> None:
        """Take what the learner has left, warm the root with it, and let the others go on.

        Where it has left nothing, the next cell is the learner. Raises WarmLostError, UnsafeError.
        """
        try:
            self._modules = _read(self.learnt)
            if self._modules is not None and self._trunk:
                await self._warm_trunk(self._trunk, self._modules)
        finally:
            self._learning.release()

    async def leave(self, layer: str) -> None:
        """End the process of a layer, by its folder's name, that no cell needs any more."""
        if warmed := self._layers.pop(layer, None):
            await warmed.close()

    async def close(self) -> None:
        """End every process."""
        for layer in list(self._layers):
            await self.leave(layer)
        if self._trunk:
            await self._trunk.close()

    async def _started(self) -> Warmed:
        if self._trunk and self._trunk.lost:
            await self.close()
            self._trunk = None
        if self._trunk is None:
            self._trunk = await Warmed.start(
                (str(self.python), *self.options),
                [self.base],
                self.root,
                env=self.env,
                log=self.log,
                fence=self.fence,
            )
            self._modules = _read(self.learnt)
            if self._modules is not None:
                await self._warm_trunk(self._trunk, self._modules)
        return self._trunk

    async def _warm_trunk(self, trunk: Warmed, modules: Sequence[tuple[str, str]]) -> None:
        safe = importable_alike(self.base, self.others)
        self._check(await trunk.warm(alike(modules, [self.base.parent], safe)))

    async def _branch(self, trunk: Warmed, layer: Path) -> Warmed:
        warmed = await trunk.layer([layer])
        self._layers[layer.name] = warmed
        self._check(await warmed.warm([name for name, _ in self._modules or ()]))
        return warmed

    def _check(self, threads: int) -> None:
        if threads > 1:
            message = f"{threads} threads are alive after the imports, so that forking is not safe"
            self._unsafe = UnsafeError(message)
        self._refuse_unsafe()

    def _refuse_unsafe(self) -> None:
        """Refuse those too who waited while somebody else found out."""
        if self._unsafe:
            raise self._unsafe


def _read(place: Path) -> list[tuple[str, str]] | None:
    """Return the modules that a learner has left, or None."""
    try:
        found = json.loads(place.read_text("utf-8"))
        return [(str(name), str(file)) for name, file in found]
    except (OSError, ValueError, TypeError):
        return None
