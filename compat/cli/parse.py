"""From what was typed to the command that runs, the only one that is imported."""

from collections.abc import Sequence

from cyclopts import App, ConsumeMultipleError, CycloptsError

import compat
from compat.cli.program import ABOUT, COMMANDS, EXAMPLES
from compat.errors import UsageError

app = App(
    name="compat",
    help=ABOUT,
    version=compat.__version__,
    version_format="plaintext",
    # Exiting is for main alone.
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
for _name, (_place, _help) in COMMANDS.items():
    app.command(_place, name=_name, help=_help, help_epilogue=EXAMPLES.get(_name))


def execute(arguments: Sequence[str]) -> int | None:
    """Run the command that was typed and return its exit code. Raises UsageError."""
    try:
        code: int | None = app(arguments, exit_on_error=False, print_error=False)
    except ConsumeMultipleError as error:
        message = f"{error.keyword} needs a value; leave it out for the default"
        raise UsageError(message) from error
    except CycloptsError as error:
        message = f"{error} (compat --help lists what there is)"
        raise UsageError(message) from error
    return code
