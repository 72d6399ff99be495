"""What the layer costs: seconds a cell with langgraph, and cells asked against all that could be.

    python benchmarks/layer.py [--python 3.12] [--langgraph 1.2.24 …] [--whole] [--reports FOLDER]

Measures the releases of langgraph with the ends of the lines of langchain-core that they allow, in
a folder where nothing is kept; with --whole all that ``--layer langgraph`` measures, on every
Python. Then counts, by the requirements of all wheels: the pairs that may be installed on each
Python (the product), the cells that --exact chooses from, and those that the run asked for whose
reports lie in the folder.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from compat.record.model import Status
from compat.record.pack import Evidence
from compat.record.store import load
from compat.stored.reports import load_matrix

ROOT = Path(__file__).resolve().parent.parent
LAYER = ("--layer", "langgraph")


def run(folder: str, *words: str) -> bytes:
    """Run a command of the program in a folder, print it, and return what it said.

    Raises CalledProcessError.
    """
    command = [sys.executable, "-m", "compat", *words]
    print("$ compat", *words, flush=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(  # noqa: S603 - our own program
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True
    )
    return ended.stdout


def used() -> float:
    """Return the seconds of CPU of this process's children that have ended, and of theirs."""
    spent = os.times()
    return spent.children_user + spent.children_system


def measure(wanted: Sequence[str]) -> None:
    """Measure cells with nothing kept and print what each took."""
    with tempfile.TemporaryDirectory(prefix="compat-benchmark-") as work:
        began, before = time.monotonic(), used()
        run(work, "matrix", *LAYER, *wanted, "--quiet")
        clock, cpu = time.monotonic() - began, used() - before
        (records,) = Path(work).glob(".compat/runs/*/records")
        kept = Evidence(root=Path(work, ".compat", "evidence"))
        found = load(records, kept.unpack).records.values()
    cells = [each for each in found if each.status is Status.PROBED]
    own = sum(each.timing.cpu or 0 for each in cells) / len(cells)
    print(
        f"{len(cells)} probed cells of {len(found)}, {os.cpu_count()} cores, {platform.platform()}"
    )
    print(f"whole run {clock:.0f} s by the clock, {cpu:.0f} s of CPU")
    print(
        f"a probed cell {clock / len(cells):.2f} s by the clock, {cpu / len(cells):.2f} s of CPU,"
        f" {own:.2f} s of it in its own process"
    )


def count_planned(*words: str) -> int:
    """Return how many cells a plan would run if all that may be asked was."""
    with tempfile.TemporaryDirectory(prefix="compat-benchmark-") as work:
        plan = json.loads(run(work, "plan", *LAYER, *words, "--json"))
    return sum(cell["excluded"] is None for cell in plan["cells"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", default="3.12")
    parser.add_argument("--langgraph", nargs="+", default=("0.6.11", "1.2.24"))
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--reports", type=Path, default=ROOT / "reports" / "langgraph")
    given = parser.parse_args()
    some = ("--pythons", given.python, "--langgraph", *given.langgraph)
    measure(() if given.whole else some)
    product = count_planned("--releases", "all", "--langgraph", "all")
    exact = count_planned("--exact")
    cells = load_matrix(given.reports).cells
    asked = sum(cell.status is not Status.NOT_PUBLISHED for cell in cells)
    probed = sum(cell.status is Status.PROBED for cell in cells)
    print(f"product {product} cells; --exact chooses from {exact}; asked {asked}, probed {probed}")
    print(f"asked {asked / product:.1%} of the product")


if __name__ == "__main__":
    main()
