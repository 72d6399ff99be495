"""A configuration that was typed, whole or in part, and for the rest the project's own."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from compat.axes.cell import CellId
from compat.axes.spelling import Nameable, Spelled
from compat.cli import terminal
from compat.errors import UsageError
from compat.work.project import Project, Sourced, find_project


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a person has: at least a Python and a release, each as it is written.

    ``project`` is what was looked into for what was not typed, None if nothing was.
    """

    spelled: Spelled
    project: Project | None = None

    @property
    def layer_taken(self) -> bool:
        """Whether the layer is the project's, and was not typed."""
        own = self.project.layer if self.project else None
        return own is not None and own.place not in _TYPED and self.spelled.layer == own.value

    def find(self, find: Callable[[Spelled], CellId]) -> CellId:
        """Return the cell that is meant; what is wrong is told with what was taken from where.

        Raises UsageError.
        """
        try:
            return find(self.spelled)
        except UsageError as error:
            if self.project is None:
                raise
            message = f"{_describe(self.project, self.spelled)}: {error}"
            raise UsageError(message, error.cause) from error

    def tell(self, cell: CellId) -> None:
        """Say beside the output what was taken from where, if something was."""
        if self.project is not None:
            taken = Spelled(python=cell.python, core=cell.core, layer=cell.layer)
            terminal.print_remark(f"{_describe(self.project, taken)}.")


_AS_TYPED = "as typed"
_TYPED = (_AS_TYPED, "--from", "--to")


def take_source(typed: str | None, option: str) -> Source:
    """Return what an option names; what it leaves out the project here has. Raises UsageError."""
    named = Spelled.parse(typed) if typed else Spelled()
    if named.python and named.core:
        return Source(spelled=named)
    project = _add(find_project(Path(), os.environ), named, option)
    if project.python is None or project.core is None:
        raise UsageError(_ask(project, option))
    whole = Spelled(
        python=project.python.value,
        core=project.core.value,
        layer=project.layer.value if project.layer else None,
    )
    return Source(spelled=whole, project=project)


def find_source(typed: str | None, option: str, known: Nameable, *, quiet: bool) -> CellId:
    """Return the configuration of langchain-core alone that is meant, and tell unless ``quiet``.

    Raises UsageError.
    """
    source = take_source(typed, option)
    cell = source.find(lambda spelled: replace(spelled, layer=None).find(known))
    if not quiet:
        source.tell(cell)
    return cell


def _add(project: Project, named: Spelled, option: str) -> Project:
    """Return a project with what a person names in place of what it has."""
    place = option if option.startswith("-") else _AS_TYPED
    return replace(
        project,
        python=Sourced(value=named.python, place=place) if named.python else project.python,
        core=Sourced(value=named.core, place=place) if named.core else project.core,
        layer=Sourced(value=named.layer, place=place) if named.layer else project.layer,
    )


def _describe(project: Project, taken: Spelled) -> str:
    """Return what was taken, with its places: that of most of it comes last."""
    python, core, layer = project.python, project.core, project.layer
    if python is None or core is None:
        return ""
    told = "; ".join([core.place, *_list_notes(project, layered=taken.layer is not None)])
    parts = [
        f"Python {python.value}{_place(python, core)}",
        f"langchain-core {taken.core}",
        *([f"LangGraph {taken.layer}{_place(layer, core)}"] if taken.layer and layer else []),
    ]
    return f"From {', '.join(parts)} ({told})"


def _place(part: Sourced, core: Sourced) -> str:
    return "" if part.place == core.place else f" ({part.place})"


def _list_notes(project: Project, *, layered: bool) -> Iterator[str]:
    """Give what else the project says, and what of it cannot be read."""
    for what, part in (("Python ", project.python), ("", project.core)):
        for other in part.others if part else ():
            yield f"{other.place} has {what}{other.value}"
    for other in project.layer.others if layered and project.layer else ():
        yield f"{other.place} has LangGraph {other.value}"
    yield from project.unread


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
        places = (
            "an environment, .python-version, langgraph.json and requires-python of pyproject.toml"
        )
    unread = f" ({'; '.join(project.unread)})" if project.unread else ""
    lacks = f"no {what} was found in {places}{unread}; type {option} {example}"
    return f"what you have now is not known: {lacks}" if option == "--from" else lacks
