"""Packed records: what many have in common is stored once, by its content."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from compat.errors import CorruptRecordError, NewerVersionError
from compat.files import write_atomic
from compat.record.codec import decode, encode
from compat.record.model import (
    EVIDENCE_ID_DIGITS,
    Observation,
    Record,
    SuiteInfo,
    Timing,
    make_content_id,
)
from compat.schema import strict

_T = TypeVar("_T")
_OBSERVATION = TypeAdapter(Observation)
_SUITE = TypeAdapter(SuiteInfo)

EvidenceId = Annotated[str, Field(pattern=f"^[0-9a-f]{{{EVIDENCE_ID_DIGITS}}}$")]
"""Of an observation or a suite: the first hex digits of the SHA-256 of its JSON."""


@strict
@dataclass(frozen=True, kw_only=True)
class _Packed:
    """A record without its suite and observations, and the ids of these; ``digest`` is over all."""

    record: str
    suite: EvidenceId | None
    observations: tuple[EvidenceId, ...]
    differing: tuple[EvidenceId, ...]
    digest: str

    @property
    def sealed(self) -> str:
        """The digest that this should have."""
        said = json.dumps([self.record, self.suite, self.observations, self.differing])
        return hashlib.sha256(said.encode()).hexdigest()


_PACKED = TypeAdapter(_Packed)


def read_references(place: Path) -> frozenset[str]:
    """Return the ids of all that a packed record refers to; none if it cannot be read."""
    try:
        packed = _PACKED.validate_json(place.read_bytes())
    except (OSError, ValidationError):
        return frozenset()
    suite = (packed.suite,) if packed.suite else ()
    return frozenset((*suite, *packed.observations, *packed.differing))


def make_suite_id(suite: SuiteInfo) -> str:
    """Return the id by which a suite is stored."""
    return make_content_id(_SUITE.dump_json(suite))


def unpack_record(
    content: bytes,
    origin: str,
    suite: Callable[[str], SuiteInfo],
    observation: Callable[[str], Observation],
) -> Record:
    """Return the record in ``content``, with what ``suite`` and ``observation`` give for an id.

    ``origin`` names it in messages. Raises CorruptRecordError or NewerVersionError, and what
    the two raise.
    """
    try:
        packed = _PACKED.validate_json(content)
    except ValidationError as error:
        message = f"{origin} is no record: it is damaged"
        raise CorruptRecordError(message) from error
    if packed.digest != packed.sealed:
        message = f"{origin} is not as it was written: its digest differs"
        raise CorruptRecordError(message)
    return replace(
        decode(packed.record.encode(), origin),
        suite=suite(packed.suite) if packed.suite else None,
        observations=tuple(map(observation, packed.observations)),
        differing=tuple(map(observation, packed.differing)),
    )


def read_timing(place: Path) -> tuple[str, Timing] | None:
    """Return which cell a packed record is of and its timing; None if it cannot be read."""
    try:
        packed = _PACKED.validate_json(place.read_bytes())
        record = decode(packed.record.encode(), place.name)
    except (OSError, ValidationError, CorruptRecordError, NewerVersionError):
        return None
    return record.cell, record.timing


@dataclass(kw_only=True)
class Evidence:
    """Observations and suites below ``root``, each a file named by its hash.

    Those that were read or written are kept in memory, so that records share them: a full grid
    has a quarter of a million observations, of which a few thousand are distinct.
    """

    root: Path
    _observations: dict[str, Observation] = field(default_factory=dict)
    _suites: dict[str, SuiteInfo] = field(default_factory=dict)

    def shared(self, record: Record) -> Record:
        """Return the same record with the observations and the suite that others have too."""
        suite = record.suite
        if suite:
            suite = self._suites.setdefault(make_suite_id(suite), suite)
        return replace(
            record,
            suite=suite,
            observations=tuple(map(self._one, record.observations)),
            differing=tuple(map(self._one, record.differing)),
        )

    def pack(self, record: Record) -> bytes:
        """Return a packed record, and store what it refers to. Raises DiskError."""
        suite = record.suite and _SUITE.dump_json(record.suite)
        if suite:
            self._put("suites", make_content_id(suite), suite)
        packed = _Packed(
            record=encode(replace(record, suite=None, observations=(), differing=())).decode(),
            suite=make_content_id(suite) if suite else None,
            observations=tuple(map(self._stored, record.observations)),
            differing=tuple(map(self._stored, record.differing)),
            digest="",
        )
        return _PACKED.dump_json(replace(packed, digest=packed.sealed))

    def unpack(self, content: bytes, origin: str) -> Record:
        """Return the record in ``content``; ``origin`` names it in messages.

        Raises CorruptRecordError, of what it refers to as well, and NewerVersionError.
        """
        return unpack_record(
            content,
            origin,
            lambda name: self._read("suites", name, _SUITE, self._suites),
            self._known,
        )

    def _one(self, observation: Observation) -> Observation:
        return self._observations.setdefault(observation.id, observation)

    def _stored(self, observation: Observation) -> str:
        if not self._place("observations", observation.id).exists():
            self._put("observations", observation.id, _OBSERVATION.dump_json(observation))
        return observation.id

    def _known(self, name: str) -> Observation:
        return self._read("observations", name, _OBSERVATION, self._observations)

    def _place(self, kind: str, name: str) -> Path:
        return self.root / kind / f"{name}.json"

    def _put(self, kind: str, name: str, content: bytes) -> None:
        place = self._place(kind, name)
        if not place.exists():
            write_atomic(place, content, lasting=False)  # its name tells whether it is whole

    def _read(self, kind: str, name: str, adapter: TypeAdapter[_T], known: dict[str, _T]) -> _T:
        """Return what has this name; a file that is not what it is named for goes."""
        if name in known:
            return known[name]
        place = self._place(kind, name)
        try:
            content = place.read_bytes()
            if make_content_id(content) == name:
                return known.setdefault(name, adapter.validate_json(content))
        except (OSError, ValidationError):
            pass
        with suppress(OSError):
            place.unlink()
        message = f"{place.name} of {kind} is missing or damaged"
        raise CorruptRecordError(message)
