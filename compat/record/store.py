"""A folder of records, one file a cell."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from compat.errors import CorruptRecordError, DiskError
from compat.files import write_atomic
from compat.record.codec import decode
from compat.record.model import Record
from compat.record.pack import Evidence

Decoder = Callable[[bytes, str], Record]


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What a folder held: records by cell id, and a line for each file that was set aside."""

    records: dict[str, Record] = field(default_factory=dict)
    set_aside: tuple[str, ...] = ()


def put(folder: Path, record: Record, evidence: Evidence) -> None:
    """Write a packed record, whole or not at all. Raises DiskError."""
    write_atomic(folder / f"{record.cell}.json", evidence.pack(record))


def load(folder: Path, decoded: Decoder = decode) -> Loaded:
    """Read every record of a folder; one that is corrupt is renamed ``*.corrupt`` and named.

    ``decoded`` takes a file's content and name: whole records unless said otherwise. Raises
    NewerVersionError (a record of a later version is evidence, not damage) and DiskError.
    """
    set_aside: list[str] = []
    records = {record.cell: record for record in read(folder, set_aside.append, decoded)}
    return Loaded(records=records, set_aside=tuple(set_aside))


def read(
    folder: Path, told: Callable[[str], object], decoded: Decoder = decode
) -> Iterator[Record]:
    """Read the records of a folder one at a time, as ``load`` does.

    ``told`` is called with a line for each file that is set aside.
    """
    for path in sorted(folder.glob("*.json")):
        try:
            record = decoded(path.read_bytes(), path.name)
            if record.cell != path.stem:
                message = f"{path.name} is no record of that cell: it says {record.cell!r}"
                raise CorruptRecordError(message)  # noqa: TRY301 - handled with its kind
        except CorruptRecordError as error:
            _set_aside(path)
            told(f"{error}; set aside")
        else:
            yield record


def _set_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".corrupt"))
    except OSError as error:
        message = f"cannot set {path} aside: {error.strerror or error}"
        raise DiskError(message) from error
