"""Records as JSON, read with suspicion: a cell runs other people's code."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from compat.errors import CorruptRecordError, NewerVersionError
from compat.record.model import SCHEMA_VERSION, Record
from compat.schema import first_error

_RECORD = TypeAdapter(Record)
SIZE_LIMIT = 8 * 1024 * 1024  # bytes; a record of the whole catalogue is far below one


def encode(record: Record) -> bytes:
    """Return a record as compact JSON."""
    return _RECORD.dump_json(record)


def decode(content: bytes, origin: str) -> Record:
    """Return the record in ``content``; ``origin`` names it in messages.

    Raises CorruptRecordError or NewerVersionError.
    """
    if len(content) > SIZE_LIMIT:
        message = f"{origin} is no record: {len(content)} bytes, more than {SIZE_LIMIT}"
        raise CorruptRecordError(message)
    try:
        with _without_collector():
            raw = from_json(content)
            _check_version(raw, origin)
            return _RECORD.validate_python(raw, strict=False)
    except ValidationError as error:
        place, what = first_error(error)
        message = f"{origin} is no record: {place or 'it'}: {what}"
        raise CorruptRecordError(message) from error
    except ValueError as error:
        message = f"{origin} is no record: {error}"
        raise CorruptRecordError(message) from error


@contextmanager
def _without_collector() -> Iterator[None]:
    """Look for no cycles meanwhile: a record has none, and looking takes half of the time.

    Every few thousand of them the collector would go through all else that is in memory, too.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _check_version(raw: object, origin: str) -> None:
    version = str(raw.get("schema_version")) if isinstance(raw, dict) else ""
    parts = tuple(int(part) for part in version.split(".") if part.isdecimal())
    known = tuple(map(int, SCHEMA_VERSION.split(".")))
    if parts > known:
        message = (
            f"{origin} has schema {version}, this program knows {SCHEMA_VERSION}: "
            "update the checkout, or remove the record to run its cell again"
        )
        raise NewerVersionError(message)
    if isinstance(raw, dict) and parts != known:
        message = f"{origin} is no record: its schema is {version[:20]!r}"
        raise CorruptRecordError(message)
