"""What the whole catalogue costs in a cell, beyond importing langchain-core: CPU and memory.

    python benchmarks/cost.py [--cells py3.9-core0.2.17 …]

Prints for each cell the CPU seconds of variants, of remedies and of the one more process, the
peak of memory, and the ten scenarios that cost most. Needs ``compat`` in its environment.
"""

import argparse
import asyncio
import json
import subprocess
import tempfile
from pathlib import Path

from uv import find_uv_bin

from compat.axes.interpreter import find_interpreters
from compat.axes.settings import name_index_for_uv, read_settings
from compat.environments.environment import Installed, build_environment
from compat.environments.recipe import make_recipe
from compat.environments.uv import Uv
from compat.environments.variables import make_cell_variables, make_uv_variables

ROOT = Path(__file__).resolve().parent.parent
SUITE = ROOT / "compat" / "incell"
CELLS = ("py3.9-core0.2.17", "py3.11-core0.3.86", "py3.14-core1.8.2")


def measure(cell: str, folder: Path) -> dict[str, object]:
    """Return what the plugin wrote about one cell."""
    python, _, core = cell[2:].partition("-core")
    uv = Uv(
        program=find_uv_bin(), env=make_uv_variables(name_index_for_uv(read_settings())), as_of=None
    )
    ready = asyncio.run(
        build_environment(
            uv,
            make_recipe(core),
            folder=folder / "env",
            interpreter=find_interpreters([python], uv=None).found[python].path,
            python=python,
        )
    )
    assert isinstance(ready, Installed), ready  # noqa: S101 - a script
    out = folder / "cost.json"
    suite = ["-c", str(SUITE / "pytest.ini"), "--rootdir", str(SUITE), str(SUITE)]
    subprocess.run(  # noqa: S603 - the cell's own interpreter
        [str(ready.python), "-m", "pytest", "-q", "-p", "cost_plugin", *suite],
        env={
            **make_cell_variables(folder),
            "PYTHONPATH": str(ROOT / "benchmarks"),
            "COST": str(out),
        },
        stdout=subprocess.DEVNULL,
        check=True,
    )
    found: dict[str, object] = json.loads(out.read_text())
    return found


def printed(cell: str, found: dict[str, object]) -> None:
    """Print one cell."""
    cases = dict(found["cases"])  # type: ignore[call-overload]
    process = cases.pop("one more process", 0.0)
    remedies = sum(cost for name, cost in cases.items() if "/remedy-" in name)
    scenarios: dict[str, float] = {}
    for name, cost in cases.items():
        scenarios[name.partition("/")[0]] = scenarios.get(name.partition("/")[0], 0.0) + cost
    slowest = sorted(scenarios.items(), key=lambda item: -item[1])[:10]
    print(f"{cell}: {len(cases)} cases; importing {found['import']:.2f} s of CPU")
    print(f"  variants {sum(cases.values()) - remedies:.2f} s, remedies {remedies:.2f} s, "
          f"one more process {process:.2f} s, peak {found['mebibytes']:.0f} MiB")  # fmt: skip
    for name, cost in slowest:
        print(f"  {cost * 1000:6.0f} ms  {name}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", nargs="+", default=CELLS)
    for cell in parser.parse_args().cells:
        with tempfile.TemporaryDirectory(prefix="compat-cost-") as folder:
            printed(cell, measure(cell, Path(folder)))


if __name__ == "__main__":
    main()
