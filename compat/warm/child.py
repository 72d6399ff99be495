"""What a forked child does: become a process like any other, run the suite, end."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import traceback
from typing import Any

_FAILED = 70  # EX_SOFTWARE of sysexits.h
_PR_SET_PDEATHSIG = 1


def _prctl() -> Any:  # noqa: ANN401 - a C function
    try:
        return ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return None


# Looked up before any fork.
_PRCTL = _prctl()


def settle(parent: int) -> None:
    """Take a session of one's own, which ends with the process that forked it.

    See prctl(2), PR_SET_PDEATHSIG; it is not handed on by a fork.
    """
    os.setsid()
    if _PRCTL:
        _PRCTL(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(_FAILED)


def run(request: dict[str, Any], output: int) -> None:
    """Run pytest as the request says, and end the process; never returns.

    ``paths`` go where an environment's packages are.
    """
    code = _FAILED
    try:
        _become(request, output)
        code = _pytest(request["argv"])
    except BaseException:  # noqa: BLE001 - a process of its own would print it and end, too
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _become(request: dict[str, Any], output: int) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(nothing)
    os.close(output)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.path[0] = request["cwd"]  # as "python -m" puts it
    sys.path.extend(request["paths"])


def _pytest(argv: list[str]) -> int:
    import pytest  # noqa: PLC0415 - of the cell, not ours

    sys.argv = ["pytest", *argv]
    return int(pytest.main(argv))
