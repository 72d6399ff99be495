"""The entry point: the only place that exits."""

import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from cyclopts import CycloptsError

from compat.cli import app as measuring
from compat.cli import compare, publish, shards, tools, upgrade
from compat.cli.program import app
from compat.errors import CompatError, ExitCode

# Importing a module of commands adds them to the program.
COMMANDS = (measuring, compare, publish, shards, tools, upgrade)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run ``compat`` and exit with what ``ExitCode`` documents."""
    # A shell that puts us into the background makes SIGINT ignored, and _interrupt leans on it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(_run(sys.argv[1:] if arguments is None else list(arguments)))


def _run(arguments: list[str]) -> int:
    try:
        code = app(arguments, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        return _say(f"{error} (compat --help lists what there is)", ExitCode.USAGE)
    except CompatError as error:
        return _say(str(error), error.exit_code)
    except KeyboardInterrupt:
        words = "interrupted; finished cells are kept, the same command goes on from here"
        return _say(words, ExitCode.INTERRUPTED)
    return int(code or ExitCode.OK)


def _say(words: str, code: ExitCode) -> ExitCode:
    line = " ".join(words.split())
    sys.stdout.flush()
    print(f"compat: {line}", file=sys.stderr)  # noqa: T201 - the one line a person gets
    return code


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Treat SIGTERM, which CI services send, like Ctrl-C, which event loops know how to take."""
    signal.raise_signal(signal.SIGINT)
