"""How a command that runs a release is started: see ``compat.warm.contain``."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import compat

_ROOT = Path(compat.__file__).parents[1]
_START = (
    "import sys; sys.path.append(sys.argv[1]); from compat.warm.contain import main; "
    "main(sys.argv[2:])"
)


def contained(command: Sequence[str]) -> list[str]:
    """Return the command that runs another one, whose first word is a path, and ends its rest."""
    if not sys.platform.startswith("linux"):
        return list(command)
    # Without any site-packages: nothing of the release runs before it is contained.
    return [sys.executable, "-IS", "-c", _START, str(_ROOT), str(os.getpid()), *command]
