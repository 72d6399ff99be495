"""Measuring what was never probed, for one answer, if a person agrees."""

import sys
from collections.abc import Callable

from compat.cli.harmless import make_plain
from compat.cli.program import HOME, JOBS
from compat.matrix.model import Matrix
from compat.work.configuration import Asking

Command = Callable[[tuple[str, ...]], str]
"""What a person types to measure some cells again."""


def ask_first(command: Command, *, yes: bool) -> Asking:
    """Return how to measure: without asking if a person said ``yes``, else if they say so now."""
    return Asking(
        agrees=lambda question: yes or _ask_person(question),
        probe=lambda names: probe(names, command),
    )


def name_matrix_command(names: tuple[str, ...]) -> str:
    """Return what measures some cells and nothing else."""
    from compat.cli.argv import matrix_command  # noqa: PLC0415
    from compat.plan.request import Request  # noqa: PLC0415

    return matrix_command(Request(cells=names))


def probe(names: tuple[str, ...], command: Command) -> Matrix:
    """Measure some cells now, and say how it goes beside the output."""
    # What measures takes longer to import than an answer takes.
    from compat.cli.console import make_console  # noqa: PLC0415
    from compat.cli.progress import ConsoleWatcher  # noqa: PLC0415
    from compat.work.prepare import Manner  # noqa: PLC0415
    from compat.work.probe import probe_cells  # noqa: PLC0415

    manner = Manner(jobs=JOBS, home=HOME.absolute(), command=command(names))
    return probe_cells(names, manner, ConsoleWatcher(make_console(stderr=True), quiet=True))


def _ask_person(question: str) -> bool:
    """Ask a person, if one sits there."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(make_plain(f"{question} [y/N] "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
