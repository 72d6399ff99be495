"""Our end of the process that compiles for the cells of one Python (``compat.warm.bytecode``)."""

import asyncio
import contextlib
import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from compat.run.warm_process import WarmLostError

_LINE = 4 * 2**20  # bytes; of a thousand modules with their files a tenth of that
_LIMIT = 300.0  # seconds for one request: the first compiles a thousand modules


@dataclass(kw_only=True)
class BytecodeCompiler:
    """Compiles into ``tree``, from what ``store`` keeps where it can, unless the run is ``fresh``.

    It puts a copy there where the cells are not ``contained``: they could write to what is kept.

    ``root`` is where the suite is, ``env`` the process's environment.
    """

    python: Path
    store: Path
    tree: Path
    root: Path
    env: Mapping[str, str]
    fresh: bool
    contained: bool
    _program: asyncio.subprocess.Process | None = None
    _known: dict[tuple[str, ...], list[tuple[str, str]]] = field(default_factory=dict)
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def prepare(self, layers: Sequence[Path]) -> list[tuple[str, str]]:
        """Have compiled what a cell with these layers imports; return what to import ahead of it.

        Each with its file, or '' for the interpreter's own. Raises WarmLostError, OSError.
        """
        wanted = tuple(map(str, layers))
        async with self._one:
            if wanted not in self._known:
                self._known[wanted] = await self._ask(wanted)
            return self._known[wanted]

    async def close(self) -> None:
        """End the process."""
        if self._program:
            with contextlib.suppress(ProcessLookupError):
                self._program.kill()
            await self._program.wait()

    async def _ask(self, layers: Sequence[str]) -> list[tuple[str, str]]:
        program = self._program = self._program or await self._start()
        assert program.stdin  # noqa: S101 - it was asked for
        assert program.stdout  # noqa: S101
        try:
            program.stdin.write(json.dumps({"layers": list(layers)}).encode() + b"\n")
            await program.stdin.drain()
            line = await asyncio.wait_for(program.stdout.readline(), _LIMIT)
            return [(str(name), str(file)) for name, file in json.loads(line)["ahead"]]
        except (OSError, ValueError, LookupError, TimeoutError) as error:
            message = "what compiles for it has ended"
            raise WarmLostError(message) from error

    async def _start(self) -> asyncio.subprocess.Process:
        options = ["--fresh"] * self.fresh + ["--copy"] * (not self.contained)
        return await asyncio.create_subprocess_exec(
            os.fspath(self.python), "-S", "-B", "-m", "compat.warm.bytecode",
            str(self.store), str(self.tree), str(self.root), *options,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=self.root, env=dict(self.env), start_new_session=True, limit=_LINE,
        )  # fmt: skip
