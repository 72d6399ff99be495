"""From what was typed to the command that runs, the only one that is imported."""

from collections.abc import Sequence

from cyclopts import App, CycloptsError, Group

import compat
from compat.cli.config import Config
from compat.cli.program import ABOUT, COMMANDS, NO_CONFIG, get_epilogue
from compat.cli.wrong import explain
from compat.errors import CompatError, UsageError

app = App(
    name="compat",
    help=ABOUT,
    version=compat.__version__,
    version_format="plaintext",
    group_parameters=Group("Options", sort_key=3),  # after those that have a group of their own
)
for _name, (_place, _help) in COMMANDS.items():
    app.command(_place, name=_name, help=_help, help_epilogue=get_epilogue(_name) or None)


def execute(arguments: Sequence[str]) -> int | None:
    """Run the command that was typed and return its exit code. Raises CompatError.

    What is not typed a project's pyproject.toml may set, unless ``--no-config`` is typed.
    """
    own, command_of = _split(arguments)
    words = [*own[:1], *(word for word in own[1:] if word != NO_CONFIG)]
    config = Config()
    app.config = () if len(words) < len(own) else (config,)
    try:
        command, bound, _ = app.parse_args(words, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        raise UsageError(explain(error, words, _find_help(error))) from error
    if command_of:
        bound.arguments["command"] = command_of
    try:
        code: int | None = command(*bound.args, **bound.kwargs)
    except CompatError as error:
        if (explained := config.explain(error)) is error:
            raise
        raise explained from error
    config.tell()
    return code


def _split(arguments: Sequence[str]) -> tuple[Sequence[str], tuple[str, ...]]:
    """Return the words that are ours, and those of the command that ``check`` is to run."""
    if arguments[:1] != ["check"] or "--" not in arguments:
        return arguments, ()
    place = arguments.index("--")
    return arguments[:place], tuple(arguments[place + 1 :])


def _find_help(error: CycloptsError) -> str:
    """Return what the help says of the parameter that an error is about."""
    if error.argument is None or not error.command_chain:
        return ""
    known = app[error.command_chain[-1]].assemble_argument_collection(parse_docstring=True)
    said = (each.parameter.help for each in known if each.name == error.argument.name)
    return next(said, None) or ""
