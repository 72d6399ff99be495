"""Records as they come: judged at once, and what they have in common kept once.

A record holds some three hundred observations. A thousand records do not fit into memory together,
and need not: nearly all of their observations are equal.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from compat.matrix.model import Result
from compat.matrix.verdict import result
from compat.record.model import Observation, Record, ScenarioInfo, SuiteInfo
from compat.record.packed import trace_id

_Seen = dict[str, list[tuple[str, Observation]]]


class Digest:
    """All that a matrix needs of its records.

    ``records`` are by cell and without their observations; ``results`` by cell and scenario;
    ``traces`` by id. ``scenarios`` are those of the first record that names a suite: every probed
    cell runs the same. ``broken`` are the ids of cells in which our own harness failed. ``named``
    gives an observation's trace id.
    """

    def __init__(
        self, records: Iterable[Record] = (), named: Callable[[Observation], str] = trace_id
    ) -> None:
        self._id = named
        self.records: dict[str, Record] = {}
        self.results: dict[str, dict[str, Result]] = {}
        self.traces: dict[str, Observation] = {}
        self.scenarios: tuple[ScenarioInfo, ...] = ()
        self.broken: set[str] = set()
        self._suite: SuiteInfo | None = None
        self._judged: dict[tuple[str, ...], Result] = {}
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        """Take in a record; what came of its cell before is replaced."""
        if self._suite is None and record.suite is not None:
            self._suite, self.scenarios = record.suite, record.suite.scenarios
        seen, later = self._named(record.observations), self._named(record.differing)
        self.results[record.cell] = {
            scenario.id: self._result(scenario, seen[scenario.id], later.get(scenario.id, ()))
            for scenario in self.scenarios
            if scenario.id in seen
        }
        every = (*record.observations, *record.differing)
        self.broken.discard(record.cell)
        if any(each.harness_error is not None for each in every):
            self.broken.add(record.cell)
        suite = self._suite if record.suite == self._suite else record.suite
        self.records[record.cell] = replace(record, suite=suite, observations=(), differing=())

    def _named(self, observations: Iterable[Observation]) -> _Seen:
        """Return observations by scenario, each with its trace's id and equal to what is kept."""
        found: _Seen = {}
        for observation in observations:
            name = self._id(observation)
            kept = self.traces.setdefault(name, observation)
            found.setdefault(kept.scenario, []).append((name, kept))
        return found

    def _result(
        self,
        scenario: ScenarioInfo,
        seen: Sequence[tuple[str, Observation]],
        later: Sequence[tuple[str, Observation]],
    ) -> Result:
        """Judge a scenario in a cell, once for all cells that saw the same."""
        key = (scenario.id, *(name for name, _ in seen), "later", *(name for name, _ in later))
        if key not in self._judged:
            self._judged[key] = result(scenario, [o for _, o in seen], [o for _, o in later])
        return self._judged[key]
