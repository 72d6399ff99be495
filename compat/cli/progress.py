"""How a run goes, for somebody who watches and for a log."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import (
    BarColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.table import Column

from compat.cli import terminal
from compat.cli.plan_text import describe_plan
from compat.plan.model import Plan
from compat.record.model import FAILED, Record

_LINES = 10  # a log gets about this many lines, and one for every failure


class ConsoleWatcher:
    """Prints how the work goes; a ``quiet`` one of a run only what failed."""

    def __init__(self, console: Console, *, quiet: bool = False) -> None:
        self._console = console
        self._quiet = quiet

    def plan(self, plan: Plan) -> None:
        """Print the plan."""
        self.say(describe_plan(plan))

    def say(self, line: str, *, loud: bool = False) -> None:
        """Print a line."""
        style = "bold" if loud else None
        self._console.print(line, style=style, markup=False, highlight=False)

    def remark(self, line: str) -> None:
        """Print a line beside the output."""
        terminal.print_remark(line)

    def run(self, plan: Plan) -> AbstractContextManager["Quiet"]:
        """Give the progress that suits the console."""
        return show_progress(self._console, quiet=self._quiet, rounds=plan.exact)


class Quiet:
    """Says nothing but failures, and the count of them."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.failed = 0

    def expect(self, cells: int) -> None:
        """Take note that so many cells more will run, in a round of their own."""

    def started(self, cell: str) -> None:
        """Take note that a cell has started."""

    def finished(self, record: Record) -> None:
        """Take note that a cell has ended; say so if nothing is known of it."""
        if record.status in FAILED:
            self.failed += 1
            reason = (record.reason or "").partition("\n")[0]
            self._console.print(
                f"{record.cell}: {record.status}: {reason}", style="bold", markup=False
            )


class Lines(Quiet):
    """A line now and then, for logs. With ``rounds`` what is left is told of the round."""

    def __init__(self, console: Console, *, rounds: bool) -> None:
        super().__init__(console)
        self._rounds = rounds
        self._round = 0
        self._total = 0
        self._done = 0
        self._began = time.monotonic()

    def expect(self, cells: int) -> None:
        """Take note of a round, and say it if there may be more."""
        self._round += 1
        self._total += cells
        if self._rounds:
            self._console.print(f"round {self._round}: {cells} cells to run, {self._done} done")

    def finished(self, record: Record) -> None:
        """Take note that a cell has ended, and say how far the run is."""
        super().finished(record)
        self._done += 1
        seldom = max(_LINES if self._rounds else 1, self._total // _LINES)
        if self._done % seldom and (self._rounds or self._done != self._total):
            return
        each = (time.monotonic() - self._began) / self._done
        left = timedelta(seconds=round(each * (self._total - self._done)))
        self._console.print(
            f"{self._done} of {self._total} cells done, {self.failed} failed, about {left} left"
            f"{f' in round {self._round}' if self._rounds else ''}"
        )


class Live(Quiet):
    """A bar, and the cells that are running."""

    def __init__(self, console: Console, bar: Bar, task: TaskID, *, rounds: bool) -> None:
        super().__init__(console)
        self._bar = bar
        self._task = task
        self._rounds = rounds
        self._round = 0
        self._total = 0
        self._running: list[str] = []

    def expect(self, cells: int) -> None:
        """Take note of a round: the bar is of all cells that are known to run."""
        self._round += 1
        self._total += cells
        left = f"left in round {self._round}" if self._rounds else "left"
        self._bar.update(self._task, total=self._total, visible=True, left=left)

    def started(self, cell: str) -> None:
        """Take note that a cell has started."""
        self._running.append(cell)
        self._show()

    def finished(self, record: Record) -> None:
        """Take note that a cell has ended."""
        super().finished(record)
        self._running.remove(record.cell)
        self._bar.advance(self._task)
        self._show()

    def _show(self) -> None:
        running = " ".join(self._running)
        self._bar.update(self._task, running=running, failed=f"{self.failed} failed")


@contextmanager
def show_progress(console: Console, *, quiet: bool, rounds: bool) -> Iterator[Quiet]:
    """Give the progress that suits the console; with ``rounds`` each may be followed by another."""
    if quiet:
        yield Quiet(console)
    elif not console.is_terminal:
        yield Lines(console, rounds=rounds)
    else:
        columns = (
            BarColumn(20), _make_fixed("{task.completed} of {task.total} cells"),
            _make_fixed("{task.fields[failed]}"),
            TimeRemainingColumn(table_column=Column(no_wrap=True)),
            _make_fixed("{task.fields[left]}"),
            TextColumn(
                "{task.fields[running]}",
                markup=False,
                table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1),
            ),
        )  # fmt: skip
        with Bar(*columns, console=console, transient=True, expand=True) as bar:
            task = bar.add_task(
                "cells", total=None, visible=False, running="", failed="0 failed", left="left"
            )
            yield Live(console, bar, task, rounds=rounds)


def _make_fixed(text: str) -> TextColumn:
    """Return a column that is never cut: the list of running cells gives way."""
    return TextColumn(text, table_column=Column(no_wrap=True))
