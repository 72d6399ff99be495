"""The warm processes of one Python: a root with what all cells share, and one for each layer."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from compat.environments.common import find_alike, find_importable_alike
from compat.run.containment import Fence
from compat.run.warm_process import Warmed


class UnsafeError(Exception):
    """An import that has started a thread: what forks from there may hang."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Where a cell's child is forked, and the folders it still lacks."""

    warmed: Warmed
    missing: tuple[Path, ...]


@dataclass(kw_only=True)
class Station:
    """Warm processes of one interpreter, started when the first cell asks for them.

    ``base`` holds the packages that all cells share, ``others`` names those of the layers above.
    ``root`` is where ``compat`` is; ``log`` takes what the processes say, ``fence`` is what they
    may do.
    """

    python: Path
    options: tuple[str, ...]
    base: Path
    others: Collection[str]
    root: Path
    env: Mapping[str, str]
    log: Path
    fence: Fence
    _trunk: Warmed | None = None
    _layers: dict[str, Warmed] = field(default_factory=dict)
    _unsafe: UnsafeError | None = None
    _branching: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def seat(self, layer: Path, release: Path, ahead: Sequence[tuple[str, str]]) -> Seat:
        """Return where to fork a cell's child, with modules imported ``ahead`` where that is safe.

        Raises WarmLostError, UnsafeError, OSError.
        """
        async with self._branching:
            self._refuse_unsafe()
            trunk = await self._started(ahead)
            if (known := self._layers.get(layer.name)) and known.lost:
                await self.leave(layer.name)
            warmed = self._layers.get(layer.name) or await self._branch(trunk, layer, ahead)
        return Seat(warmed=warmed, missing=(release,))

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

    async def _started(self, ahead: Sequence[tuple[str, str]]) -> Warmed:
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
            safe = find_importable_alike(self.base, self.others)
            self._check(await self._trunk.warm(find_alike(ahead, [self.base.parent], safe)))
        return self._trunk

    async def _branch(self, trunk: Warmed, layer: Path, ahead: Sequence[tuple[str, str]]) -> Warmed:
        warmed = await trunk.layer([layer])
        self._layers[layer.name] = warmed
        self._check(await warmed.warm([name for name, _ in ahead]))
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
