"""One more process for the scenarios that need an interpreter option."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from compat.incell.journal import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compat.incell.journal import Observation

_FOLDER = Path(__file__).parent
_TIME_LIMIT = 60.0  # seconds
_SAID = 2000  # characters


class FlaggedError(Exception):
    """The other process ended without what was asked of it."""


class Flagged:
    """The interpreter options that some scenarios are about, and what was seen with them.

    ``here`` tells whether this is the process that has them. ``python`` is the interpreter of the
    other one; where that one has run already, ``ready`` is its record.
    """

    def __init__(
        self,
        scenarios: Iterable[str],
        flags: Iterable[str],
        python: str = sys.executable,
        ready: Path | None = None,
    ) -> None:
        self.scenarios = tuple(scenarios)
        self.flags = tuple(sorted(set(flags)))
        self.python = python
        self.ready = ready

    @property
    def here(self) -> bool:
        """Whether this interpreter has every option."""
        given = {f"{name}={value}" for name, value in sys._xoptions.items()}  # noqa: SLF001 - documented
        return given.issuperset(self.flags)

    def observation(self, case: str) -> Observation:
        """Return what another process with the options saw of a case.

        Raises FlaggedError if that process failed, or failed at this case.
        """
        seen, failure = self._ended
        if case not in seen:
            raise FlaggedError(failure or f"the other process says nothing of {case}")
        reason = seen[case]["harness_error"]
        if reason is not None:
            raise FlaggedError(reason)
        return seen[case]

    @cached_property
    def _ended(self) -> tuple[dict[str, Observation], str]:
        """The observations of the other process by case, or none and what went wrong.

        A process that failed is not started a second time.
        """
        if self.ready:
            return _seen(self.ready), ""
        with TemporaryDirectory() as folder:
            out = Path(folder) / "record.json"
            try:
                ended = subprocess.run(  # noqa: S603 - this interpreter and this suite
                    self._command(out),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    timeout=_TIME_LIMIT,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                return {}, f"the other process ran for more than {_TIME_LIMIT:.0f} s"
            if not out.exists():
                said = ended.stdout.decode(errors="replace")[-_SAID:]
                where = f"the other process ended at {_begun(out)!r} with exit code"
                return {}, f"{where} {ended.returncode}: {said}"
            return _seen(out), ""

    def _command(self, out: Path) -> list[str]:
        options = [option for flag in self.flags for option in ("-X", flag)]
        wanted = [option for name in self.scenarios for option in ("--scenario", name)]
        suite = ["-c", str(_FOLDER / "pytest.ini"), "--rootdir", str(_FOLDER), str(_FOLDER)]
        return [self.python, *options, "-m", "pytest", *suite, "--record", str(out), *wanted]


def _begun(out: Path) -> str:
    """Return the step at which a process ended, by the file that it keeps beside its record."""
    path = Progress(out).path
    steps = path.read_text("utf-8").splitlines() if path and path.exists() else []
    return steps[-1] if steps else "start"


def _seen(record: Path) -> dict[str, Observation]:
    observations: list[Observation] = json.loads(record.read_text("utf-8"))["observations"]
    return {_name(observation): observation for observation in observations}


def _name(observation: Observation) -> str:
    kind = "remedy-" if observation["remedy"] else ""
    return f"{observation['scenario']}/{kind}{observation['variant']}"
