"""Real cells for slow tests, and the suite run in one of them."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock
from uv import find_uv_bin

import compat
from compat.axes.interpreter import find_interpreters
from compat.axes.relay import serve_pages
from compat.axes.settings import name_index_for_uv, read_settings
from compat.environments.environment import Installed, build_environment
from compat.environments.recipe import Recipe, make_layer_recipe, make_recipe
from compat.environments.uv import Uv
from compat.environments.variables import make_cell_variables, make_uv_variables
from compat.matrix.verdict import name_form
from compat.record.codec import decode
from compat.record.model import Observation, Record

# An old release, a newer one and the newest, each on a Python of its own.
CELLS = ("py3.9-core0.2.17", "py3.13-core1.7.7", "py3.14-core1.8.2")
MORE_CELLS = (
    "py3.9-core0.3.40", "py3.9-core0.3.86", "py3.11-core0.2.17", "py3.11-core1.0.0",
    "py3.11-core1.8.2", "py3.14-core0.2.17", "py3.14-core1.0.0",
)  # fmt: skip
ENDS = (CELLS[0], CELLS[-1])
# With LangGraph on top, each as of the day after the younger of the two appeared.
LAYER_CELLS = {
    "py3.10-core1.4.9-lg1.2.24": "2026-11-21T01:10:12Z",
    "py3.9-core0.3.75-lg0.6.11": "2025-10-22T00:04:12Z",
    "py3.10-core0.3.66-lg0.4.10": "2025-06-26T17:52:03Z",
    "py3.11-core0.2.43-lg0.2.0": "2024-11-01T20:30:35Z",
    "py3.12-core1.7.2-lg1.2.24": "2026-11-21T01:10:12Z",
    "py3.13-core1.0.4-lg1.0.3": "2025-11-11T17:41:43Z",
    "py3.14-core0.3.86-lg0.6.11": "2026-05-08T16:48:06Z",
}
ROOT = Path(compat.__file__).parents[1]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a run of the suite ended: exit code, all that it said, and the record's path."""

    code: int
    said: str
    out: Path

    @property
    def text(self) -> str:
        """The record as it was written."""
        return self.out.read_text()

    @property
    def record(self) -> Record:
        """The record, validated."""
        return decode(self.out.read_bytes(), "the record")

    @property
    def observations(self) -> dict[str, Observation]:
        """The record's observations by ``scenario/variant`` and ``scenario/remedy-NAME``."""
        return {f"{seen.scenario}/{name_form(seen)}": seen for seen in self.record.observations}

    @property
    def progress(self) -> Path:
        """The file that says where a crash happened."""
        return self.out.with_name(f"{self.out.name}.progress")


def once(note: Path, make: Callable[[], T]) -> T:
    """Make what JSON can hold and note it, or return what another worker has noted."""
    with FileLock(f"{note}.lock"):
        if not note.exists():
            note.write_text(json.dumps(make()))
        made: T = json.loads(note.read_text())
        return made


class Cells:
    """Cells under a folder that all workers share, each made when somebody asks for it first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        wanted = {_python(cell) for cell in (*CELLS, *MORE_CELLS, *LAYER_CELLS)}
        self._found = find_interpreters(wanted, uv=None).found

    def __contains__(self, cell: str) -> bool:
        """Tell whether this machine has the cell's Python."""
        return _python(cell) in self._found

    def __getitem__(self, cell: str) -> Path:
        """Return a cell's interpreter."""
        return Path(once(self._folder / f"{cell}.json", lambda: str(self._make(cell))))

    def run(self, cell: str) -> Ended:
        """Run the whole suite in a cell, that of the layer where it has one, once for all."""
        out = self._folder / f"{cell}.record" / "record.json"

        def ran() -> list[Any]:
            out.parent.mkdir()
            ended = run_suite(self[cell], out, "--cell", cell, suite=name_suite(cell))
            return [ended.code, ended.said]

        code, said = once(self._folder / f"{cell}.ended.json", ran)
        return Ended(code=code, said=said, out=out)

    def _make(self, cell: str) -> Path:
        interpreter = self._found[_python(cell)].path
        return asyncio.run(_build(cell, interpreter, self._folder / cell))


def name_suite(cell: str) -> str:
    """Return the suite of a cell, as the name of its package."""
    return "inlayer" if "-lg" in cell else "incell"


def run_suite(
    python: Path,
    out: Path,
    *options: str,
    root: Path = ROOT,
    path: str = "",
    suite: str = "incell",
) -> Ended:
    """Run a suite below ``root`` with a cell's interpreter, ``path`` being its PYTHONPATH."""
    place = root / "compat" / suite
    command = [str(python), "-m", "pytest", "-c", str(place / "pytest.ini"), "--rootdir"]
    command += [str(place), str(place), "--record", str(out), *options]
    env = {**make_cell_variables(out.parent), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": path}
    ended = subprocess.run(
        command, cwd=out.parent, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    return Ended(code=ended.returncode, said=ended.stdout + ended.stderr, out=out)


def run_script(python: Path, script: Path) -> dict[str, Any]:
    """Run a script that prints JSON, with a cell's interpreter and nothing of ours."""
    ended = subprocess.run(
        [str(python), str(script)],
        env={**os.environ, "LANGCHAIN_TRACING_V2": "false", "LANGSMITH_TRACING": "false"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    printed: dict[str, Any] = json.loads(ended.stdout)
    return printed


def staged(folder: Path, module: str = "", code: str = "") -> Path:
    """Copy the suite and nothing else of the project; add ``code`` to one of its modules."""
    package = folder / "compat"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "compat" / "incell", package / "incell", ignore=ignored)
    shutil.copy(ROOT / "compat" / "__init__.py", package)
    if module:
        with (package / "incell" / module).open("a") as file:
            file.write(code)
    return folder


async def _build(cell: str, interpreter: Path, folder: Path) -> Path:
    settings, recipe = read_settings(), _choose_recipe(cell)
    folder.mkdir()
    with serve_pages(settings, dated=recipe.as_of is not None) as relay:
        env = make_uv_variables(name_index_for_uv(settings))
        ready = await build_environment(
            Uv(program=find_uv_bin(), env=env, as_of=recipe.as_of, relay=relay),
            recipe,
            folder=folder / "env",
            interpreter=interpreter,
            python=_python(cell),
        )
    assert isinstance(ready, Installed), ready
    return ready.python


def _choose_recipe(cell: str) -> Recipe:
    core, _, layer = cell.partition("-core")[2].partition("-lg")
    return make_layer_recipe(core, layer, LAYER_CELLS.get(cell), ()) if layer else make_recipe(core)


def _python(cell: str) -> str:
    return cell[2:].partition("-")[0]
