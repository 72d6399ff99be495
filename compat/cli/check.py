"""``compat check``: a person's own code, watched while it runs."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated, Final, Literal

from cyclopts import Parameter

from compat.axes.clock import Clock
from compat.check.baseline import compare_with_baseline, has_new
from compat.check.comments import parse_entry
from compat.check.model import Check
from compat.cli import terminal
from compat.cli.argv import typed_check
from compat.cli.known import Matrices
from compat.cli.program import HOME
from compat.errors import (
    DiskError,
    ExitCode,
    InterruptError,
    NothingSelectedError,
    UsageError,
)
from compat.files import StrangeFileError, make_folder, make_home, read_stranger, write_atomic
from compat.options import EACH, SWITCH, Positive
from compat.reports.check.codec import read_check_json, render_check_json
from compat.reports.check.github import render_annotations, render_check_summary
from compat.reports.check.page import render_check_html
from compat.reports.check.sarif import render_check_sarif
from compat.reports.check.text import render_check, render_check_lines
from compat.work.check import INTERRUPTED, Advising, Order
from compat.work.check import check as watch
from compat.work.check_environment import find_home, has_pytest
from compat.work.given import parse_given, read_given
from compat.work.graphs import FILE, find_targets, has_graphs

_LARGEST_INPUT: Final = 10_000_000  # bytes
_LARGEST: Final = 64_000_000  # bytes of a file that a person names
_NEEDED: Final = 1_000_000  # bytes that the files of a check may take
_RENDER: Final[dict[str, Callable[[Check], bytes]]] = {
    "check.json": render_check_json,
    "check.html": lambda check: render_check_html(check).encode(),
    "check.sarif": lambda check: render_check_sarif(check).encode(),
}


def check(  # noqa: PLR0913 - each is an option of the command
    *targets: str,
    command: Annotated[tuple[str, ...], Parameter(parse=False)] = (),
    python: Path | None = None,
    given: Annotated[str | None, Parameter(name="--input")] = None,
    setup: Path | None = None,
    models: Literal["stub", "real"] = "stub",
    variables: Annotated[tuple[str, ...], EACH, Parameter(name="--pass")] = (),
    network: Annotated[bool, SWITCH] = False,
    drive: Literal["as-is", "async"] = "as-is",
    private: Annotated[tuple[str, ...], EACH] = (),
    baseline: Path | None = None,
    time_limit: Positive = 900,
    output: Path | None = None,
    folder: Path | None = None,
    all_of_them: Annotated[bool, SWITCH, Parameter(name="--all")] = False,
    as_json: Annotated[bool, SWITCH, Parameter(name="--json")] = False,
) -> int:
    """Run this project's code, and say which calls event streams, handlers or tracers miss.

    Nothing is installed into the project and none of its code is changed. What it runs has few
    variables of yours, and no network.

    Parameters
    ----------
    targets
        What to drive, each in a process of its own, with models that are stubs: app.graph:graph,
        src/app/graph.py:graph, or langgraph.json for the graphs that it names (default: this
        project's tests; without pytest its langgraph.json). A command comes after --, like
        compat check -- pytest tests/unit.
    python
        The environment: its folder or its interpreter (default: the active one, else .venv).
    given
        What targets are given: JSON, or a file of JSON (default: made from their schema; graphs
        get one human message).
    setup
        A Python file to run before a target is imported, to replace what reaches outside.
    models
        stub: no key and no network; real: the models as they are, with --network.
    variables
        A variable of yours that the code may see, like OPENAI_API_KEY; may be typed again.
    network
        Let it connect to other machines.
    drive
        async: what tests call by invoke of a graph goes through ainvoke.
    private
        A call that is hidden on purpose, like 'summarize > ChatOpenAI'; may be typed again.
    baseline
        A check.json of before: only new findings are bad news.
    time_limit
        Seconds for each process.
    output
        Where check.json, check.html and check.sarif go (default: .compat/check).
    folder
        The matrix to take advice from: its file, or a folder of reports (default: all that is
        known here).
    all_of_them
        Show all findings, with the whole code to write.
    as_json
        Print the check as JSON.
    """
    if targets and command:
        message = "a target and a command are two checks: type one of them"
        raise UsageError(message)
    here = Path.cwd()
    known = _read_baseline(baseline) if baseline else None
    _refuse_bad_entries(private)
    home = find_home(here, os.environ, python)
    place = output or HOME / "check"
    _refuse_unwritable(place)
    if not (targets or command):
        targets, command = _choose(here, has_pytest(home))
    order = Order(
        folder=here,
        targets=find_targets(here, targets),
        command=command,
        input=_read_input(given),
        setup=_find_setup(setup),
        models=models,
        drive=drive,
        network=network or models == "real",
        passed=variables,
        private=private,
        time_limit=time_limit,
        typed=typed_check(targets, command),
    )
    advising = _read_matrices(folder)
    try:
        found = watch(order, home, advising, os.environ, Clock())
    except KeyboardInterrupt as error:
        message = "interrupted before it was known what was found"
        raise InterruptError(message) from error
    if known is not None:
        found = compare_with_baseline(found, known)
    _write(found, place)
    _print(found, all_of_them=all_of_them, as_json=as_json)
    terminal.print_remark(f"Details: {place}/check.html, and beside it check.json and check.sarif.")
    return _decide(found)


def _choose(folder: Path, tests: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:  # noqa: FBT001
    """Return the targets or the command where nothing is named: the tests, else the graphs."""
    if tests:
        return (), ("python", "-m", "pytest")
    if has_graphs(folder):
        return (FILE,), ()
    message = (
        "nothing to run: this environment has no pytest, and there is no langgraph.json; "
        "name a target, like app.graph:graph, or a command after --"
    )
    raise NothingSelectedError(message)


def _refuse_bad_entries(entries: tuple[str, ...]) -> None:
    for entry in entries:
        try:
            parse_entry(entry)
        except ValueError as error:
            raise UsageError(str(error)) from error


def _read_input(given: str | None) -> str | None:
    """Return what is given as the text of JSON; a file's, if there is one of that name."""
    if given is None:
        return None
    named = os.path.lexists(given)
    content = read_given(Path(given), _LARGEST_INPUT) if named else None
    text = given.encode("utf-8", "surrogatepass") if content is None else content
    parse_given(text, "the file of --input" if named else "--input is no file, and")
    return text.decode("utf-8-sig")


def _find_setup(path: Path | None) -> Path | None:
    if path is not None and not os.path.isfile(path):  # noqa: PTH113 - no name is too long for it
        message = f"there is no file {path} to set up with"
        raise UsageError(message)
    return path.absolute() if path else None


def _read_baseline(path: Path) -> Check:
    try:
        content = read_stranger(path, _LARGEST)
    except StrangeFileError as error:
        message = f"cannot read {path}: {error}"
        raise UsageError(message) from error
    if content is None:
        message = f"there is no baseline {path}; a check writes one, .compat/check/check.json"
        raise UsageError(message)
    return read_check_json(content, str(path))


def _read_matrices(folder: Path | None) -> Advising:
    """Return what to take advice from; before anything runs, so that nothing runs in vain."""
    try:
        if folder is not None and folder.exists() and not (folder.is_dir() or folder.is_file()):
            message = f"{folder} is neither a folder of reports nor a file"
            raise UsageError(message)
        known = Matrices(folder=folder)
        return Advising(matrix=known.core, layered=known.layer_if_any)
    except OSError as error:
        message = f"cannot read {folder or 'the reports'}: {error.strerror or error}"
        raise UsageError(message) from error


def _refuse_unwritable(place: Path) -> None:
    """Raise DiskError if the files of a check cannot be written to a folder; it leaves no trace."""
    try:
        above = next(each for each in (place, *place.absolute().parents) if os.path.lexists(each))
        with TemporaryFile(dir=above) as file:
            file.write(bytes(_NEEDED))
            file.flush()
            os.fsync(file.fileno())
        taken = [name for name in _RENDER if (place / name).is_dir()]
    except OSError as error:
        message = f"cannot write to {place}: {error.strerror or error}"
        raise DiskError(message) from error
    if taken:
        message = f"cannot write to {place}: {taken[0]} is a folder there"
        raise DiskError(message)


def _write(found: Check, place: Path) -> None:
    if place.parent == HOME:
        make_home(HOME)
    make_folder(place)
    for name, render in _RENDER.items():
        write_atomic(place / name, render(found))


def _print(found: Check, *, all_of_them: bool, as_json: bool) -> None:
    if as_json:
        terminal.print_json(render_check_json(found).decode())
    elif sys.stdout.isatty() or all_of_them:
        terminal.print_lines(render_check(found, all_of_them=all_of_them))
    else:
        terminal.print_lines(render_check_lines(found))
    if os.environ.get("GITHUB_ACTIONS") == "true" and not as_json:
        terminal.print_commands(render_annotations(found))
        _append_summary(os.environ.get("GITHUB_STEP_SUMMARY"), found)


def _append_summary(place: str | None, found: Check) -> None:
    if place:
        try:
            with Path(place).open("a", encoding="utf-8") as file:
                file.write(render_check_summary(found))
        except OSError as error:
            terminal.print_remark(f"The summary of the job cannot be written: {error.strerror}.")


def _decide(found: Check) -> ExitCode:
    """Return what a check comes to: one that judged nothing, or saw not all, is not clean."""
    if INTERRUPTED in found.partial:
        return ExitCode.INTERRUPTED
    if found.partial or not (found.findings or found.complete or found.private):
        return ExitCode.NOT_FOUND_OUT
    return ExitCode.BAD_NEWS if has_new(found) else ExitCode.OK
