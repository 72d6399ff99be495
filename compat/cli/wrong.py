"""What was typed wrong, in one line of plain English that ends with where to read more."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import Final, Literal, get_args, get_origin

from cyclopts import (
    Argument,
    CoercionError,
    ConsumeMultipleError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)

from compat.axes.spelling import Spelled
from compat.axes.text import join_lines
from compat.cli.program import COMMANDS
from compat.errors import UsageError

_KINDS: Final = {int: "a whole number", float: "a number"}
_LONGEST: Final = 60  # characters of a word that is shown


def explain(error: CycloptsError, arguments: Sequence[str], help_text: str) -> str:
    """Return what is wrong with a command line, and which help says more.

    ``help_text`` is what the help says of the parameter that is missing, if one is.
    """
    command = next(iter(arguments), "")
    if command not in COMMANDS:
        return f"{_explain_command(command)} (compat --help lists the commands)"
    return f"{_explain_words(error, command, help_text)} (compat {command} --help says more)"


def _explain_command(word: str) -> str:
    if word.startswith("-"):
        return f"there is no option {_show(word)} before a command; type the command first"
    with suppress(UsageError):
        Spelled.parse(word)
        return f"there is no command {_show(word)}; type compat ask {word}"
    return f"there is no command {_show(word)}{_suggest(word, COMMANDS)}"


def _explain_words(error: CycloptsError, command: str, help_text: str) -> str:
    match error:
        case UnknownOptionError():
            said = _explain_option(error, command)
        case ConsumeMultipleError():
            said = f"{_name(error)} needs a value; leave it out for the default"
        case MissingArgumentError(keyword=str(option)):
            said = f"{option} needs a value"
        case MissingArgumentError(argument=Argument() as missing):
            said = _explain_missing(missing, command, help_text)
        case RepeatArgumentError(token=token):
            said = f"{token.keyword} is given more than once"
        case CoercionError(argument=Argument() as argument):
            said = _explain_kind(error, argument)
        case ValidationError(argument=Argument() as argument):
            said = _explain_bound(error, argument)
        case UnusedCliTokensError(unused_tokens=[word, *_]):
            said = f"{command} does not take the word {_show(word)}"
        case _:
            said = join_lines(str(error))
    return said


def _explain_option(error: UnknownOptionError, command: str) -> str:
    typed = (error.token.keyword or error.token.value).partition("=")[0]
    known = [name for each in error.argument_collection if each.parse for name in each.names]
    return f"{command} has no option {_show(typed)}{_suggest(typed, known)}"


def _explain_missing(missing: Argument, command: str, help_text: str) -> str:
    positional = missing.field_info.is_positional
    name = missing.name.lstrip("-").upper() if positional else missing.name
    said = f": {help_text[:1].lower()}{help_text[1:].rstrip('.')}" if help_text else ""
    return f"{command} needs {name}{said}"


def _explain_kind(error: CoercionError, argument: Argument) -> str:
    name, value = _name(error), error.token.value if error.token else ""
    choices = [str(each) for hint in _hints(argument) for each in _list_choices(hint)]
    if choices:
        listed = f"{', '.join(choices[:-1])} or {choices[-1]}"
        return f"{name} takes {listed}, not {_show(value)}{_suggest(value, choices)}"
    if bool in _hints(argument):
        return f"{name} takes no value: leave out ={value}"
    kind = next((_KINDS[hint] for hint in _hints(argument) if hint in _KINDS), "another value")
    return f"{name} takes {kind}, not {_show(value)}"


def _explain_bound(error: ValidationError, argument: Argument) -> str:
    name, value = _name(error), argument.tokens[0].value if argument.tokens else ""
    found = re.fullmatch(r"Must be ([<>])= (\S+?)\.?", error.exception_message)
    if found is None:
        return f"{name} cannot be {_show(value)}: {join_lines(error.exception_message)}"
    return f"{name} takes {found[2]} or {'more' if found[1] == '>' else 'less'}, not {value}"


def _hints(argument: Argument) -> tuple[object, ...]:
    """Return the types that a value may have: of ``int | None`` both."""
    hint = argument.hint
    return (hint,) if get_origin(hint) is Literal else (hint, *get_args(hint))


def _list_choices(hint: object) -> tuple[object, ...]:
    return get_args(hint) if get_origin(hint) is Literal else ()


def _name(error: CycloptsError) -> str:
    """Return an option as it was typed, or as it is called."""
    token = getattr(error, "token", None)
    argument = error.argument
    typed = (token, *(argument.tokens if argument else ()))
    called = argument.name if argument else "an option"
    return next((each.keyword for each in typed if each and each.keyword), called)


def _suggest(word: str, known: Iterable[str]) -> str:
    bare = {name.lstrip("-"): name for name in known}  # all options are alike in their dashes
    near = get_close_matches(word.lower().lstrip("-"), list(bare), n=1)
    return f"; did you mean {bare[near[0]]}?" if near else ""


def _show(word: str) -> str:
    shown = join_lines(word, limit=_LONGEST)
    return shown if shown.startswith("-") and shown.isascii() else repr(shown)
