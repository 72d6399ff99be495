"""A configuration that was typed, whole or in part, and for the rest the project's own."""

import os
from dataclasses import replace
from pathlib import Path

from compat.axes.cell import CellId
from compat.axes.spelling import Nameable, Spelled
from compat.cli import terminal
from compat.errors import UsageError
from compat.work.project import Project, Sourced, find_project


def find_source(typed: str | None, option: str, known: Nameable, *, quiet: bool) -> CellId:
    """Return the configuration that an option names; what it leaves out the project here has.

    Unless ``quiet`` a line beside the output says what was taken from where. Raises UsageError.
    """
    named = Spelled.parse(typed) if typed else Spelled()
    if named.python and named.core:
        return named.find(known)
    project = _add(find_project(Path(), os.environ), named, option)
    if project.python is None or project.core is None:
        raise UsageError(_ask(project, option))
    python, core = project.python, project.core
    try:
        whole = Spelled(python=python.value, core=core.value, layer=named.layer)
        cell = whole.find(known)
    except UsageError as error:
        message = f"{_describe(python, core, project.unread)}: {error}"
        raise UsageError(message, error.cause) from error
    if not quiet:
        core = replace(core, value=cell.core)  # of a line the release
        terminal.print_remark(f"{_describe(python, core, project.unread)}.")
    # What was not measured with langgraph is answered for langchain-core alone.
    layered = replace(cell, layer=cell.layer or (project.layer.value if project.layer else None))
    return layered if layered in known.choices else cell


def _add(project: Project, named: Spelled, option: str) -> Project:
    """Return a project with what a person names in place of what it has."""
    place = option if option.startswith("-") else "as typed"
    python = Sourced(value=named.python, place=place) if named.python else project.python
    core = Sourced(value=named.core, place=place) if named.core else project.core
    return replace(project, python=python, core=core)


def _describe(python: Sourced, core: Sourced, unread: tuple[str, ...]) -> str:
    notes = [
        *(f"{other.place} has Python {other.value}" for other in python.others),
        *(f"{other.place} has {other.value}" for other in core.others),
        *unread,
    ]
    where = "" if python.place == core.place else f" ({python.place})"
    told = "; ".join([core.place, *notes])
    return f"From Python {python.value}{where}, langchain-core {core.value} ({told})"


def _ask(project: Project, option: str) -> str:
    """Return what is missing, where it was looked for, and what to type."""
    if project.core is None:
        python = project.python.value if project.python else "3.12"
        what, example = "langchain-core", f"{python}/0.3.40"
        places = (
            "an active environment, .venv, uv.lock, poetry.lock, pylock.toml and pinned "
            "requirements*.txt"
        )
    else:
        what, example = "Python", f"3.12/{project.core.value}"
        places = "an environment, .python-version and requires-python of pyproject.toml"
    unread = f" ({'; '.join(project.unread)})" if project.unread else ""
    lacks = f"no {what} was found in {places}{unread}; type {option} {example}"
    return f"what you have now is not known: {lacks}" if option == "--from" else lacks
