"""What a session has seen so far, and what it is doing right now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from compat.incell.registry import Case

Observation = dict[str, Any]
Call = dict[str, Any]


def blank(case: Case) -> Observation:
    """Return an observation of which nothing is known yet."""
    return {
        "scenario": case.scenario,
        "variant": case.variant,
        "remedy": case.remedy,
        "path": list(case.path),
        "absent": None,
        "exception": None,
        "harness_error": None,
        "returned": None,
        "facts": {},
        "streams": [],
        "handler": [],
        "handler_call": None,
        "hook_call": None,
    }


def _outline(drives: list[list[dict[str, Any]]]) -> list[tuple[Any, ...]]:
    """Return which runs there were and below which, without how often they said something."""
    runs = [run for drive in drives for run in drive]
    return sorted((run["name"], run["kind"], run["parents"]) for run in runs)


@dataclass
class Progress:
    """A file beside the record, whose last line says what had begun when the process died.

    It holds a line a step (``import``, then each ``scenario/variant``) and goes when the record
    is written. Without a record there is none.
    """

    record: Path | None

    @property
    def path(self) -> Path | None:
        """Where it is: the record's path with ``.progress`` after it."""
        return self.record and self.record.with_name(f"{self.record.name}.progress")

    def start(self) -> None:
        """Empty the file: what another process left there says nothing about this one."""
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text("", encoding="utf-8")

    def step(self, name: str) -> None:
        """Note that a step begins. Closing the file hands the line to the system."""
        if self.path:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{name}\n")

    def end(self) -> None:
        """Remove the file."""
        if self.path:
            self.path.unlink()


@dataclass
class Journal:
    """The observations of a session by case, and those of remedies by what was driven.

    ``every_call``: a handler listens to a plain call of its own of every form, to prove that this
    shows no more than what is done otherwise.
    """

    observations: dict[str, Observation] = field(default_factory=dict)
    every_call: bool = False
    _driven: dict[object, Observation] = field(default_factory=dict)
    _differing: set[str] = field(default_factory=set)

    def add(self, case: Case, observation: Observation) -> None:
        """Keep what a case did."""
        self.observations[str(case)] = observation
        if case.remedy:
            self._driven[case.work] = observation

    def add_calls(self, case: Case, calls: Mapping[str, Call]) -> None:
        """Keep what plain calls of a case did, beside what its stream did."""
        seen = self.observations[str(case)]
        seen.update(calls)
        called = seen["handler_call"]
        if called and _outline(called["drives"]) != _outline([seen["handler"]]):
            self._differing.add(case.scenario)

    def wants_handler(self, case: Case, *, roots: int) -> bool:
        """Tell whether a handler may see other runs of a plain call than beside a stream.

        That is found out for the first form of a scenario, and for all where it was so for that
        one, or where several objects are driven.
        """
        return self.every_call or case.first or roots > 1 or case.scenario in self._differing

    def known(self, case: Case) -> Observation | None:
        """Return what a remedy did if the same code was driven in the same way for another one."""
        same = self._driven.get(case.work) if case.remedy else None
        return same and {**same, "scenario": case.scenario, "variant": case.variant}

    def fail(self, case: Case, reason: str) -> None:
        """Mark a case as our own failure, which says nothing about the release."""
        known = self.observations.get(str(case), blank(case))
        self.observations[str(case)] = {**known, "harness_error": reason}
