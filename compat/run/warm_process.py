"""Our end of warm processes (``compat.warm``): starting them, asking, and being answered."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from compat.process import Finished, ask_to_end, keep_tail
from compat.run.containment import Fence

_MESSAGE = 1 << 20  # bytes
_READY = 120.0  # seconds, to import what cells have in common
_LAST_WORDS = 2.0  # seconds for output to arrive after a child has ended
_NUMBERS = count()


class WarmLostError(Exception):
    """A warm process that ended, or says nothing, when it was needed: nothing about a release."""


@dataclass(frozen=True, kw_only=True)
class Child:
    """What a child is forked for: see ``compat.warm.child.run``."""

    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: Path
    paths: Sequence[Path]


@dataclass(kw_only=True)
class Warmed:
    """A warm process. One that another has forked has no ``program``, and is ended with ``end``."""

    channel: socket.socket
    program: asyncio.subprocess.Process | None = None
    end: Callable[[], None] = lambda: None
    _waiting: dict[str, asyncio.Future[tuple[int, float]]] = field(default_factory=dict)
    _warming: asyncio.Future[int] | None = None
    _listener: asyncio.Task[None] | None = None

    @classmethod
    async def start(  # noqa: PLR0913 - each is a thing of its own
        cls,
        python: Sequence[str],
        paths: Sequence[Path],
        root: Path,
        *,
        env: Mapping[str, str],
        log: Path,
        fence: Fence,
    ) -> "Warmed":
        """Start one with an interpreter and its options; ``root`` is where ``compat`` is.

        ``paths`` are where packages are, ``log`` takes what it says, ``fence`` is what it and its
        cells may do. Raises OSError.
        """
        ours, theirs = _make_channel()
        with theirs, log.open("ab") as output:
            number = str(theirs.fileno())
            program = await asyncio.create_subprocess_exec(
                *fence.command(
                    [*python, "-m", "compat.warm", number, fence.cells, *map(str, paths)]
                ),
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=dict(env), cwd=root,
                pass_fds=[theirs.fileno()], start_new_session=True,
            )  # fmt: skip
        return cls._listening(ours, program, lambda: None)

    async def layer(self, paths: Sequence[Path]) -> "Warmed":
        """Fork one that has more paths. Raises WarmLostError."""
        ours, theirs = _make_channel()
        name = str(next(_NUMBERS))
        with theirs:
            self._send({"do": "layer", "id": name, "paths": [*map(str, paths)]}, theirs.fileno())
        return self._listening(ours, None, lambda: self._send({"do": "end", "id": name}))

    async def warm(self, names: Sequence[str]) -> int:
        """Import modules; return how many threads there are then. Raises WarmLostError."""
        self._warming = asyncio.get_running_loop().create_future()
        self._send({"do": "warm", "modules": list(names)})
        try:
            return await asyncio.wait_for(self._warming, _READY)
        except TimeoutError:
            message = f"nothing was said within {_READY:.0f} s"
            raise WarmLostError(message) from None

    async def run(self, child: Child, time_limit: float) -> Finished:
        """Fork a child and return how it ended; ``time_limit`` is in seconds.

        Raises WarmLostError, and OSError if the machine has no process left for it. When the
        caller is cancelled, the child is killed.
        """
        name = str(next(_NUMBERS))
        ended = self._waiting[name] = asyncio.get_running_loop().create_future()
        kept = bytearray()
        reading, writing = os.pipe()
        reader = asyncio.create_task(_read(reading, kept))
        code, cpu = None, None
        try:
            try:
                self._send({"do": "cell", "id": name, **_make_request(child)}, writing)
            finally:
                os.close(writing)
            code, cpu = await asyncio.wait_for(asyncio.shield(ended), time_limit)
        except TimeoutError:
            pass
        finally:
            if not ended.done():
                await self._end(name, ended)
            self._waiting.pop(name, None)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader, _LAST_WORDS)
        return Finished(code=code, output=kept.decode(errors="replace"), cpu=cpu)

    @property
    def lost(self) -> bool:
        """Whether the process has ended, or answers no more."""
        return self._listener is None or self._listener.done()

    async def close(self) -> None:
        """End the process and everything below it."""
        if self._listener:
            self._listener.cancel()
        self.channel.close()
        with contextlib.suppress(WarmLostError):  # the other has ended, and this one with it
            self.end()
        if self.program:
            await ask_to_end(self.program)

    @classmethod
    def _listening(
        cls,
        channel: socket.socket,
        program: asyncio.subprocess.Process | None,
        end: Callable[[], None],
    ) -> "Warmed":
        warmed = cls(channel=channel, program=program, end=end)
        warmed._listener = asyncio.create_task(warmed._listen())
        return warmed

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            while message := await loop.sock_recv(self.channel, _MESSAGE):
                self._hear(json.loads(message))
        for waiting in (*self._waiting.values(), self._warming):
            if waiting and not waiting.done():
                waiting.set_exception(WarmLostError("the warm process has ended"))
                waiting.exception()  # looked at: nobody may be waiting any more

    def _hear(self, said: dict[str, Any]) -> None:
        if "warmed" in said and self._warming and not self._warming.done():
            self._warming.set_result(int(said["warmed"]))
        refused = self._waiting.get(str(said.get("failed")))
        if refused and not refused.done():
            code = int(said["errno"])
            refused.set_exception(OSError(code, os.strerror(code)))
        waiting = self._waiting.get(str(said.get("ended")))
        if waiting and not waiting.done():
            waiting.set_result((int(said["code"]), float(said["cpu"])))

    async def _end(self, name: str, ended: asyncio.Future[tuple[int, float]]) -> None:
        with contextlib.suppress(WarmLostError, TimeoutError):
            self._send({"do": "end", "id": name})
            await asyncio.wait_for(asyncio.shield(ended), _LAST_WORDS)
        if not ended.done():  # what forked it does not answer either
            with contextlib.suppress(WarmLostError):
                self.end()
            if self.program:
                self.program.terminate()

    def _send(self, request: dict[str, Any], *descriptors: int) -> None:
        try:
            socket.send_fds(self.channel, [json.dumps(request).encode()], descriptors)
        except OSError as error:
            message = f"the warm process cannot be reached: {error.strerror}"
            raise WarmLostError(message) from error


def _make_channel() -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setblocking(False)  # noqa: FBT003 - the standard library's
    return ours, theirs


def _make_request(child: Child) -> dict[str, Any]:
    return {
        "argv": list(child.argv),
        "env": dict(child.env),
        "cwd": str(child.cwd),
        "paths": [*map(str, child.paths)],
    }


async def _read(descriptor: int, kept: bytearray) -> None:
    """Keep the tail of what is written to a pipe until its last writer has gone."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb", 0)
    )
    try:
        await keep_tail(reader, kept)
    finally:
        transport.close()
