"""All that can change what a cell records, and which part of it each cache goes by.

What is not listed here cannot change a result, or ends a cell without one: a time limit, say.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from compat.options import Options


class Cache(StrEnum):
    """What runs leave for later ones."""

    RESOLUTION = "resolution"
    LAYER = "layer"
    PYTHON = "python"
    BYTECODE = "bytecode"
    RESULT = "result"


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """All that can change what a cell records; None is what is not known yet.

    Of a run: hashes of the ``suite`` and of the ``engine``, the code of ours that runs in cells;
    the ``variables`` of a cell's process; ``platform``, ``containment``, and the ``options``, of
    which only those count that a cell's own process goes by. ``uv`` is its version, ``index`` tells
    indexes apart, ``as_of`` is the moment that is resolved for, empty for none.

    Of a cell: its id, the ``interpreter``'s place and exact ``build``; the pinned ``core``; what is
    to be resolved: ``requirements`` beside the release, ``overridable``, ``lowest``, a moment
    ``own_as_of``, and of the ``release`` what it declares, or its version where that is not all.
    Of its resolution: ``pins`` with their hashes and ``overrides``.
    """

    suite: str | None = None
    engine: str | None = None
    variables: tuple[str, ...] | None = None
    platform: str | None = None
    containment: str | None = None
    options: Options | None = None
    uv: str | None = None
    index: str | None = None
    as_of: str | None = None
    wheels_only: bool | None = None
    cell: str | None = None
    interpreter: str | None = None
    build: str | None = None
    core: str | None = None
    requirements: tuple[str, ...] | None = None
    overridable: tuple[str, ...] | None = None
    lowest: bool | None = None
    own_as_of: str | None = None
    release: tuple[str, ...] | None = None
    pins: tuple[str, ...] | None = None
    overrides: tuple[str, ...] | None = None


PROJECTIONS: Final[Mapping[Cache, tuple[str, ...]]] = {
    Cache.RESOLUTION: (
        "uv", "index", "as_of", "wheels_only", "build", "requirements", "overridable", "lowest",
        "own_as_of", "release",
    ),
    Cache.LAYER: ("build", "containment", "pins"),
    Cache.PYTHON: ("uv", "interpreter", "build"),
    Cache.BYTECODE: ("engine", "build"),
    Cache.RESULT: (
        "suite", "engine", "variables", "platform", "containment", "options", "cell", "build",
        "core", "pins", "overrides",
    ),
}  # fmt: skip
"""The inputs that each cache goes by. Bytecode, further, by each source's content."""


def make_key(cache: Cache, inputs: Inputs) -> str:
    """Return the name of what a cache keeps for these inputs: 24 digits of a SHA-256.

    Raises ValueError if an input that it goes by is not known.
    """
    said = {name: getattr(inputs, name) for name in PROJECTIONS[cache]}
    if unknown := [name for name, value in said.items() if value is None]:
        message = f"the key of a {cache} needs {', '.join(unknown)}"
        raise ValueError(message)
    text = json.dumps(said, default=_told)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _told(options: Options) -> dict[str, Any]:
    return options.telling
