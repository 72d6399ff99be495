"""Write the golden files of the example project anew: ``python -m tests.check.golden``."""

import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from uv import find_uv_bin

from compat.axes.interpreter import find_interpreters
from compat.environments.environment import find_interpreter_in
from tests.cli.run import COMPAT, ROOT, environment

PROJECT = Path(__file__).with_name("project")
GOLDEN = Path(__file__).with_name("golden")
CELLS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("cells.toml").read_text("utf-8"))


class Environments:
    """The environments of the example project, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __contains__(self, cell: str) -> bool:
        """Tell whether this machine has the cell's Python."""
        wanted = CELLS[cell]["python"]
        return wanted in find_interpreters({wanted}, uv=None).found

    def make(self, cell: str) -> Path:
        """Return the interpreter of a new environment with a cell's packages."""
        wanted = CELLS[cell]
        python = find_interpreters({wanted["python"]}, uv=None).found[wanted["python"]].path
        place = self._folder / cell
        self._uv("venv", "--quiet", "--python", str(python), str(place))
        inside = find_interpreter_in(place)
        packages = [*wanted["packages"], "pytest", "pytest-asyncio"]
        only = ("--only-binary", ":all:", "--quiet", "--python", str(inside))
        self._uv("pip", "install", *only, *packages)
        return inside

    def _uv(self, *words: str) -> None:
        subprocess.run([find_uv_bin(), *words], check=True)


def describe(python: Path, folder: Path) -> str:
    """Check a copy of the project with an interpreter, and return what was found, a line each."""
    return "".join(f"{line}\n" for line in _list_lines(check(python, folder)))


def check(python: Path, folder: Path, *command: str) -> dict[str, Any]:
    """Check a copy of the project with an interpreter: its tests, or a command."""
    project = folder / "project"
    shutil.copytree(PROJECT, project)
    words = [f"--python={python}", f"--folder={ROOT / 'reports'}", "--json", "--", *command]
    words = words if command else words[:-1]
    done = subprocess.run(
        [*COMPAT, "check", *words],
        cwd=project, env=environment(), capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _list_lines(found: dict[str, Any]) -> Iterator[str]:
    for each in found["findings"]:
        pattern = each["advice"]["scenario"] or "no pattern"
        yield f"{_describe_site(each['site'])}  [{pattern}]"
    for kind in ("complete", "private"):
        yield from (f"{kind} {_describe_site(each)}" for each in found[kind])
    for each in found["uncalled"]:
        yield f"never ran  {each['place']['file']}:{each['place']['line']} {each['method']}"
    counts = found["counts"]
    yield f"{counts['tests']} tests, {counts['runs']} runs, {counts['unreached']} unreached"


def _describe_site(site: dict[str, Any]) -> str:
    outcomes = "/".join(dict.fromkeys(site["outcomes"].values()))
    place, shape = site["place"], site["shape"]
    dropped = f" without {' and '.join(site['dropped'])}" if site["dropped"] else ""
    edges = f" by {', '.join(shape['edges'])}" if shape["edges"] else ""
    paths = f"{' > '.join(site['true_path'])} | {' > '.join(site['seen_path']) or '-'}"
    return (
        f"{outcomes}  {place['file']}:{place['line']} {site['name']}"
        f" ({shape['passed']} passed{edges}){dropped}: {paths}"
    )


def main() -> None:
    """Write all of them."""
    GOLDEN.mkdir(exist_ok=True)
    for cell in CELLS:
        with tempfile.TemporaryDirectory() as folder:
            found = describe(Environments(Path(folder)).make(cell), Path(folder))
        (GOLDEN / f"{cell}.txt").write_text(found, "utf-8")
        sys.stdout.write(f"{cell}\n")


if __name__ == "__main__":
    main()
