"""Cells side by side, as many as there are cores."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

from compat.errors import CompatError
from compat.plan.model import PlannedCell
from compat.record.model import Record, Status
from compat.run.cell import Bench, probe
from compat.run.resources import find_scarce

Keep = Callable[[Record], Record]


class Progress(Protocol):
    """Somebody who is told how a run goes."""

    def started(self, cell: str) -> None:
        """Take note that a cell has started."""

    def finished(self, record: Record) -> None:
        """Take note that a cell has ended, and how."""


def run_cells(
    cells: Sequence[PlannedCell],
    bench: Bench,
    *,
    jobs: int,
    keep: Keep,
    progress: Progress,
) -> dict[str, Record]:
    """Run cells, ``jobs`` at a time, in a loop of their own; see ``probe_all``."""

    async def run() -> dict[str, Record]:
        waiting = Waiting(cells)
        waiting.close()
        return await probe_all(waiting, bench, jobs=jobs, keep=keep, progress=progress)

    return asyncio.run(run())


async def probe_all(
    waiting: "Waiting",
    bench: Bench,
    *,
    jobs: int,
    keep: Keep,
    progress: Progress,
) -> dict[str, Record]:
    """Run cells until no more will come, ``jobs`` at a time; return their records by cell id.

    ``keep`` takes each record the moment its cell ends, and returns what is kept of it. A cell that
    the machine had too little for runs again at the end, alone. Raises what ``keep`` raises, and
    KeyboardInterrupt; in both cases no process of a cell is left.
    """
    records: dict[str, Record] = {}
    aside: dict[str, PlannedCell] = {}

    def settle(record: Record) -> None:
        records[record.cell] = keep(record)
        progress.finished(record)

    async def work() -> None:
        while cell := await waiting.take():
            progress.started(cell.id)
            record = await probe(cell, bench)
            waiting.done(cell)
            if record.status is Status.MACHINE_FAILED:
                aside[cell.id] = cell
            else:
                settle(record)

    try:
        with raise_one_cause():
            async with asyncio.TaskGroup() as group:
                for _ in range(jobs):
                    group.create_task(work())
            for cell in aside.values():
                settle(await _run_again(cell, bench))
    finally:
        await bench.host.close()
    return records


async def _run_again(cell: PlannedCell, bench: Bench) -> Record:
    """Run a cell that the machine had too little for, alone, and say whose fault it is now.

    Where it comes to the same though there is enough of everything, it is the cell that has no end.
    """
    record = await probe(cell, bench)
    if record.status is not Status.MACHINE_FAILED:
        return record
    lacking = await asyncio.to_thread(find_scarce, bench.work)
    if lacking:
        return replace(record, reason=f"{record.reason}; the machine has too little: {lacking}")
    reason = f"{record.reason}; this happened twice, the second time alone with enough resources"
    return replace(record, status=Status.CRASHED, reason=reason)


class Waiting:
    """Cells that wait, handed out so that those who work share a Python only when they must.

    What the cells of one Python have in common is then made ready by one while another works. More
    may come while some are worked on, until it is closed; a Python's come out in their order.
    """

    def __init__(self, cells: Iterable[PlannedCell] = ()) -> None:
        self._queues: dict[str, deque[PlannedCell]] = {}
        self._running: Counter[str] = Counter()
        self._closed = False
        self._changed = asyncio.Event()
        self.add(cells)

    def add(self, cells: Iterable[PlannedCell]) -> None:
        """Let more cells wait."""
        for cell in cells:
            self._queues.setdefault(cell.python, deque()).append(cell)
        self._changed.set()

    def close(self) -> None:
        """Say that no more will come."""
        self._closed = True
        self._changed.set()

    async def take(self) -> PlannedCell | None:
        """Return the next cell as soon as there is one, or None when no more will come."""
        while True:
            if cell := self._next():
                return cell
            if self._closed:
                return None
            self._changed.clear()
            await self._changed.wait()

    def _next(self) -> PlannedCell | None:
        left = [python for python, queue in self._queues.items() if queue]
        if not left:
            return None
        python = min(left, key=lambda name: self._running[name])
        self._running[python] += 1
        return self._queues[python].popleft()

    def done(self, cell: PlannedCell) -> None:
        """Take note that a cell has ended."""
        self._running[cell.python] -= 1


@contextmanager
def raise_one_cause() -> Iterator[None]:
    """Raise one error of a group of ours: the person needs one line, and they have one cause."""
    try:
        yield
    except* CompatError as errors:
        found: BaseException = errors
        while isinstance(found, BaseExceptionGroup):
            found = found.exceptions[0]
        raise found from None
