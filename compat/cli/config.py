"""What a project sets in its pyproject.toml, taken where the command line says nothing."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from cyclopts import App
from cyclopts.argument import ArgumentCollection
from cyclopts.config import Dict

from compat.axes.text import join_lines
from compat.cli import terminal
from compat.cli.program import TAKES
from compat.errors import CompatError
from compat.work.project_options import TEXTS, ProjectOptions, read_options

_INSTEAD: Final[Mapping[str, tuple[str, ...]]] = {
    "only": ("only", "group"),
    "group": ("only", "group"),
    "pythons": ("pythons",),
    "releases": ("releases",),
    "cells": ("pythons", "releases"),  # an id names both
    "plan": TAKES["run"],  # it says what to measure
}
"""By option, or name of words: the keys that do not count where it is typed."""

_LONGEST: Final = 300  # characters of the line


class Config:
    """Gives one command what the project here sets, and remembers what that was."""

    def __init__(self) -> None:
        self._taken: ProjectOptions | None = None

    def __call__(self, app: App, commands: tuple[str, ...], arguments: ArgumentCollection) -> None:
        """Fill in what is not typed; called between parsing and converting. Raises UsageError."""
        keys = TAKES.get(commands[-1] if commands else "", ())
        found = _read_here() if keys else None
        if found is None:
            return
        typed = [each.name.lstrip("-").lower() for each in arguments if each.tokens]
        without = {key for name in typed for key in _INSTEAD.get(name, ())}
        values = {
            key: value for key, value in found.values.items() if key in keys and key not in without
        }
        if values:
            self._taken = ProjectOptions(place=found.place, values=values)
            data = {key: v[0] if key in TEXTS else list(v) for key, v in values.items()}
            Dict(data, source=found.place, use_commands_as_keys=False)(app, commands, arguments)

    def tell(self) -> None:
        """Say beside the output what was taken, if anything was."""
        if self._taken:
            said = "; ".join(_describe(self._taken))
            terminal.print_remark(f"From {self._taken.place}: {join_lines(said, limit=_LONGEST)}.")

    def explain(self, error: CompatError) -> CompatError:
        """Return an error that names the file and its key too, where it is about their value."""
        if self._taken is None:
            return error
        blamed = {
            key: values
            for key, values in self._taken.values.items()
            if any(_is_named(value, str(error)) for value in values)
        }
        if not blamed:
            return error
        place = self._taken.place
        said = "; ".join(_describe(ProjectOptions(place=place, values=blamed)))
        message = f"{error} ({place} sets {join_lines(said, limit=_LONGEST)})"
        return type(error)(message, error.cause)


def _read_here() -> ProjectOptions | None:
    try:
        return read_options(Path.cwd())
    except FileNotFoundError:  # the folder is gone
        return None


def _describe(options: ProjectOptions) -> Iterator[str]:
    return (f"{key} = {', '.join(values)}" for key, values in options.values.items())


def _is_named(value: str, message: str) -> bool:
    """Tell whether a message has a value as a word: 3.9 is none of 0.3.999."""
    return re.search(rf"(?<![\w.]){re.escape(value)}(?![\w]|\.\w)", message) is not None
