"""Packed records: what they share is stored once, and damage is noticed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from compat.errors import CorruptRecordError, NewerVersionError
from compat.record.model import Record, Status, SuiteInfo
from compat.record.pack import Evidence, read_references, read_timing
from tests.build import FLATTENED, LOST, NESTED, observation, record

WHOLE = record("py3.12-core0.3.0", observation(NESTED), observation(LOST, variant="configured"))
OTHER = record("py3.12-core0.3.1", observation(NESTED), observation(FLATTENED))


def packed(home: Path) -> bytes:
    return Evidence(root=home).pack(WHOLE)


def test_a_record_comes_back_from_disk(tmp_path: Path) -> None:
    content = packed(tmp_path)
    assert Evidence(root=tmp_path).unpack(content, "it") == WHOLE


def test_equal_observations_are_stored_and_held_once(tmp_path: Path) -> None:
    evidence = Evidence(root=tmp_path)
    contents = [evidence.pack(evidence.shared(each)) for each in (WHOLE, OTHER)]
    assert len(list((tmp_path / "observations").iterdir())) == 3
    again = Evidence(root=tmp_path)
    one, other = (again.unpack(content, "it") for content in contents)
    assert one.observations[0] is other.observations[0]
    assert one.suite is other.suite


def test_a_shared_record_is_the_same_record(tmp_path: Path) -> None:
    evidence = Evidence(root=tmp_path)
    assert evidence.shared(WHOLE) == WHOLE


def test_records_share_all_that_they_have_in_common_and_nothing_else(tmp_path: Path) -> None:
    def again(version: str = "1") -> Record:
        seen = observation(NESTED), observation(FLATTENED)
        suite = SuiteInfo(version=version, hash="abc", scenarios=())
        return record(WHOLE.cell, seen[0], repeated=2, differing=seen[1:], suite=suite)

    evidence = Evidence(root=tmp_path)
    one, other = evidence.shared(again()), evidence.shared(again())
    assert one.suite is other.suite
    assert one.observations[0] is other.observations[0]
    assert one.differing[0] is other.differing[0]
    assert evidence.shared(again("2")) == again("2")


def test_a_record_without_a_suite(tmp_path: Path) -> None:
    bare = record("py3.12-core0.3.0", status=Status.CRASHED, suite=None, reason="x")
    evidence = Evidence(root=tmp_path)
    content = evidence.pack(evidence.shared(bare))
    assert evidence.unpack(content, "it") == bare
    place = tmp_path / "it.json"
    place.write_bytes(content)
    assert read_references(place) == frozenset()


def test_what_is_referred_to_is_not_in_the_record_itself(tmp_path: Path) -> None:
    twice = replace(WHOLE, repeated=2, differing=(observation(FLATTENED),))
    said = json.loads(json.loads(Evidence(root=tmp_path).pack(twice))["record"])
    assert (said["suite"], said["observations"], said["differing"]) == (None, [], [])


def test_a_record_of_a_newer_version_is_named(tmp_path: Path) -> None:
    content = Evidence(root=tmp_path).pack(replace(WHOLE, schema_version="99.0"))
    with pytest.raises(NewerVersionError, match=r"^it "):
        Evidence(root=tmp_path).unpack(content, "it")


@pytest.mark.parametrize("damage", [b"", b"{}", b"null", b"\xff"])
def test_rubbish_is_named(tmp_path: Path, damage: bytes) -> None:
    with pytest.raises(CorruptRecordError, match=r"^it is no record: it is damaged$"):
        Evidence(root=tmp_path).unpack(damage, "it")


def test_a_record_that_was_edited_is_noticed(tmp_path: Path) -> None:
    edited = packed(tmp_path).replace(b"py3.12-core0.3.0", b"py3.12-core0.3.9")
    with pytest.raises(CorruptRecordError, match=r"^it is not as it was written"):
        Evidence(root=tmp_path).unpack(edited, "it")


@pytest.mark.parametrize("part", ["suite", "observations", "differing"])
def test_a_record_that_refers_to_something_else_is_noticed(tmp_path: Path, part: str) -> None:
    twice = replace(WHOLE, repeated=2, differing=(observation(FLATTENED),))
    edited = json.loads(Evidence(root=tmp_path).pack(twice))
    edited[part] = None if part == "suite" else []
    with pytest.raises(CorruptRecordError, match=r"^it is not as it was written"):
        Evidence(root=tmp_path).unpack(json.dumps(edited).encode(), "it")


@pytest.mark.parametrize("damage", [b"", b"{}", None])
@pytest.mark.parametrize("kind", ["observations", "suites"])
def test_damaged_evidence_is_noticed_and_written_again(
    tmp_path: Path, kind: str, damage: bytes | None
) -> None:
    content = packed(tmp_path)
    for path in (tmp_path / kind).iterdir():
        path.unlink() if damage is None else path.write_bytes(damage)
    with pytest.raises(CorruptRecordError, match=f"of {kind} is missing or damaged"):
        Evidence(root=tmp_path).unpack(content, "it")
    for each in (tmp_path / kind).iterdir():
        each.unlink()
    packed(tmp_path)
    assert Evidence(root=tmp_path).unpack(content, "it") == WHOLE


def test_what_a_record_refers_to(tmp_path: Path) -> None:
    place = tmp_path / "it.json"
    place.write_bytes(packed(tmp_path))
    stored = {path.stem for path in tmp_path.rglob("*/*.json")}
    assert read_references(place) == stored
    assert read_references(tmp_path / "absent") == frozenset()


def test_later_runs_that_differ_are_kept(tmp_path: Path) -> None:
    twice = replace(WHOLE, repeated=2, differing=(observation(FLATTENED),))
    evidence = Evidence(root=tmp_path)
    assert Evidence(root=tmp_path).unpack(evidence.pack(twice), "it") == twice


@pytest.mark.parametrize("name", ["../../outside", "/outside", "0123456789ab\n", "0123456789AB"])
def test_what_is_no_id_leads_nowhere(tmp_path: Path, name: str) -> None:
    content = json.loads(packed(tmp_path / "evidence"))
    outside = tmp_path / "outside.json"
    outside.write_text("{}")
    content["observations"][0] = name
    with pytest.raises(CorruptRecordError, match="it is no record"):
        Evidence(root=tmp_path / "evidence").unpack(json.dumps(content).encode(), "it")
    assert outside.exists()


def test_the_timing_is_read_without_the_observations(tmp_path: Path) -> None:
    place = tmp_path / "it.json"
    place.write_bytes(packed(tmp_path / "evidence"))
    assert read_timing(place) == (WHOLE.cell, WHOLE.timing)
    place.write_bytes(b"{}")
    assert read_timing(place) is None
