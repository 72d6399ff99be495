"""Who is told how the work goes; a terminal is one, and a test another."""

from contextlib import AbstractContextManager
from typing import Protocol

from compat.plan.model import Plan
from compat.run.engine import Progress


class Rounds(Progress, Protocol):
    """Somebody who is told how a run goes, round by round."""

    def expect(self, cells: int) -> None:
        """Take note that so many cells more will run, in a round of their own."""


class Watcher(Protocol):
    """Somebody who is told what is going to be done, and what a person should know."""

    def plan(self, plan: Plan) -> None:
        """Take note of what is going to be done."""

    def say(self, line: str, *, loud: bool = False) -> None:
        """Take note of a line about the work; a ``loud`` one should not be overlooked."""

    def remark(self, line: str) -> None:
        """Take note of a line about this machine, beside the output."""

    def run(self, plan: Plan) -> AbstractContextManager[Rounds]:
        """Give who is told of the cells while a plan runs."""
