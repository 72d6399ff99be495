"""The engine against tox-uv and nox with uv: the same cells and suite, in turn.

    python benchmarks/against_hosts.py [--rounds N] [--catalogue] [--again]

Cells are the first 20 of ``edges`` on Python 3.11 to 3.13, with the guide's two scenarios or, with
``--catalogue``, all. Nothing is kept but downloads; with ``--again`` every host has run the cells
once, and keeps what it keeps. Prints the command lines, every time in seconds, and the ratios of
the medians. Needs ``compat``, ``nox``, ``tox`` and ``tox-uv`` in the environment that runs it. A
lone time says little on a busy machine: only the ratio is meant to be quoted.
"""

import argparse
import os
import platform
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("py3.11", "py3.12", "py3.13")
RELEASES = 20
GUIDE = ("tool-async", "lambda-async")


def cells() -> list[str]:
    """Return the cells, all of which every host can install."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    products = [each["product"] for each in settings["tool"]["tox"]["env_list"]]
    releases = [name for pythons, some in products if {*PYTHONS} <= {*pythons} for name in some]
    return [f"{python}-{release}" for release, python in product(releases[:RELEASES], PYTHONS)]


def tox(names: Sequence[str], only: Sequence[str], work: Path, *, again: bool) -> list[str]:
    """Return tox's command: environments by uv, as many at a time as there are cores."""
    kept = ["--skip-env-install"] if again else []
    command = ["tox", "run-parallel", "--parallel-no-spinner", "--parallel", "auto", *kept]
    return [
        sys.executable, "-m", *command, "--workdir", str(work), "-e", ",".join(names),
        *_scenarios(only),
    ]  # fmt: skip


def nox(names: Sequence[str], only: Sequence[str], work: Path, *, again: bool) -> list[str]:
    """Return nox's command: environments by uv, as many at a time as there are cores."""
    kept = ["-R"] if again else ["--reuse-venv", "never"]
    command = ["nox", "-j", "auto", "--allow-parallel", *kept, "--envdir", str(work)]
    sessions = [f"probe({name})" for name in names]
    return [sys.executable, "-m", *command, "-s", *sessions, *_scenarios(only)]


def engine(names: Sequence[str], only: Sequence[str], work: Path, *, again: bool) -> list[str]:
    """Return the engine's command; it keeps what it keeps in the folder that it runs in."""
    del work, again
    wanted = ["--only", *only] if only else []
    return [sys.executable, "-m", "compat", "matrix", *names, *wanted, "--output", "reports"]


def _scenarios(only: Sequence[str]) -> list[str]:
    return ["--", *(word for name in only for word in ("--scenario", name))] if only else []


HOSTS: dict[str, Callable[..., list[str]]] = {"tox": tox, "nox": nox, "engine": engine}


def timed(command: Sequence[str], path: str, folder: Path) -> float:
    """Run a command and return how many seconds it took. Raises CalledProcessError."""
    began = time.monotonic()
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    subprocess.run(  # noqa: S603 - the commands above
        command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=environment,
    )  # fmt: skip
    return time.monotonic() - began


def interpreters() -> str:
    """Return a PATH on which tox and nox find every interpreter that the engine finds."""
    command = [sys.executable, "-m", "compat", "doctor", "--path"]
    found = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S603
    return os.pathsep.join([found.stdout.strip(), os.environ["PATH"]])


def measured(host: str, only: Sequence[str], path: str, *, again: bool) -> float:
    """Return how long a host took, in a folder of its own; ``again`` is the second time there."""
    with tempfile.TemporaryDirectory(prefix="compat-benchmark-") as work:
        folder = ROOT if host != "engine" else Path(work)
        first = HOSTS[host](cells(), only, Path(work), again=False)
        seconds = timed(first, path, folder)
        if again:
            seconds = timed(HOSTS[host](cells(), only, Path(work), again=True), path, folder)
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--catalogue", action="store_true")
    parser.add_argument("--again", action="store_true")
    given = parser.parse_args()
    only, path = () if given.catalogue else GUIDE, interpreters()
    names = cells()
    for host, command in HOSTS.items():
        line = shlex.join(command(names[:2], only, Path("WORK"), again=given.again))
        print(f"{host}, with {len(names)} cells: {line}", flush=True)
    times: dict[str, list[float]] = {host: [] for host in HOSTS}
    for number in range(given.rounds):
        for host in HOSTS:
            seconds = measured(host, only, path, again=given.again)
            times[host].append(seconds)
            print(f"round {number + 1}: {host} {seconds:.1f} s", flush=True)
    print(f"{len(names)} cells, {os.cpu_count()} cores, {platform.platform()}")
    medians = {host: statistics.median(taken) for host, taken in times.items()}
    for host, median in medians.items():
        print(f"{host}: median {median:.1f} s, {median / medians['engine']:.2f} x the engine")
    print(f"fastest / engine: {min(medians['tox'], medians['nox']) / medians['engine']:.2f}")


if __name__ == "__main__":
    main()
