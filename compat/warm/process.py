"""The warm process: takes requests from a socket, one message each, and forks."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

from compat.warm import child, descendants, modules, namespaces

_MESSAGE = 1 << 20  # bytes
_FDS = 1


class WarmProcess:
    """Serves one channel until its other end is closed; then everything below is ended.

    Requests are ``warm`` (import modules), ``layer`` (fork another warm process with more paths,
    which serves the channel that comes with the request), ``cell`` (fork a child that runs the
    suite; its output goes to the descriptor that comes with the request) and ``end`` (kill one of
    those). What a child leaves behind comes to this process, which ends it.

    In namespaces there is a folder ``work``, and each cell writes to the parent of its own folder
    there alone; else it is empty.
    """

    def __init__(self, channel: socket.socket, work: str) -> None:
        self._channel = channel
        self._work = work
        self._pids = namespaces.Pids() if work else None
        self._firsts: dict[int, int] = {}  # of a child's namespace, by child
        self._children: dict[int, str] = {}  # the ids of requests, by process
        self._layers: set[int] = set()
        self._woken, self._waker = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(self._waker, False)

    def serve(self) -> None:
        """Answer until the channel ends."""
        descendants.take_in()
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        while True:
            ready, _, _ = select.select([self._channel.fileno(), self._woken], [], [])
            if self._woken in ready:
                with suppress(BlockingIOError):
                    os.read(self._woken, 4096)
            self._reap()
            if self._channel.fileno() in ready and not self._answer():
                break
        descendants.end_all()

    def _answer(self) -> bool:
        try:
            message, descriptors, _, _ = socket.recv_fds(self._channel, _MESSAGE, _FDS)
        except OSError:
            return False
        if not message:
            return False
        request = json.loads(message)
        try:
            self._do(request, descriptors)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        return True

    def _do(self, request: dict[str, Any], descriptors: list[int]) -> None:
        kind = request["do"]
        if kind == "warm":
            self._say(warmed=modules.warm(request["modules"]))
        elif kind == "layer":
            self._layer(request, descriptors[0])
        elif kind == "cell":
            self._cell(request, descriptors[0])
        else:
            for pid, name in self._children.items():
                if name == request["id"]:
                    _kill(pid)

    def _layer(self, request: dict[str, Any], descriptor: int) -> None:
        parent = os.getpid()
        try:
            pid = self._fork()
        except OSError:  # no process for it: who asked finds the channel closed
            return
        if pid:
            self._children[pid] = request["id"]
            self._layers.add(pid)
            return
        try:
            child.settle(parent)
            sys.path.extend(request["paths"])
            WarmProcess(socket.socket(fileno=descriptor), self._work).serve()
        finally:
            os._exit(0)

    def _cell(self, request: dict[str, Any], output: int) -> None:
        first, parent = 0, os.getpid()
        try:
            if self._pids:
                first, parent = self._pids.begin(), 0  # it sees nothing of us
            pid = self._fork()
        except OSError as error:  # no process, no memory: of the machine
            pid = -1
            self._say(failed=request["id"], errno=error.errno)
        if not pid:
            child.settle(parent)
            child.run(request, output, self._work)
        if self._pids:
            self._pids.end()
        if pid > 0:
            self._children[pid] = request["id"]
            self._firsts[pid] = first

    def _fork(self) -> int:
        """Fork; in the child, let go of all that is this process's."""
        pid = os.fork()
        if not pid:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._channel.close()
            os.close(self._woken)
            os.close(self._waker)
            if self._pids:
                self._pids.close()
        return pid

    def _reap(self) -> None:
        for pid, name in list(self._children.items()):
            ended, status, used = os.wait4(pid, os.WNOHANG | os.WUNTRACED)
            if not ended:
                continue
            if os.WIFSTOPPED(status):
                if pid in self._layers:  # it would answer nobody
                    _kill(pid)
                continue
            del self._children[pid]
            self._layers.discard(pid)
            _kill(pid)  # what it has left behind in its session
            self._firsts.pop(pid, None)
            descendants.end_all(spared={*self._children, *self._firsts.values()})
            self._say(ended=name, code=_code(status), cpu=used.ru_utime + used.ru_stime)

    def _say(self, **words: Any) -> None:  # noqa: ANN401 - JSON
        with suppress(OSError):  # nobody listens any more: the channel's end is read next
            self._channel.send(json.dumps(words).encode())


def _code(status: int) -> int:
    """Return an exit code, or the signal that ended a process, negative."""
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
