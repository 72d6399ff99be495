"""The interpreters of this machine: for each Python wanted the newest CPython."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packaging.version import InvalidVersion, Version
from pydantic import TypeAdapter, ValidationError

from compat.axes.candidate import Candidate, Skipped, list_candidates
from compat.axes.download import install_pythons

# Understood by Python 2.7 too: an executable called "python" may be one.
_SCRIPT: Final = """
import json, platform, sys, sysconfig
level = {"alpha": "a", "beta": "b", "candidate": "rc"}.get(sys.version_info[3])
exact = "%d.%d.%d" % sys.version_info[:3] + ("%s%d" % (level, sys.version_info[4]) if level else "")
print(json.dumps({
    "exact": exact,
    "implementation": platform.python_implementation().lower(),
    "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "platform": sysconfig.get_platform(),
    "executable": getattr(sys, "_base_executable", None) or sys.executable,
    "build": " ".join(sys.version.split()),
}))
"""
_WORKERS: Final = 8


@dataclass(frozen=True, kw_only=True)
class Interpreter:
    """One that can run cells.

    ``exact`` is like ``3.15.0rc1``, ``build`` is ``sys.version`` on one line, ``source`` who knows
    it.
    """

    path: Path
    exact: str
    implementation: str
    platform: str
    source: str
    build: str

    @property
    def whole_build(self) -> str:
        """The build with its platform: what tells two interpreters of one version apart."""
        return f"{self.build} {self.platform}"


@dataclass(frozen=True, kw_only=True)
class Interpreters:
    """By minor series: those found, and for those missing the reason. ``skipped`` were there."""

    found: Mapping[str, Interpreter]
    missing: Mapping[str, str]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, kw_only=True)
class _Answer:
    exact: str
    implementation: str
    free_threaded: bool
    platform: str
    executable: str
    build: str


_ANSWER: Final = TypeAdapter(_Answer)


def find_interpreters(
    wanted: Iterable[str], *, uv: Path | None, timeout: float = 10
) -> Interpreters:
    """Find the newest CPython of each minor series wanted (like ``3.12``), not free-threaded.

    ``uv`` is asked once to install those missing, None asks nobody. ``timeout`` is in seconds,
    for each executable to say what it is; one that is broken is noted in ``skipped``.
    """
    series = tuple(dict.fromkeys(wanted))
    found, skipped = _search(series, timeout)
    missing = tuple(name for name in series if name not in found)
    reasons: dict[str, str] = {}
    if missing and uv:
        reasons = install_pythons(uv, missing)
        installed = [name for name in missing if name not in reasons]
        more, _ = _search(installed, timeout) if installed else ({}, ())
        found |= more
    return Interpreters(
        found={name: found[name] for name in series if name in found},
        missing={
            name: reasons.get(name, "no interpreter found") for name in series if name not in found
        },
        skipped=skipped,
    )


def _search(
    wanted: Sequence[str], timeout: float
) -> tuple[dict[str, Interpreter], tuple[Skipped, ...]]:
    candidates, skipped = list_candidates(wanted)
    with ThreadPoolExecutor(_WORKERS) as pool:
        answers = list(pool.map(lambda candidate: _identify(candidate, timeout), candidates))
    best: dict[str, Interpreter] = {}
    for interpreter in (answer for answer in answers if isinstance(answer, Interpreter)):
        exact = Version(interpreter.exact)
        name = f"{exact.major}.{exact.minor}"
        if name in wanted and (name not in best or exact > Version(best[name].exact)):
            best[name] = interpreter
    notes = (answer for answer in answers if isinstance(answer, Skipped))
    return best, (*skipped, *notes)


def _identify(candidate: Candidate, timeout: float) -> Interpreter | Skipped:
    try:
        answer = _ANSWER.validate_json(_ask(candidate.path, timeout))
        Version(answer.exact)
    except subprocess.TimeoutExpired:
        return Skipped(path=candidate.path, why=f"does not answer within {timeout:g} s")
    except (OSError, subprocess.CalledProcessError):
        return Skipped(path=candidate.path, why="cannot be run")
    except (ValidationError, InvalidVersion):
        return Skipped(path=candidate.path, why="does not answer like Python")
    if answer.implementation != "cpython":
        return Skipped(path=candidate.path, why="is not CPython")
    if answer.free_threaded:
        return Skipped(path=candidate.path, why=f"is a free-threaded {answer.exact}")
    return Interpreter(
        # Of a virtual environment made of copies, the interpreter that made it.
        path=Path(answer.executable),
        exact=answer.exact,
        implementation=answer.implementation,
        platform=answer.platform,
        source=candidate.source,
        build=answer.build,
    )


def _ask(executable: Path, timeout: float) -> bytes:
    command = (str(executable), "-I", "-c", _SCRIPT)
    with subprocess.Popen(  # noqa: S603 - what the person's tools call a Python
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            _end(process)
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return output


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with its children: one that holds the pipe open would be waited for."""
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
