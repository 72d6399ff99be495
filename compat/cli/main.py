"""The entry point: the only place that exits."""

import errno
import json
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from shutil import get_terminal_size
from types import FrameType
from typing import NoReturn

from compat.axes.text import join_lines
from compat.cli.bare import make_bare
from compat.cli.harmless import make_plain
from compat.cli.program import answer
from compat.errors import (
    BugError,
    CompatError,
    DiskError,
    ExitCode,
    InterruptError,
    NotFoundOutError,
)
from compat.shortage import find_shortage_behind
from compat.warm.descendants import end_all

# They run cells.
_MEASURING = frozenset({"matrix", "run", "replay", "hosts", "check"})

# Of memory, processes, threads and open files; what else the machine refuses is a file.
_SHORT = frozenset({errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE})

_SHOWS = "--pass="
_LONGEST = 2000  # characters of the one line


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run ``compat`` and exit with what ``ExitCode`` documents.

    As a program (without ``arguments``) it leaves no process behind, and where it runs cells it
    holds no secret that it does not need.
    """
    _open_outputs()
    if arguments is None and _measures(sys.argv[1:]):
        make_bare(_list_passed(sys.argv[1:]))
    # A shell that puts us into the background makes SIGINT ignored, and _interrupt leans on it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _interrupt)
    _heed_hangup()
    try:
        sys.exit(_run(sys.argv[1:] if arguments is None else list(arguments)))
    finally:
        if arguments is None:
            end_all()


def _measures(arguments: Sequence[str]) -> bool:
    return not _MEASURING.isdisjoint(arguments[:1]) or "--yes" in arguments


def _list_passed(arguments: Sequence[str]) -> set[str]:
    """Return the names of the variables that the code that ``check`` runs may see."""
    if arguments[:1] != ["check"]:
        return set()
    own = arguments[: arguments.index("--")] if "--" in arguments else arguments
    joined = {word.removeprefix(_SHOWS) for word in own if word.startswith(_SHOWS)}
    return joined | {name for option, name in pairwise(own) if f"{option}=" == _SHOWS}


def _run(arguments: list[str]) -> int:
    as_json = "--json" in arguments
    try:
        code = _answer_or_execute(arguments)
        sys.stdout.flush()
    except CompatError as error:
        return _say(error, as_json=as_json)
    except BrokenPipeError as error:
        if _MEASURING & {*arguments[:1]}:  # it may be a pipe to a cell
            return _say(_explain_unforeseen(error), as_json=as_json)
        _close_output()  # who reads has read enough, like head: that is no news
        return ExitCode.CANNOT_WRITE
    except KeyboardInterrupt:
        words = "interrupted; finished cells are kept, the same command goes on from here"
        return _say(InterruptError(words), as_json=as_json)
    except Exception as error:  # noqa: BLE001 - the last resort
        return _say(_explain_unforeseen(error), as_json=as_json)
    return int(code or ExitCode.OK)


def _answer_or_execute(arguments: list[str]) -> int | None:
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:2], "--help"]
    if (said := answer(arguments)) is not None:
        print(said)  # noqa: T201 - as a command would
        return ExitCode.OK
    from compat.cli.parse import execute  # noqa: PLC0415 - takes as long as an answer

    return execute(arguments)


def _explain_unforeseen(error: Exception) -> CompatError:
    """Return what to say of an error that no command expects: the machine's, or a fault of ours.

    Of several at once what the machine refuses weighs more: the others may come of it.
    """
    causes = list(_find_causes(error))
    for cause in causes:
        if isinstance(cause, OSError):
            place = f"{cause.filename}: " if cause.filename else ""
            words = f"cannot go on: {place}{cause.strerror or cause}; finished cells are kept"
            short = cause.errno in _SHORT
            return NotFoundOutError(words, "machine-ran-short") if short else DiskError(words)
        if found := find_shortage_behind(cause):
            words = f"the machine ran short: {found}; finished cells are kept"
            return NotFoundOutError(words, "machine-ran-short")
    return BugError(_report_bug(causes[0]))


def _find_causes(error: Exception) -> Iterator[Exception]:
    """Give an error, or of a group each that is in it."""
    if isinstance(error, ExceptionGroup):
        for each in error.exceptions:
            yield from _find_causes(each)
    else:
        yield error


def _report_bug(error: Exception) -> str:
    """Return one line about a fault of ours, and print all of it where a person asks for that."""
    if os.environ.get("COMPAT_TRACEBACK"):
        traceback.print_exception(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"a bug of this program: {type(error).__name__} in {Path(frame.filename).name}:"
        f"{frame.lineno} ({error}); please report it with what COMPAT_TRACEBACK=1 prints"
    )


def _say(error: CompatError, *, as_json: bool) -> ExitCode:
    from compat.reports.text import wrap  # noqa: PLC0415 - what ends well needs no reports

    line = make_plain(join_lines(str(error), limit=_LONGEST))
    try:
        if as_json:
            from compat.cli.terminal import print_json  # noqa: PLC0415 - imports rich

            said = {"cause": error.cause, "message": line}
            print_json(json.dumps({"error": said, "exit_code": error.exit_code}) + "\n")
        sys.stdout.flush()
    except OSError:  # full, or nobody reads it any more
        _close_output()
    width = get_terminal_size().columns if sys.stderr.isatty() else 0
    with suppress(OSError):
        sys.stderr.write("\n".join([*wrap(f"compat: {line}", width), ""]))
    return error.exit_code


def _open_outputs() -> None:
    """Make sure that there are outputs, and that none refuses a letter that it cannot spell.

    A person may close one (``>&-``); then Python has none, and what is printed goes nowhere. Nor
    may the next file that is opened be taken for it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for good
            setattr(sys, name, nowhere)
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _close_output() -> None:
    """Let nothing else try to write to an output that takes nothing more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _heed_hangup() -> None:
    """Be interrupted where the terminal is closed, unless nohup has said otherwise."""
    hangup = getattr(signal, "SIGHUP", None)  # not on Windows
    if hangup is not None and signal.getsignal(hangup) is signal.SIG_DFL:
        signal.signal(hangup, _interrupt)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Treat SIGTERM, which CI services send, like Ctrl-C, which event loops know how to take."""
    signal.raise_signal(signal.SIGINT)
