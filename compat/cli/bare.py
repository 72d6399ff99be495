"""Being a process in which a cell finds no secret of the person who runs us.

Where cells are not kept apart from other processes, they can read what our process was started
with, ``/proc/PID/environ`` (see proc_pid_environ(5)), which does not change when variables are
removed. So the program starts itself once more in the same process, with few variables; what else
it needs it is handed in memory.
"""

import json
import os
import sys
from collections.abc import Collection, Mapping

from compat.environments.variables import UV_TAKES
from compat.warm.descendants import close_up, take_in

_HANDED_OVER = "COMPAT_HANDED_OVER"

# What starts an interpreter the way it was started, and where programs and files are.
_PLAIN = (
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TERM", "COLORTERM",
    "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "CI",
    "VIRTUAL_ENV", "LD_LIBRARY_PATH", "PYENV_ROOT", "ASDF_DATA_DIR", "RYE_PY_ROOT",
    "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY",
)  # fmt: skip
_PLAIN_KINDS = ("LC_", "PYTHON", "XDG_", "MISE_", "COVERAGE_", "COMPAT_", "FINDPYTHON_")

# May hold passwords: addresses of indexes and proxies.
_HANDED = (*UV_TAKES, "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_HANDED_KINDS = ("UV_", "PIP_")


def make_bare(passed: Collection[str] = ()) -> None:
    """Start again without what we do not need, unless that was done; then let nobody look in.

    ``passed`` are the names of variables that a person wants the code to see. Does nothing where
    there is no ``/proc``.
    """
    if not sys.platform.startswith("linux"):
        return
    handed = os.environ.pop(_HANDED_OVER, None)
    if handed is None:
        _start_again(passed)
    else:
        with os.fdopen(int(handed), "rb") as file:
            os.environ.update(json.load(file))
    close_up()
    take_in()


def _start_again(passed: Collection[str]) -> None:
    shown, handed = sort_variables(os.environ)
    handed |= {name: os.environ[name] for name in passed if name in os.environ}
    memory = os.memfd_create("environment")
    os.write(memory, json.dumps(handed).encode())
    os.lseek(memory, 0, os.SEEK_SET)
    os.set_inheritable(memory, True)  # noqa: FBT003 - the standard library's
    arguments = [sys.executable, *sys.orig_argv[1:]]
    sys.stdout.flush()
    os.execve(sys.executable, arguments, {**shown, _HANDED_OVER: str(memory)})  # noqa: S606 - ourselves


def sort_variables(env: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the variables that others may see, and those that only we need; the rest goes."""
    shown = {
        name: value
        for name, value in env.items()
        if name in _PLAIN or name.startswith(_PLAIN_KINDS)
    }
    handed = {
        name: value
        for name, value in env.items()
        if name not in shown and (name in _HANDED or name.startswith(_HANDED_KINDS))
    }
    return shown, handed
