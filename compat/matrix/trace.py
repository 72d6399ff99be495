"""Traces: observations by the hash of their content, equal ones stored once."""

from collections.abc import Iterable

from compat.record.model import Observation
from compat.record.packed import observation_id as trace_id

__all__ = ["collect", "trace_id"]


def collect(observations: Iterable[Observation]) -> dict[str, Observation]:
    """Return the observations by trace id, ordered by id."""
    return dict(sorted({trace_id(seen): seen for seen in observations}.items()))
