"""Observations that shards have in common, kept once while they are merged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from compat.record.model import Observation
from compat.record.packed import trace_id


@dataclass(kw_only=True)
class Known:
    """Observations by trace id, and their ids by where they are in memory.

    Those that it gives out are kept as long as it is, so that no other takes their place there.
    """

    _observations: dict[str, Observation] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)

    def shared(self, traces: Mapping[str, Observation]) -> dict[str, Observation]:
        """Return the same observations, as those that are known already where there are."""
        found = {name: self._observations.setdefault(name, each) for name, each in traces.items()}
        self._names |= {id(each): name for name, each in found.items()}
        return found

    def named(self, observation: Observation) -> str:
        """Return an observation's trace id."""
        return self._names.get(id(observation)) or trace_id(observation)
