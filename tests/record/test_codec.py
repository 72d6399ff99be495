"""Records: what is written comes back, and nothing else gets in."""

import json

import pytest

from compat.errors import CorruptRecordError, NewerVersionError
from compat.record.codec import SIZE_LIMIT, decode, encode
from tests.build import NESTED, observation, record

GOOD = record("py3.12-core0.3.0", observation(NESTED))


def changed(**changes: object) -> bytes:
    return json.dumps({**json.loads(encode(GOOD)), **changes}).encode()


def test_what_is_written_comes_back() -> None:
    assert decode(encode(GOOD), "it") == GOOD


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is no record: EOF"),
        (encode(GOOD)[:-9], "it is no record: EOF"),
        (b"[]", "it is no record: it: "),
        (changed(status="fine"), "it is no record: status: "),
        (changed(surprise=1), "it is no record: surprise: "),
        (changed(packages={"a": ["1"]}), "it is no record: packages.a: "),
        (changed(schema_version="banana"), "it is no record: its schema is 'banana'"),
        (changed(schema_version="0.1"), "it is no record: its schema is '0.1'"),
        (b" " * (SIZE_LIMIT + 1), "it is no record: 8388609 bytes"),
    ],
)
def test_what_is_no_record_is_named(content: bytes, says: str) -> None:
    with pytest.raises(CorruptRecordError, match=says):
        decode(content, "it")


@pytest.mark.parametrize("version", ["1.10", "2.0", 2])
def test_a_newer_schema_is_refused_with_what_to_do(version: object) -> None:
    with pytest.raises(NewerVersionError, match=rf"schema {version}, this program knows 1\.1: up"):
        decode(changed(schema_version=version, surprise=1), "it")
