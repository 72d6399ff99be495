"""The engine against tox-uv: the same cells and suite, in turn, nothing kept but downloads.

    python benchmarks/against_tox.py [--cells N] [--rounds N]

Prints both command lines, every time in seconds, and the ratio of the medians. Needs ``compat``,
``tox`` and ``tox-uv`` in the environment that runs it. A lone time says little on a busy machine:
only the ratio is meant to be quoted.
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
from collections.abc import Sequence
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("py3.11", "py3.12", "py3.13")


def cells(count: int) -> list[str]:
    """Return the first cells of Pythons 3.11 to 3.13 that both hosts know, line by line."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    _, releases = settings["tool"]["tox"]["env_list"][0]["product"]
    return [f"{python}-{release}" for release, python in product(releases, PYTHONS)][:count]


def tox(names: Sequence[str], work: Path) -> list[str]:
    """Return tox's command: fresh environments, all cores, no spinner."""
    command = [sys.executable, "-m", "tox", "run-parallel", "--parallel-no-spinner", "--parallel"]
    return [*command, "auto", "--workdir", str(work / "tox"), "-e", ",".join(names)]


def engine(names: Sequence[str], work: Path) -> list[str]:
    """Return the engine's command for the same cells."""
    output = str(work / "reports")
    return [sys.executable, "-m", "compat", "matrix", *names, "--fresh", "--output", output]


def timed(command: Sequence[str], path: str) -> float:
    """Run a command and return how many seconds it took. Raises CalledProcessError."""
    began = time.monotonic()
    subprocess.run(  # noqa: S603 - the commands above
        command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PATH": path}
    )
    return time.monotonic() - began


def interpreters() -> str:
    """Return a PATH on which tox finds every interpreter that the engine finds."""
    command = [sys.executable, "-m", "compat", "doctor", "--path"]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    return os.pathsep.join([found.stdout.strip(), os.environ["PATH"]])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    names, path = cells(wanted.cells), interpreters()
    times: dict[str, list[float]] = {"tox": [], "engine": []}
    for number in range(wanted.rounds + 1):  # the first warms the download cache
        for name, command_of in (("tox", tox), ("engine", engine)):
            with tempfile.TemporaryDirectory(prefix="compat-benchmark-") as work:
                command = command_of(names, Path(work))
                seconds = timed(command, path)
            if number == 0:
                print(f"{name}: {shlex.join(command)}")
            else:
                times[name].append(seconds)
    print(f"{len(names)} cells, {os.cpu_count()} cores, {platform.platform()}")
    for name, taken in times.items():
        listed = " ".join(f"{seconds:.1f}" for seconds in taken)
        print(f"{name}: {listed} s, median {statistics.median(taken):.1f} s")
    ratio = statistics.median(times["tox"]) / statistics.median(times["engine"])
    print(f"tox / engine: {ratio:.2f}")


if __name__ == "__main__":
    main()
