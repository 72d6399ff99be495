"""Plans that travel, and what shards say of themselves, as JSON; read with suspicion."""

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from compat.errors import EvidenceError, NewerVersionError
from compat.plan.model import SCHEMA_VERSION as PLAN_VERSION
from compat.schema import Age, find_age, first_error
from compat.shards.model import SCHEMA_VERSION, Cut, Shard
from compat.shards.sound import refuse_unsound

_CUT = TypeAdapter(Cut)
_SHARD = TypeAdapter(Shard)
_T = TypeVar("_T")

LARGEST = 16 * 1024 * 1024
"""Bytes of either; with every release on every Python it is about half of one million."""


def encode_cut(cut: Cut) -> bytes:
    """Return a plan with its cut as compact JSON."""
    return _CUT.dump_json(cut) + b"\n"


def decode_cut(content: bytes, origin: str) -> Cut:
    """Return the plan with its cut in ``content``; ``origin`` names it.

    Raises EvidenceError or NewerVersionError.
    """
    cut = _validate(_CUT, content, origin, "plan that was cut into shards")
    refuse_unsound(cut, origin)
    return cut


def encode_shard(shard: Shard) -> bytes:
    """Return what a shard says of itself as compact JSON."""
    return _SHARD.dump_json(shard) + b"\n"


def decode_shard(content: bytes, origin: str) -> Shard:
    """Return what a shard says of itself; ``origin`` names it.

    Raises EvidenceError or NewerVersionError.
    """
    shard = _validate(_SHARD, content, origin, "description of a shard")
    refuse_unsound(shard.cut, origin)
    if shard.number > len(shard.cut.shards):
        message = f"{origin} is shard {shard.number} of {len(shard.cut.shards)}: there is no such"
        raise EvidenceError(message, "edited-shard")
    return shard


def _validate(adapter: TypeAdapter[_T], content: bytes, origin: str, what: str) -> _T:
    try:
        return adapter.validate_json(content)
    except ValidationError as error:
        _refuse_newer(content, origin)
        place, wrong = first_error(error)
        message = f"{origin} is no {what}: {place[:80]!a}: {wrong!a}"
        raise EvidenceError(message, "edited-shard") from error


def _refuse_newer(content: bytes, origin: str) -> None:
    """Refuse what a later version of this program wrote, which is no edit.

    A shard holds its cut, a cut its plan; each has a version of its own. Raises NewerVersionError.
    """
    try:
        found: object = from_json(content)
    except ValueError:
        return
    cut = found.get("cut", found) if isinstance(found, dict) else None
    plan = cut.get("plan") if isinstance(cut, dict) else None
    if not isinstance(plan, dict):
        return  # nothing of ours
    for part, reads in ((found, SCHEMA_VERSION), (cut, SCHEMA_VERSION), (plan, PLAN_VERSION)):
        made, version = find_age(part, reads)
        if made is Age.NEWER:
            message = (
                f"{origin} has schema {version!a}, and this version reads {reads}: use one version"
                " of this program for plan, run and merge"
            )
            raise NewerVersionError(message)
