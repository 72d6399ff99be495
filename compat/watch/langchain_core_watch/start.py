"""Begins to watch a process that was started with this package on its path: see ``staged``."""

from __future__ import annotations

import atexit
import functools
import os
import sys
from contextlib import suppress
from typing import Any

from .arrival import Arrivals
from .drive.asynchronously import heed_switch
from .output import Output
from .session import stop_watching

FOLDER = "LANGCHAIN_CORE_WATCH_FOLDER"
"""Where each process is to write what it finds."""
NETWORK = "LANGCHAIN_CORE_WATCH_NETWORK"
"""``refused``: nothing but this machine itself may be connected to."""

_LOCAL = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - is compared, not bound
_CONNECTING = ("socket.connect", "socket.sendto", "socket.sendmsg")
_ASKING = ("socket.getaddrinfo", "socket.gethostbyname")
_refusing = False
_output: Output | None = None


def begin() -> None:
    """Watch this process and its forks, if the environment says where to write."""
    global _refusing  # noqa: PLW0603 - a test may clear the environment later
    folder = os.environ.get(FOLDER)
    if not folder or _output is not None:
        return
    _refusing = os.environ.get(NETWORK) == "refused"
    _open(folder)
    heed_switch()
    Arrivals({"_pytest.config": _add_plugin}).start()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: _open(folder, forked=True))
    atexit.register(_end)
    sys.addaudithook(_heed)


def find_output() -> Output | None:
    """Return where this process writes, None if it was not started to be watched."""
    return _output


def _open(folder: str, *, forked: bool = False) -> None:
    global _output  # noqa: PLW0603 - one file a process
    parents = _output
    try:
        _output = Output(folder, forked=forked)
        if parents is not None:  # its file is that of another process, and so may its lock be
            stop_watching(parents.watch)
    except OSError as error:
        sys.stderr.write(f"langchain-core-watch: cannot write to {folder}: {error.strerror}\n")


def _end() -> None:
    if _output is not None:
        _output.end()


def _heed(event: str, args: tuple[Any, ...]) -> None:
    """Note what other processes are started, and refuse connections to elsewhere."""
    if event in _CONNECTING:
        _refuse(args[1])
    elif event in _ASKING:
        _refuse((*args[:2], "")[:2])
    elif event == "subprocess.Popen":
        name = os.path.basename(os.fsdecode(args[0] or ""))
        if name.startswith(("python", "pypy")):
            _note(told="child")


def _add_plugin(module: Any) -> None:
    """Let pytest load our plugin if it can: a variable would ask that of every Python."""
    original = module.get_config

    @functools.wraps(original)
    def get_config(*args: Any, **kwargs: Any) -> Any:
        config = original(*args, **kwargs)
        with suppress(Exception):  # without it tests are not counted, and that is all
            config.pluginmanager.import_plugin(f"{__package__}.plugin")
        return config

    module.get_config = get_config


def _note(**told: str) -> None:
    """Write a note; that it cannot be written is nothing that the program is to hear of."""
    if _output is not None:
        with suppress(OSError):
            _output.write("note", **told)


def _refuse(address: Any) -> None:
    if not _refusing or not isinstance(address, tuple):
        return
    host = os.fsdecode(address[0]) if isinstance(address[0], (str, bytes)) else None
    if not host or host.startswith(_LOCAL):
        return
    _note(told="refused", host=host[:200], port=str(address[1])[:10])
    message = f"compat check: no connection to {host}; --network allows it, --setup can replace it"
    raise ConnectionRefusedError(message)
