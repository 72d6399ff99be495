"""A folder of records, one file a cell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from compat.files import DiskError, write_atomic
from compat.record.codec import CorruptRecordError, decode
from compat.record.model import Record
from compat.record.packed import Evidence


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What a folder held: records by cell id, and a line for each file that was set aside."""

    records: dict[str, Record] = field(default_factory=dict)
    set_aside: tuple[str, ...] = ()


def put(folder: Path, record: Record, evidence: Evidence) -> None:
    """Write a record in little, whole or not at all. Raises DiskError."""
    write_atomic(folder / f"{record.cell}.json", evidence.pack(record))


def load(folder: Path, read: Callable[[bytes, str], Record] = decode) -> Loaded:
    """Read every record of a folder; one that is corrupt is renamed ``*.corrupt`` and named.

    ``read`` takes a file's content and name: whole records unless said otherwise. Raises
    NewerRecordError (a record of a later version is evidence, not damage) and DiskError.
    """
    records: dict[str, Record] = {}
    set_aside: list[str] = []
    for path in sorted(folder.glob("*.json")):
        try:
            record = read(path.read_bytes(), path.name)
            if record.cell != path.stem:
                message = f"{path.name} is no record of that cell: it says {record.cell!r}"
                raise CorruptRecordError(message)  # noqa: TRY301 - handled with its kind
        except CorruptRecordError as error:
            _set_aside(path)
            set_aside.append(f"{error}; set aside")
        else:
            records[record.cell] = record
    return Loaded(records=records, set_aside=tuple(set_aside))


def _set_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".corrupt"))
    except OSError as error:
        message = f"cannot set {path} aside: {error.strerror or error}"
        raise DiskError(message) from error
