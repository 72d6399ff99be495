"""A check as JSON: written the same every time, read with suspicion, and its JSON Schema."""

import json
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import from_json

from compat.check.model import CHECK, CHECK_VERSION, Check
from compat.errors import EvidenceError, NewerVersionError
from compat.schema import Age, find_age, first_error

SCHEMA: Final = "check.schema.json"

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def render_check_json(check: Check) -> bytes:
    """Return a check as JSON, keys sorted, on lines of its own; two equal checks, equal bytes.

    Half a character, which no JSON can hold, becomes a question mark.
    """
    content = json.dumps(CHECK.dump_python(check), ensure_ascii=False)
    content = from_json(content.encode("utf-8", "replace"))
    return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()


def make_check_schema() -> bytes:
    """Return the JSON Schema of a check."""
    schema = CHECK.json_schema(mode="serialization")
    named = {**schema, "$schema": _DIALECT, "$id": SCHEMA}
    return (json.dumps(named, indent=1, sort_keys=True) + "\n").encode()


def read_check_json(content: bytes, name: str) -> Check:
    """Return the check that a file of this name holds. Raises EvidenceError, NewerVersionError."""
    parsed = _parse(content, name)
    _refuse_other_versions(parsed, name)
    try:
        check = CHECK.validate_python(parsed)
    except ValidationError as error:
        place, what = first_error(error)
        message = f"{name} is no check, at {place!a}: {what!a}; check the project again"
        raise EvidenceError(message) from error
    if not _is_moment(check.date):
        message = f"{name} has {check.date!a}, which is no moment; check the project again"
        raise EvidenceError(message)
    return check


def _parse(content: bytes, name: str) -> Any:  # noqa: ANN401 - JSON is anything until validated
    try:
        return from_json(content)
    except ValueError as error:
        message = f"{name} is no JSON ({error}); check the project again"
        raise EvidenceError(message) from error


def _refuse_other_versions(parsed: object, name: str) -> None:
    age, version = find_age(parsed, CHECK_VERSION)
    told = f"{name} has schema {version!a}, and this version reads {CHECK_VERSION}"
    if age is Age.NEWER:
        message = f"{told}: update this program"
        raise NewerVersionError(message)
    if age is Age.OLDER:
        message = f"{told}: check the project again"
        raise EvidenceError(message, "older-version")


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
