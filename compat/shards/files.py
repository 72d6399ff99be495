"""A shard as a folder: a small matrix, the records behind it, and ``shard.json``, written last."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from compat.errors import DiskError
from compat.files import write_set
from compat.matrix.model import Matrix, Origin, Traces
from compat.record.model import SuiteInfo
from compat.run.folder import RECORDS
from compat.shards.artifact import MANIFEST
from compat.shards.codec import encode_shard
from compat.shards.model import SCHEMA_VERSION, Cut, DataFile, Shard
from compat.shards.name import ShardName
from compat.stored.reports import dump_matrix, dump_schema, dump_traces


def render_shard(  # noqa: PLR0913 - each is a keyword of what a shard consists of
    *,
    cut: Cut,
    name: ShardName,
    origin: Origin,
    matrix: Matrix,
    traces: Traces,
    records: Mapping[str, bytes],
    suites: Mapping[str, SuiteInfo],
) -> dict[str, str]:
    """Return the text of every file of a shard by its path; ``records`` are packed, by cell."""
    files: dict[DataFile, str] = {
        "matrix.json": dump_matrix(matrix),
        "traces.json": dump_traces(traces),
        "matrix.schema.json": dump_schema(),
    }
    shard = Shard(
        schema_version=SCHEMA_VERSION,
        number=name.number,
        origin=origin,
        records={cell: _hash(content) for cell, content in sorted(records.items())},
        files={path: _hash(text.encode()) for path, text in sorted(files.items())},
        suites=dict(sorted(suites.items())),
        cut=cut,
    )
    return {
        **{f"{RECORDS}/{cell}.json": content.decode() for cell, content in records.items()},
        **{str(path): text for path, text in files.items()},
        MANIFEST: encode_shard(shard).decode(),
    }


def write_shard(folder: Path, files: Mapping[str, str]) -> None:
    """Write a shard in place of what the folder held of another. Raises DiskError."""
    try:
        # What describes the old files goes first: half of each would be neither.
        (folder / MANIFEST).unlink(missing_ok=True)
        write_set(folder, files)
        for old in folder.glob(f"{RECORDS}/*.json"):
            if old.relative_to(folder).as_posix() not in files:
                old.unlink()
    except OSError as error:
        message = f"cannot write {folder}: {error.strerror or error}"
        raise DiskError(message) from error


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
