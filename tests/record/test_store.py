"""The store: whole records or none, and damage costs one cell."""

import resource
import signal
from pathlib import Path

import pytest

from compat.errors import DiskError, NewerVersionError
from compat.record.codec import encode
from compat.record.pack import Evidence
from compat.record.store import load, put
from tests.build import record

CELLS = ("py3.12-core0.3.0", "py3.12-core0.3.1")


def filled(folder: Path) -> Path:
    for cell in CELLS:
        (folder / f"{cell}.json").write_bytes(encode(record(cell)))
    return folder


def test_what_is_put_is_loaded(tmp_path: Path) -> None:
    assert list(load(filled(tmp_path)).records) == list(CELLS)


@pytest.mark.parametrize("damage", [b"", b"{", b"\x00\xff", b"null"])
def test_a_damaged_record_is_set_aside_and_named(tmp_path: Path, damage: bytes) -> None:
    path = filled(tmp_path) / f"{CELLS[0]}.json"
    path.write_bytes(damage)
    found = load(tmp_path)
    assert list(found.records) == [CELLS[1]]
    assert found.set_aside[0].startswith(f"{path.name} is no record: ")
    assert path.with_suffix(".corrupt").read_bytes() == damage
    assert load(tmp_path).set_aside == ()


def test_a_record_under_another_cells_name_is_set_aside(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / f"{CELLS[0]}.json").rename(tmp_path / "py3.9-core0.3.0.json")
    assert list(load(tmp_path).records) == [CELLS[1]]


def test_a_newer_record_is_left_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / f"{CELLS[0]}.json"
    path.write_text('{"schema_version": "2.0"}')
    with pytest.raises(NewerVersionError, match=path.name):
        load(tmp_path)
    assert path.exists()


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DiskError, match=r"cannot write .*: File exists; make room"):
        put(tmp_path / "file", record(CELLS[0]), Evidence(root=tmp_path))


def test_an_earlier_record_survives_a_write_that_fails(tmp_path: Path) -> None:
    evidence = Evidence(root=tmp_path / "evidence")
    put(tmp_path, record(CELLS[0]), evidence)
    before = (tmp_path / f"{CELLS[0]}.json").read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
        with pytest.raises(DiskError, match="File too large"):
            put(tmp_path, record(CELLS[0], reason="other"), evidence)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert (tmp_path / f"{CELLS[0]}.json").read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.json*")] == [f"{CELLS[0]}.json"]
