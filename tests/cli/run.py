"""The command line as a person has it: a process of its own, in an empty folder."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from compat.stored.seal import MANIFEST

ROOT = Path(__file__).parents[2]
COMPAT = [sys.executable, "-m", "compat"]


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


def environment(**changes: str) -> dict[str, str]:
    """Return the environment with changes, and without what would show in the output."""
    kept = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
    return {**kept, "COLUMNS": "200", "NO_COLOR": "1", **changes}


def texts(folder: Path) -> dict[str, str]:
    """Return the text of every file below a folder but the manifest, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def compat(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Ended:
    """Run ``compat`` in a folder."""
    return command(folder, *COMPAT, *arguments, env=env)


def command(folder: Path, *words: str, env: Mapping[str, str] | None = None) -> Ended:
    """Run a command in a folder."""
    ended = subprocess.run(
        words,
        cwd=folder,
        env=dict(env or environment()),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    return Ended(code=ended.returncode, out=ended.stdout, err=ended.stderr)
