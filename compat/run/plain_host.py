"""The plain way: an environment a cell, and a fresh interpreter in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compat import process
from compat.environments.environment import Installed, build_environment
from compat.environments.recipe import Recipe
from compat.environments.refusal import Refused
from compat.environments.uv import Uv
from compat.environments.variables import make_cell_variables
from compat.plan.model import PlannedCell
from compat.process import Finished
from compat.run.containment import PROCESSES, Containment

# As "python -m pytest" does it, but that refusals are told.
_PYTEST = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from compat.warm.refused import main; sys.exit(main(sys.argv[2:]))"
)


@dataclass(frozen=True, kw_only=True)
class PlainReady:
    """A cell with an environment of its own. ``folder`` is its own, to work in."""

    host: "PlainHost"
    installed: Installed
    folder: Path

    @property
    def overrides(self) -> tuple[str, ...]:
        """The requirements that were replaced to make it resolve."""
        return self.installed.overrides

    @property
    def packages(self) -> Mapping[str, str] | None:
        """All packages that it has, by name, where that is known before it runs."""
        return self.installed.packages

    @property
    def reason(self) -> str | None:
        """What the index lacked, where that is why they were."""
        return self.installed.reason

    async def run(self, arguments: Sequence[str], home: Path, time_limit: float) -> Finished:
        """Run pytest in the environment's interpreter."""
        python = self.installed.python
        fence = self.host.containment.fence(
            self.folder, python, own=home.parent, shown=[self.host.suite]
        )
        command = fence.command(
            [str(python), "-c", _PYTEST, str(self.host.suite), *arguments, "--host", "plain"]
        )
        return await process.run(
            command, env=make_cell_variables(home), cwd=home, time_limit=time_limit
        )


@dataclass(frozen=True, kw_only=True)
class PlainHost:
    """Makes an environment for each cell, by its recipe, with the interpreter of its Python.

    ``suite`` is where the suite is.
    """

    uv: Uv
    recipe: Callable[[PlannedCell], Recipe]
    interpreters: Mapping[str, Path]
    suite: Path
    containment: Containment = PROCESSES

    async def ready(self, cell: PlannedCell, folder: Path) -> PlainReady | Refused:
        """Install what the cell needs below ``folder``."""
        installed = await build_environment(
            self.uv,
            self.recipe(cell),
            folder=folder / "env",
            interpreter=self.interpreters[cell.python],
            python=cell.python,
        )
        if isinstance(installed, Refused):
            return installed
        return PlainReady(host=self, installed=installed, folder=folder)

    async def done(self, cell: PlannedCell) -> None:
        """Do nothing: the cell's folder goes with all that is in it."""

    async def close(self) -> None:
        """Do nothing."""
