"""What a forked child does: become a process like any other, run the suite, end."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Any

from compat.warm import descendants, namespaces
from compat.warm.refused import Refusals

_FAILED = 70  # EX_SOFTWARE of sysexits.h


def settle(parent: int) -> None:
    """Take a session of one's own, which ends with the process that forked it."""
    os.setsid()
    if not descendants.end_with(parent):
        os._exit(_FAILED)


def run(request: dict[str, Any], output: int, work: str) -> None:
    """Run pytest as the request says, and end the process; never returns.

    ``paths`` go where an environment's packages are. In namespaces there is a folder ``work``: see
    ``WarmProcess``.
    """
    code = _FAILED
    refusals = Refusals(output)  # past what pytest puts in the place of 1 and 2
    try:
        if work:
            namespaces.look_around()
            namespaces.settle(work, str(Path(request["cwd"]).parent))
        _become(request, output)
        refusals.watch()
        code = _pytest(request["argv"])
    except BaseException:  # noqa: BLE001 - a process of its own would print it and end, too
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        refusals.end()
        os._exit(code)


def _become(request: dict[str, Any], output: int) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(nothing)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.path[0] = request["cwd"]  # as "python -m" puts it
    sys.path.extend(request["paths"])


def _pytest(argv: list[str]) -> int:
    import pytest  # noqa: PLC0415 - of the cell, not ours

    sys.argv = ["pytest", *argv]
    return int(pytest.main(argv))
