"""What a cell costs in the engine, against what cannot be avoided.

    python benchmarks/floor.py [--python 3.12] [--releases '>=0.3,<0.4'] [--only tool-async …]

The floor of a cell is the CPU of its own forked process: fork, import langchain-core, the
scenarios, the record. Measured in the same run: all CPU of the command and everything that it
started, its reports and the making of layers included, in a folder where nothing is kept; and the
CPU of the command's own process, the orchestrator, as the system counted it last (Linux only).
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from compat.record.pack import Evidence
from compat.record.store import load

ROOT = Path(__file__).resolve().parent.parent


def used() -> float:
    """Return the seconds of CPU of all processes that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def ran(command: Sequence[str], folder: str) -> float:
    """Run a command and return the seconds of CPU of its own process. Raises CalledProcessError."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    seen = 0.0
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=folder, stdout=subprocess.DEVNULL, env=environment
    ) as running:
        while running.poll() is None:
            # Of what stands behind the name, which may hold anything, the 12th and 13th are ticks.
            fields = Path(f"/proc/{running.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
            seen = max(seen, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))
            time.sleep(0.1)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return seen


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", default="3.12")
    parser.add_argument("--releases", default=">=0.3,<0.4")
    parser.add_argument("--only", nargs="+", default=())
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="compat-benchmark-") as work:
        only = ["--only", *given.only] if given.only else []
        command = [
            sys.executable, "-m", "compat", "matrix", "--pythons", given.python, "--releases",
            given.releases, *only, "--quiet",
        ]  # fmt: skip
        before = used()
        own = ran(command, work)
        total = used() - before
        (records,) = Path(work).glob(".compat/runs/*/records")
        found = load(records, Evidence(root=Path(work, ".compat", "evidence")).unpack).records
    cells = [record.timing.cpu for record in found.values() if record.timing.cpu is not None]
    floor = sum(cells) / len(cells)
    each = total / len(found)
    print(f"{len(found)} cells, {os.cpu_count()} cores, {platform.platform()}")
    print(f"orchestrator {own:.1f} s of {total:.1f} s of CPU: {own / total:.1%}")
    print(f"CPU a cell {each:.2f} s, its own process {floor:.2f} s: {each / floor:.2f} x the floor")


if __name__ == "__main__":
    main()
