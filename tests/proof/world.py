"""A person's machine, small and new: a folder, a home, an index, and the program run in it."""

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from threading import Event, Thread
from typing import Any, Final

from filelock import FileLock

from tests.cli.run import COMPAT, ROOT, command, environment
from tests.proof.faulty import FaultyIndex
from tests.proof.pages import FILES, recorded

OTHER: Final = "py3.13-core0.3.86"
VICTIM: Final = "py3.13-core1.8.2"
"""Needs langchain-protocol, which the other does not."""
SCENARIOS: Final = ("tool-async", "lambda-async")
MEASURE: Final = ("matrix", OTHER, VICTIM, "--only", *SCENARIOS, "--output", "out")
_KEPT: Final = ("layers", "bytecode", "pythons")
_SUPERVISE: Final = Path(__file__).with_name("supervise.py")
_LIMIT: Final = 240.0  # seconds, for one command


class ImpossibleError(Exception):
    """An injection that this machine does not allow; the reason is the message."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """How a command ended, what it said and wrote, and what it left running.

    ``matrix`` is what it wrote, None if it wrote none.
    """

    code: int
    hung: bool
    stubborn: bool
    left: tuple[str, ...]
    said: str
    matrix: Mapping[str, Any] | None

    @property
    def statuses(self) -> dict[str, str]:
        """The status of each cell."""
        return {cell["id"]: cell["status"] for cell in (self.matrix or {"cells": ()})["cells"]}

    @property
    def found(self) -> dict[str, Any]:
        """What is said of each probed cell: its results by scenario, its packages."""
        if self.matrix is None:
            return {}
        results = self.matrix["results"]
        return {
            cell["id"]: {
                "results": {
                    name: {**results[result], "traces": None}
                    for name, result in cell["results"].items()
                },
                "packages": cell["packages"],
                "overrides": cell["overrides"],
            }
            for cell in self.matrix["cells"]
            if cell["status"] == "probed"
        }

    @property
    def last_line(self) -> str:
        """The last line that it said."""
        return next(reversed([line for line in self.said.splitlines() if line.strip()]), "")


@dataclass(kw_only=True)
class World:
    """What an injection may change, and what it may hold at the end.

    ``code`` is where ``compat`` is imported from, ``wrap`` what the program is started by,
    ``meanwhile`` runs beside it. ``limit`` is in seconds. ``differing`` is what of a cell may
    differ from a healthy machine's, and ``last`` what came of the last run.
    ``sighted`` tells whether the file that is ``sought``, a glob, was there at any moment.
    """

    folder: Path
    index: FaultyIndex
    env: dict[str, str]
    code: Path = ROOT
    ask: tuple[str, ...] = MEASURE
    wrap: tuple[str, ...] = ()
    stdout: str | None = None
    meanwhile: Callable[[], None] | None = None
    limit: float = _LIMIT
    bad: list[str] = field(default_factory=list)
    mounts: list[Path] = field(default_factory=list)
    differing: frozenset[str] = frozenset()
    last: Told | None = None
    sought: str = ""
    sighted: bool = False
    _runs: int = 0

    @property
    def out(self) -> Path:
        """Where the reports go."""
        return self.folder / "out"

    @property
    def cache(self) -> Path:
        """What the program keeps for later runs."""
        return self.folder / ".compat" / "cache"

    def right(self, cell: str, found: Mapping[str, Any]) -> bool:
        """Tell whether this is what a healthy machine says of a cell."""
        wanted = expected().get(cell)
        parts = found.keys() - self.differing
        return wanted is not None and all(found[part] == wanted[part] for part in parts)

    @property
    def measures(self) -> bool:
        """Whether the program measures the usual cells, so that what it has to say is known."""
        return self.ask[: len(MEASURE)] == MEASURE

    def hold(self, good: object, words: str) -> None:
        """Note what is wrong, unless all is well."""
        if not good:
            self.bad.append(words)

    def run(self, *arguments: str) -> Told:
        """Run the program and return what came of it; reports that were there are kept aside."""
        self._runs += 1
        result = self.folder / f"run-{self._runs}.json"
        said = self.folder / f"run-{self._runs}.txt"
        matrix = self.out / "matrix.json"
        before = _stamp(matrix)
        words = [
            sys.executable, str(_SUPERVISE), str(result), str(self.limit), *self.wrap, *COMPAT,
            *(arguments or self.ask),
        ]  # fmt: skip
        env = {"PYTHONPATH": str(self.code), **self.env}
        if self.env.get("PYTHONPATH"):
            env["PYTHONPATH"] = f"{self.env['PYTHONPATH']}{os.pathsep}{self.code}"
        ended = Event()
        watch = Thread(target=self._watch, args=(ended,), daemon=True)
        beside = Thread(target=self.meanwhile, daemon=True) if self.meanwhile else None
        with said.open("wb") as file, Path(self.stdout or said).open("ab") as out:
            watch.start()
            if beside:
                beside.start()
            subprocess.run(
                words, cwd=self.folder, input=json.dumps(env).encode(), stdout=out, stderr=file,
                check=True,
            )  # fmt: skip
        ended.set()
        watch.join()
        if beside:
            beside.join(5)
        told = json.loads(result.read_text())
        self.last = Told(
            code=told["code"],
            hung=told["hung"],
            stubborn=told["stubborn"],
            left=tuple(told["left"]),
            said=said.read_text(errors="replace"),
            # A run that renders what is there already writes nothing, and exits 0.
            matrix=_read(matrix) if told["code"] == 0 or _stamp(matrix) != before else None,
        )
        return self.last

    def _watch(self, ended: Event) -> None:
        while self.sought and not ended.wait(0.01):
            with contextlib.suppress(OSError):  # folders go while they are looked into
                for found in self.folder.glob(self.sought):
                    self.sighted = True
                    found.with_name("seen").touch()  # what waits for it may go on

    def well(self, *arguments: str) -> Told:
        """Run the program before anything is broken; raises AssertionError unless all is well."""
        told = self.run(*arguments)
        assert told.code == 0, told.said
        assert "Traceback" not in told.said, told.said
        return told

    @property
    def pid(self) -> int:
        """The program that runs now, as soon as it does."""
        place = self.folder / f"run-{self._runs}.json"
        wait_until(place.exists)
        return int(json.loads(place.read_text())["pid"])

    def signal(self, number: signal.Signals) -> None:
        """Send the running program a signal."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def copied(self) -> Path:
        """Run a copy of the code from now on, and return it."""
        self.code = self.folder / "code"
        copy_tree(ROOT / "compat", _made(self.code) / "compat")
        return self.code / "compat"

    def forget(self) -> None:
        """Remove what runs have found out, so that cells run again from what is unpacked."""
        for kept in (self.cache / "results", self.folder / ".compat" / "runs"):
            shutil.rmtree(kept, ignore_errors=True)

    def layers_with(self, name: str) -> list[Path]:
        """Return the files of this name, or glob, in the layers that are kept."""
        found = sorted(self.cache.glob(f"layers/*/{name}"))
        assert found, f"no layer has {name}"
        return found


def wait_until(ready: Callable[[], object], seconds: float = 60) -> bool:
    """Wait for something; return whether it came."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            if ready():
                return True
        time.sleep(0.02)
    return False


@contextlib.contextmanager
def world(*, cold: bool = False, keep: bool = False) -> Iterator[World]:
    """Give a new world, whose cache has layers and no answers, or with ``cold`` nothing."""
    folder = Path(mkdtemp(prefix="proof-"))
    try:
        with FaultyIndex(recorded()) as index:
            (folder / "home").mkdir()
            if not cold:
                copy_tree(_warm() / ".compat", folder / ".compat")
            made = World(folder=folder, index=index, env=_env(folder, index.url))
            try:
                yield made
            finally:
                for place in reversed(made.mounts):
                    subprocess.run(
                        ["umount", "--lazy", str(place)],  # noqa: S607
                        capture_output=True,
                        check=False,
                    )
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def expected() -> Mapping[str, Any]:
    """Return what a healthy machine says of the cells."""
    found: Mapping[str, Any] = json.loads((_warm() / "expected.json").read_text())
    return found


@cache
def _warm() -> Path:
    """Return a folder with a cache that a healthy run of this very code has left."""
    code = hashlib.sha256()
    for source in (Path(__file__), *sorted((ROOT / "compat").rglob("*.py"))):
        code.update(source.read_bytes())
    place = FILES.with_name(f"warm-{code.hexdigest()[:12]}")
    with FileLock(_made(place.parent) / f".{place.name}.lock"):  # of several that run tests
        if not place.exists():
            _warmed().rename(place)
    return place


def _warmed() -> Path:
    draft = Path(mkdtemp(prefix=".warm-", dir=FILES.parent))
    with FaultyIndex(recorded()) as index:
        (draft / "home").mkdir()
        told = World(folder=draft, index=index, env=_env(draft, index.url)).well()
    assert set(told.found) == {OTHER, VICTIM}, told.said
    (draft / "expected.json").write_text(json.dumps(told.found))
    for entry in (draft / ".compat").rglob("*"):
        if entry.parent == draft / ".compat" / "cache" and entry.name not in _KEPT:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    for entry in (draft / ".compat").iterdir():
        if entry.is_dir() and entry.name != "cache":
            shutil.rmtree(entry)
    shutil.rmtree(draft / "uv", ignore_errors=True)
    return draft


@cache
def _pythons() -> str:
    """Return a PATH on which the interpreters of this machine are found from any home."""
    found = command(ROOT, *COMPAT, "doctor", "--path").out.strip()
    return os.pathsep.join([found, os.environ.get("PATH", os.defpath)])


def _env(folder: Path, index: str) -> dict[str, str]:
    theirs = ("UV_", "PIP_", "GITHUB_", "PYTHON", "XDG_", "COMPAT_")
    kept = {name: value for name, value in environment().items() if not name.startswith(theirs)}
    return {
        **kept,
        "PATH": _pythons(),
        "HOME": str(folder / "home"),
        "UV_CACHE_DIR": str(folder / "uv"),
        "UV_DEFAULT_INDEX": index,
        "PIP_CONFIG_FILE": os.devnull,
    }


def copy_tree(place: Path, to: Path) -> None:
    subprocess.run(["cp", "-a", "--reflink=auto", str(place), str(to)], check=True)  # noqa: S607


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _stamp(place: Path) -> tuple[int, int] | None:
    try:
        found = place.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def _read(matrix: Path) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = json.loads(matrix.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found
