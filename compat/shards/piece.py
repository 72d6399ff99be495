"""One shard as it came back: what it says of itself, and its records, proven against that."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from compat.axes.text import join_lines
from compat.errors import CorruptRecordError, EvidenceError
from compat.matrix.trace_codec import StoredTraces, restore_traces
from compat.plan.model import Plan
from compat.record.asked import Asked, find_complaint
from compat.record.model import Observation, Record, Status
from compat.record.pack import make_suite_id, unpack_record
from compat.run.folder import RECORDS
from compat.schema import first_error
from compat.shards.artifact import MANIFEST, Artifact
from compat.shards.codec import LARGEST, decode_shard
from compat.shards.model import DATA_FILES, Shard
from compat.stored.reports import TRACES

LARGEST_FILE = 64 * 1024 * 1024
LARGEST_RECORD = 1024 * 1024
"""Bytes; of every release on every Python all traces are five million, and a record is 7,000."""

_NEVER_RECORDED = (Status.NOT_MERGED, Status.NOT_PUBLISHED)
_TRACES = TypeAdapter(StoredTraces)
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A shard and where its files are."""

    artifact: Artifact
    shard: Shard

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"shard {self.shard.name} ({self.artifact.name})"


def read_piece(artifact: Artifact) -> Piece:
    """Read what a shard says of itself. Raises EvidenceError."""
    content = artifact.read(MANIFEST, LARGEST)
    found = Piece(artifact=artifact, shard=decode_shard(content, f"{artifact.name}/{MANIFEST}"))
    shard = found.shard
    cells = set(shard.cut.shards[shard.number - 1])
    if absent := sorted(cells - shard.records.keys()):
        message = (
            f"{found.label} is half a shard: {len(absent)} of its {len(cells)} cells have no"
            f" record, the first {absent[0]}; run it again"
        )
        raise EvidenceError(message, "half-shard")
    if more := sorted(shard.records.keys() - cells):
        message = f"{found.label} has a record of {more[0]}, which is not its cell"
        raise EvidenceError(message, "edited-shard")
    if absent := [name for name in DATA_FILES if name not in shard.files]:
        message = f"{found.label} is half a shard: it says nothing of {absent[0]}; run it again"
        raise EvidenceError(message, "half-shard")
    if (shard.origin.shard, shard.origin.cells) != (str(shard.name), len(cells)):
        message = f"{found.label} was changed: it says that it was measured as another shard"
        raise EvidenceError(message, "edited-shard")
    if any(make_suite_id(suite) != name for name, suite in shard.suites.items()):
        message = f"{found.label} was changed: a suite in it is not what its id says"
        raise EvidenceError(message, "edited-shard")
    return found


def read_records(found: Piece, known: dict[str, Observation]) -> Iterator[Record]:
    """Give the records of a shard, each proven: whole, unchanged, and of the shard's plan.

    Equal observations are one: those of ``known``, by id, to which new ones are added. Raises
    EvidenceError or NewerVersionError.
    """
    files = {str(name): _prove(found, name, digest) for name, digest in found.shard.files.items()}
    traces = _read_traces(found, files[TRACES])
    seen = {name: known.setdefault(name, each) for name, each in traces.items()}
    shard = found.shard
    for cell, digest in sorted(shard.records.items()):
        content = _prove(found, f"{RECORDS}/{cell}.json", digest, LARGEST_RECORD)
        origin = f"{found.label}: {cell}.json"
        try:
            record = unpack_record(
                content, origin, _make_getter(shard.suites, "suite"), _make_getter(seen, "trace")
            )
        except KeyError as error:
            message = f"{origin} refers to a {error.args[0]}, which is not in the shard"
            raise EvidenceError(message, "edited-shard") from error
        except CorruptRecordError as error:
            raise EvidenceError(str(error), "edited-shard") from error
        _refuse_foreign(record, cell, shard.cut.plan, origin)
        yield record


def _prove(found: Piece, path: str, digest: str, limit: int = LARGEST_FILE) -> bytes:
    content = found.artifact.read(path, limit)
    if hashlib.sha256(content).hexdigest() != digest:
        message = f"{found.label} was changed: the hash of {path} no longer fits; run it again"
        raise EvidenceError(message, "edited-shard")
    return content


def _read_traces(found: Piece, content: bytes) -> dict[str, Observation]:
    try:
        traces = restore_traces(_TRACES.validate_json(content)).traces
    except ValidationError as error:
        message = f"{found.label}: its {TRACES} are none: {first_error(error)[1]!a}"
        raise EvidenceError(message, "edited-shard") from error
    for name, observation in traces.items():
        # Cells sort the keys of what they write, and so does who writes traces.
        if observation.id != name:
            message = f"{found.label} was changed: trace {name!a} is not what its id says"
            raise EvidenceError(message, "edited-shard")
    return traces


def _make_getter(known: Mapping[str, _T], what: str) -> Callable[[str], _T]:
    """Return what gives one of those that are known, or raises KeyError with words for it."""

    def get(name: str) -> _T:
        if name in known:
            return known[name]
        raise KeyError(f"{what} {name}")  # noqa: EM102, TRY003 - words for a message

    return get


def _refuse_foreign(record: Record, cell: str, plan: Plan, origin: str) -> None:
    """Refuse a record that a run of the plan would not have written. Raises the shard's errors."""
    if record.status in _NEVER_RECORDED:
        message = f"{origin} is no record of that cell: it says {record.cell!a}, {record.status}"
        raise EvidenceError(message, "edited-shard")
    if record.suite and record.suite.hash != plan.suite_hash:
        message = f"{origin} was measured by another suite than the plan's; run the shard again"
        raise EvidenceError(message, "foreign-shard")
    python = cell.removeprefix("py").partition("-")[0]
    exact = next(column.exact for column in plan.pythons if column.id == python)
    if record.python and record.python.exact != exact:
        message = f"{origin} ran on Python {record.python.exact!a}, and the plan is for {exact}"
        raise EvidenceError(message, "foreign-shard")
    asked = Asked(
        cell=cell,
        suite=plan.suite_hash,
        exact=exact,
        options=plan.options,
        by_run=True,
    )
    if wrong := find_complaint(record, asked):
        message = f"{origin} is not what the plan asks for: {join_lines(wrong, limit=200)}"
        raise EvidenceError(message, "edited-shard")
