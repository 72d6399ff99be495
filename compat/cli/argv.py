"""Commands as a person types them again: made from what was asked, not from its words."""

import shlex
from collections.abc import Iterable, Iterator

from cyclopts import Argument

from compat.cli.parse import app
from compat.plan.request import Request


def typed_command(command: str, **asked: object) -> str:
    """Return what a person types in a clone to have this again.

    ``asked`` are parameters of the command's function, by name. What is not among them decides
    nothing of what is measured, and may lie somewhere on this machine.
    """
    arguments = to_argv(command, **asked)
    return shlex.join(["nox", "-s", command, *(["--", *arguments] if arguments else [])])


def typed_check(targets: Iterable[str], command: Iterable[str]) -> tuple[str, ...]:
    """Return the words that run a check again; what else was typed decides nothing of its code."""
    words = tuple(command)
    return ("compat", "check", *targets, *(("--", *words) if words else ()))


def matrix_command(asked: Request) -> str:
    """Return what a person types in a clone to measure in one run what is asked for."""
    return typed_command("matrix", cells=asked.cells, selection=asked)


def to_argv(command: str, **asked: object) -> list[str]:
    """Return the arguments that differ from the defaults, in the order of the command's help.

    Cells come first: after an option of several values they would be taken for some of these.
    """
    known = app[command].assemble_argument_collection()
    return [
        word
        for argument in known
        if not argument.keys and argument.field_info.name in asked
        for word in _words(argument, asked[argument.field_info.name])
    ]


def _words(argument: Argument, value: object) -> Iterator[str]:
    """Give the words for the value of an argument, or of each of its fields."""
    for child in argument.children:
        yield from _words(child, getattr(value, child.field_info.name))
    if argument.children or not argument.parse or value in {argument.field_info.default, None}:
        return
    match value:
        case bool():
            yield (argument.names if value else argument.negatives)[0]
        case tuple():
            yield from _many(argument.name, value)
        case _:
            yield from _many(argument.name, (f"{value}",))


def _many(name: str, values: tuple[str, ...]) -> Iterator[str]:
    """Give an option and its values; those that look like options are bound to it."""
    if not name.startswith("-"):
        yield from values
    elif any(value.startswith("-") for value in values):
        yield from (f"{name}={value}" for value in values)
    elif values:
        yield name
        yield from values
