"""A check as JSON: the same bytes every time, and nothing is read that is none."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from compat.check.model import Check
from compat.errors import EvidenceError, NewerVersionError
from compat.reports.check.codec import make_check_schema, read_check_json, render_check_json
from tests.cli.run import ROOT
from tests.reports.check.made import EVERY, HOSTILE, LONG, check, finding, haunt


@pytest.mark.parametrize("found", [EVERY, check(), haunt(HOSTILE), haunt(LONG)])
def test_it_is_of_the_published_schema(found: Check) -> None:
    schema = json.loads(make_check_schema())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(render_check_json(found)))


def test_what_is_written_is_read_as_it_was() -> None:
    assert read_check_json(render_check_json(EVERY), "check.json") == EVERY
    assert render_check_json(EVERY) == render_check_json(check(*EVERY.findings, **_rest(EVERY)))


def _rest(found: Check) -> dict[str, object]:
    return {name: value for name, value in vars(found).items() if name != "findings"}


@given(st.text(st.characters()))
def test_any_name_can_be_written_and_read(name: str) -> None:
    content = render_check_json(check(finding(name=name)))
    assert content.isascii()
    (again,) = read_check_json(content, "check.json").findings
    assert again.site.name == name.encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[1]", "is no check"),
        (b"{}", "'project': 'Field required'"),
        (b'{"schema_version": "0.9"}', "has schema '0.9', and this version reads 1.0: check"),
    ],
)
def test_what_is_none_is_refused_in_a_line(content: bytes, says: str) -> None:
    with pytest.raises(EvidenceError) as refused:
        read_check_json(content, "check.json")
    assert says in str(refused.value)
    assert str(refused.value).startswith("check.json ")


def test_what_a_later_version_wrote_is_no_damage() -> None:
    with pytest.raises(NewerVersionError, match="update this program"):
        read_check_json(b'{"schema_version": "1.1"}', "check.json")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (b'"lost"', b'"gone"', "findings.0.site.outcomes"),
        (b'"date": "2026-03-01', b'"date": "2026-13-01', "which is no moment"),
        (b'"gone": [],', b'"gone": [], "more": 1,', "more"),
    ],
)
def test_what_was_edited_is_refused(before: bytes, after: bytes, says: str) -> None:
    content = render_check_json(check(finding())).replace(before, after)
    with pytest.raises(EvidenceError, match=says):
        read_check_json(content, "check.json")


def test_the_published_schema_is_that_of_the_program() -> None:
    assert (ROOT / "docs" / "check.schema.json").read_bytes() == make_check_schema()
