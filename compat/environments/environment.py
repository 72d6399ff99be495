"""One isolated environment: a Python, a release, and the suite's two packages."""

from dataclasses import dataclass, replace
from pathlib import Path

from compat.environments.declared import declared
from compat.environments.recipe import Recipe
from compat.environments.refusal import Refused
from compat.environments.uv import Uv
from compat.record.model import Status


@dataclass(frozen=True, kw_only=True)
class Installed:
    """An environment that is ready: its interpreter, and the overrides that it needed."""

    python: Path
    overrides: tuple[str, ...]


async def prepare(
    uv: Uv, recipe: Recipe, *, folder: Path, interpreter: Path, python: str
) -> Installed | Refused:
    """Build a cell's environment in ``folder``; ``python`` is the cell's, for the words.

    Overrides are tried only when the resolver proves that there is no solution without them, so
    that a cell carries an override only if it needs one.
    """
    if refused := await uv.create(folder, interpreter):
        return refused
    inside, cwd = interpreter_in(folder), folder.parent
    carried: tuple[str, ...] = ()
    newest = replace(recipe, lowest=False)
    refused = await uv.install(inside, newest, carried, python, cwd)
    if recipe.overrides and refused and refused.status is Status.NOT_INSTALLABLE:
        carried = recipe.overrides
        refused = await uv.install(inside, newest, carried, python, cwd)
    if recipe.lowest and not refused:
        # Only what is asked for directly can be had at its lowest: name what the release declares.
        # What those need in turn stays new, or it would be older than the Python.
        try:
            named = replace(recipe, requirements=(*recipe.requirements, *declared(folder)))
        except (OSError, ValueError) as error:
            reason = f"its metadata cannot be read: {error}"
            return Refused(status=Status.INSTALL_FAILED, reason_class="metadata", reason=reason)
        refused = await uv.install(inside, named, carried, python, cwd)
    return refused or Installed(python=inside, overrides=carried)


def interpreter_in(folder: Path) -> Path:
    """Return the interpreter of the environment in ``folder``."""
    windows = folder / "Scripts" / "python.exe"
    return windows if windows.exists() else folder / "bin" / "python"
