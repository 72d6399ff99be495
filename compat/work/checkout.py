"""Which commit of this program runs."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import compat

_PACKAGE = Path(compat.__file__).parent
_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """The ``commit`` that the program is checked out at, None if it is not from a repository.

    ``modified`` says that the program is not as it was committed.
    """

    commit: str | None
    modified: bool


def find_checkout(package: Path = _PACKAGE) -> Checkout:
    """Return the commit of a package's folder, as git tells; without git it is not known."""
    # A package that lies installed in somebody's repository is not of that repository.
    if not _ask_git(package, "ls-files", "--", "__init__.py"):
        return Checkout(commit=None, modified=False)
    commit = _ask_git(package, "rev-parse", "--verify", "HEAD")
    changed = _ask_git(package, "status", "--porcelain", "--", ".")
    return Checkout(commit=commit or None, modified=bool(commit and changed))


def _ask_git(folder: Path, *arguments: str) -> str:
    """Return what git says, nothing if it fails."""
    program = shutil.which("git")
    # A hook's variables would lead to the repository of the hook.
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    if program is None:
        return ""
    try:
        said = subprocess.run(  # noqa: S603 - the person's git, fixed arguments
            [program, "-C", str(folder), *arguments],
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return said.stdout.strip()
