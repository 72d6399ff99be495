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
    """Return what a run and its continuation have in common.

    That is the suite, the options, the cells and the interpreters' exact versions; not the moment
    unless somebody named it, the words that were typed, nor what else the index has.
    """
    moment = plan.dependencies_as_of if plan.pinned_moment else ""
    cells = tuple(replace(cell, reason=None) for cell in plan.cells)
    same = replace(plan, dependencies_as_of=moment, command="", selection="", tools={}, releases=())
    return plan_id(replace(same, cells=cells))
