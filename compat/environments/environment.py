"""One isolated environment: a Python, a release, and the suite's two packages."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from compat.environments.declaration import ask_declared
from compat.environments.lacks import describe_lacks
from compat.environments.recipe import Recipe
from compat.environments.refusal import Refused
from compat.environments.resolution import parse_pins
from compat.environments.solver import Solved, Solver
from compat.environments.uv import Uv
from compat.record.model import Status


@dataclass(frozen=True, kw_only=True)
class Installed:
    """An environment that is ready: its interpreter, and the overrides that it needed.

    ``reason`` says what the index lacked, where that is why. ``packages`` are all that it has, by
    name; None where what was asked for does not tell.
    """

    python: Path
    overrides: tuple[str, ...]
    reason: str | None = None
    packages: Mapping[str, str] | None = None


async def build_environment(
    uv: Uv, recipe: Recipe, *, folder: Path, interpreter: Path, python: str
) -> Installed | Refused:
    """Build a cell's environment in ``folder``; ``python`` is the cell's, for the words.

    What is not pinned is resolved first, as the engine does it, and then installed as it was
    resolved: only resolving can find that there is nothing to install.
    """
    if refused := await uv.create(folder, interpreter):
        return refused
    inside = find_interpreter_in(folder)
    if recipe.pinned:
        refused = await uv.install(inside, recipe.requirements, python, folder.parent)
        return refused or Installed(python=inside, overrides=())
    solver = Solver(uv=uv, interpreter=inside, python=python, work=folder.parent)
    solved = await _install(solver, await solver.newest(recipe))
    if recipe.lowest and isinstance(solved, Solved):
        solved = await _install(solver, await _resolve_lowest(solver, recipe, solved, folder))
    if isinstance(solved, Refused):
        return solved
    reason = describe_lacks(solved.lacks, uv.day)
    packages = {pin.name: pin.version for pin in parse_pins(solved.listing)}
    return Installed(python=inside, overrides=solved.overrides, reason=reason, packages=packages)


async def _resolve_lowest(
    solver: Solver, recipe: Recipe, newest: Solved, folder: Path
) -> Solved | Refused:
    try:
        declares = ask_declared(folder)
    except (OSError, ValueError) as error:
        reason = f"its metadata cannot be read: {error}"
        return Refused(status=Status.INSTALL_FAILED, reason_class="metadata", reason=reason)
    return await solver.lowest(recipe, newest, declares)


async def _install(solver: Solver, solved: Solved | Refused) -> Solved | Refused:
    """Install what was resolved into the solver's environment, and return it, or why not."""
    if isinstance(solved, Refused):
        return solved
    requirements = [pin.requirement for pin in parse_pins(solved.listing)]
    refused = await solver.uv.install(solver.interpreter, requirements, solver.python, solver.work)
    return refused or solved


def find_interpreter_in(folder: Path) -> Path:
    """Return the interpreter of the environment in ``folder``."""
    windows = folder / "Scripts" / "python.exe"
    return windows if windows.exists() else folder / "bin" / "python"
