"""Traces: observations by the hash of their content, equal ones stored once."""

import hashlib

from pydantic import TypeAdapter

from compat.record.model import Observation

_OBSERVATION = TypeAdapter(Observation)
_ID_DIGITS = 12


def trace_id(observation: Observation) -> str:
    """Return the first 12 hex digits of the SHA-256 of an observation's JSON."""
    return hashlib.sha256(_OBSERVATION.dump_json(observation)).hexdigest()[:_ID_DIGITS]
