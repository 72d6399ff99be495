"""Records as they come: judged at once, and what they have in common kept once.

A record holds some three hundred observations. A thousand records do not fit into memory together,
and need not: nearly all of their observations are equal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from compat.matrix.model import Listener, Result
from compat.matrix.verdict import judge_result, list_listeners
from compat.record.fit import settle_fit
from compat.record.model import Observation, Record, ScenarioInfo, SuiteInfo

_Seen = dict[str, list[Observation]]


class Digest:
    """All that a matrix needs of its records.

    ``records`` are by cell and without their observations; ``results`` by cell and scenario;
    ``traces`` by id. ``scenarios`` are those of the first record that names a suite: every probed
    cell runs the same. ``listeners`` are those that any record has. ``broken`` are the ids of cells
    in which our own harness failed.
    """

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.records: dict[str, Record] = {}
        self.results: dict[str, dict[str, Result]] = {}
        self.traces: dict[str, Observation] = {}
        self.scenarios: tuple[ScenarioInfo, ...] = ()
        self.broken: set[str] = set()
        self.listeners: tuple[Listener, ...] = (Listener.STREAM,)
        self._suite: SuiteInfo | None = None
        self._judged: dict[tuple[str, ...], Result] = {}
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        """Take in a record; what came of its cell before is replaced."""
        record = settle_fit(record)
        if self._suite is None and record.suite is not None:
            self._suite, self.scenarios = record.suite, record.suite.scenarios
        seen, later = self._kept(record.observations), self._kept(record.differing)
        self.results[record.cell] = {
            scenario.id: self._result(scenario, seen[scenario.id], later.get(scenario.id, ()))
            for scenario in self.scenarios
            if scenario.id in seen
        }
        every = (*record.observations, *record.differing)
        self.listeners = max(self.listeners, list_listeners(every), key=len)
        self.broken.discard(record.cell)
        if any(each.harness_error is not None for each in every):
            self.broken.add(record.cell)
        suite = self._suite if record.suite == self._suite else record.suite
        self.records[record.cell] = replace(record, suite=suite, observations=(), differing=())

    def _kept(self, observations: Iterable[Observation]) -> _Seen:
        """Return observations by scenario, each the one that is kept of those that are equal."""
        found: _Seen = {}
        for observation in observations:
            kept = self.traces.setdefault(observation.id, observation)
            found.setdefault(kept.scenario, []).append(kept)
        return found

    def _result(
        self, scenario: ScenarioInfo, seen: Sequence[Observation], later: Sequence[Observation]
    ) -> Result:
        """Judge a scenario in a cell, once for all cells that saw the same."""
        key = (scenario.id, *(each.id for each in seen), "later", *(each.id for each in later))
        if key not in self._judged:
            self._judged[key] = judge_result(scenario, seen, later)
        return self._judged[key]
