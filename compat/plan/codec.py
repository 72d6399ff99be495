"""Plans as JSON, and what makes two plans the same run."""

import hashlib
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from compat.plan.model import NOWHERE, Plan

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


def strip_plan(plan: Plan) -> Plan:
    """Return a plan without what may differ between machines that work on the same one.

    That are the machine, its tools and its commit, the words that were typed, and the words for why
    a cell is not run. What stays can change what the matrix says: suite, options, cells, releases,
    the interpreters' exact versions, the index's label, the moment of the dependencies.
    """
    cells = tuple(replace(cell, reason=None) for cell in plan.cells)
    return replace(plan, cells=cells, surroundings=NOWHERE, command="", selection="")


def make_plan_id(plan: Plan) -> str:
    """Return the first 12 hex digits of the SHA-256 of a plan's identity."""
    return _digest(strip_plan(plan))


def make_run_key(plan: Plan) -> str:
    """Return what a run and its continuation have in common.

    That is the suite, the options, the cells and the interpreters' exact versions; not the moment
    unless somebody named it, the words that were typed, nor what else the index has.
    """
    moment = plan.dependencies_as_of if plan.pinned_moment else ""
    here = plan.surroundings
    kind = replace(NOWHERE, platform=here.platform, containment=here.containment)
    same = replace(strip_plan(plan), surroundings=kind)
    return _digest(replace(same, dependencies_as_of=moment, releases=()))


def _digest(plan: Plan) -> str:
    return hashlib.sha256(encode(plan)).hexdigest()[:12]
