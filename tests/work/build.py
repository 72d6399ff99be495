"""Somebody who watches the work, and remembers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from compat.plan.model import Plan
from compat.record.model import Record


@dataclass(kw_only=True)
class Noted:
    """Hears all of it."""

    plans: list[Plan] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    def plan(self, plan: Plan) -> None:
        self.plans.append(plan)

    def say(self, line: str, *, loud: bool = False) -> None:
        self.said.append(f"{line}{'!' if loud else ''}")

    def remark(self, line: str) -> None:
        self.remarks.append(line)

    @contextmanager
    def run(self, plan: Plan) -> Iterator["Noted"]:
        assert self.plans in ([], [plan])
        yield self

    def expect(self, cells: int) -> None:
        self.cells.append(f"expect {cells}")

    def started(self, cell: str) -> None:
        self.cells.append(f"started {cell}")

    def finished(self, record: Record) -> None:
        self.cells.append(f"finished {record.cell}")
