"""Plans as JSON, and what makes two plans the same run."""

import hashlib
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from compat.plan.model import Plan

_PLAN = TypeAdapter(Plan)


def encode(plan: Plan) -> bytes:
    """Return a plan as compact JSON."""
    return _PLAN.dump_json(plan)


def decode(content: bytes) -> Plan | None:
    """Return the plan in ``content``, or None if there is no such plan in it."""
    try:
        return _PLAN.validate_json(content)
    except ValidationError:
        return None


def plan_id(plan: Plan) -> str:
    """Return the first 12 hex digits of the SHA-256 of a plan."""
    return hashlib.sha256(encode(plan)).hexdigest()[:12]


def run_key(plan: Plan) -> str:
    """Return what a run and its continuation have in common: all but the moment it was planned."""
    return plan_id(replace(plan, dependencies_as_of=""))
