"""Plans that travel, and what shards say of themselves, as JSON; read with suspicion."""

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from compat.shards.error import EditedShardError
from compat.shards.model import Cut, Shard
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
    """Return the plan with its cut in ``content``; ``origin`` names it. Raises EditedShardError."""
    cut = _validated(_CUT, content, origin, "plan that was cut into shards")
    refuse_unsound(cut, origin)
    return cut


def encode_shard(shard: Shard) -> bytes:
    """Return what a shard says of itself as compact JSON."""
    return _SHARD.dump_json(shard) + b"\n"


def decode_shard(content: bytes, origin: str) -> Shard:
    """Return what a shard says of itself; ``origin`` names it. Raises EditedShardError."""
    shard = _validated(_SHARD, content, origin, "description of a shard")
    refuse_unsound(shard.cut, origin)
    if shard.number > len(shard.cut.shards):
        message = f"{origin} is shard {shard.number} of {len(shard.cut.shards)}: there is no such"
        raise EditedShardError(message)
    return shard


def _validated(adapter: TypeAdapter[_T], content: bytes, origin: str, what: str) -> _T:
    try:
        return adapter.validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))[:80]
        message = f"{origin} is no {what}: {place!a}: {first['msg']!a}"
        raise EditedShardError(message) from error
