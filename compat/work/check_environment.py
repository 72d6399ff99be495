"""The environment in which a project's code is watched."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from compat.environments.environment import find_interpreter_in
from compat.errors import NothingSelectedError, UsageError
from compat.files import StrangeFileError
from compat.work.project import list_environments
from compat.work.project_environment import Place, read_environment


@dataclass(frozen=True, kw_only=True)
class Home:
    """A virtual environment: its folder, its interpreter, and what it has."""

    root: Path
    python: Path
    place: Place


def find_home(folder: Path, environ: Mapping[str, str], named: Path | None) -> Home:
    """Return the environment to watch: the one that is named, the active one, or ``.venv``.

    ``named`` is its folder or its interpreter. Raises UsageError, NothingSelectedError.
    """
    if named is not None:
        return _read_named(named)
    without: list[str] = []
    for name, root in list_environments(folder, environ):
        if not find_interpreter_in(root).exists():
            continue
        if place := _read(root, name):
            return Home(root=root, python=find_interpreter_in(root), place=place)
        without.append(name)
    if without:
        message = f"{' and '.join(without)} has no langchain-core; install the project there first"
        raise NothingSelectedError(message)
    message = (
        "no environment here: there is no .venv, and none is active; "
        "name the project's own, like --python .venv/bin/python"
    )
    raise NothingSelectedError(message)


def has_pytest(home: Home) -> bool:
    """Tell whether an environment has pytest."""
    return any(each.is_dir() for each in home.root.glob("[lL]ib*/**/site-packages/pytest"))


def _read_named(named: Path) -> Home:
    # Not resolved: the interpreter of an environment is a link to the one that made it.
    path = Path(os.path.abspath(named))  # noqa: PTH100
    root = path if path.is_dir() else path.parent.parent
    python = find_interpreter_in(root)
    if not python.exists():
        message = f"{named} is no interpreter, and no environment"
        raise UsageError(message)
    place = _read(root, str(named))
    if place is None:
        message = f"{named} has no langchain-core, or is no virtual environment"
        raise NothingSelectedError(message)
    return Home(root=root, python=python, place=place)


def _read(root: Path, name: str) -> Place | None:
    try:
        return read_environment(root, name)
    except StrangeFileError as error:
        raise UsageError(str(error)) from error
