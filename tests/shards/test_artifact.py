"""Shards from elsewhere: folders and archives that wish us ill are refused in one line."""

import json
import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

from compat.errors import Cause, EvidenceError
from compat.matrix.lint import find_complaints
from compat.reports.bundle import render
from compat.shards import artifact
from compat.shards.artifact import open_artifact
from compat.shards.files import write_shard
from compat.shards.merge import merge_shards, prove_complete
from compat.shards.piece import read_piece
from compat.stored.reports import load
from compat.work.gather import gather
from tests.shards.build import HALVES, SINGLE, files, texts


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Two shards as folders."""
    places = [tmp_path / "one", tmp_path / "two"]
    for number, place in enumerate(places, 1):
        write_shard(place, files(HALVES, number))
    return places


def zipped(place: Path, content: Mapping[str, str], kind: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(place, "w", kind) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return place


def refused(cause: Cause, place: Path) -> str:
    with pytest.raises(EvidenceError) as caught:
        merge_shards(prove_complete([read_piece(open_artifact(place))], allow_missing=True))
    assert (caught.value.cause, "\n" in str(caught.value)) == (cause, False)
    return str(caught.value)


def test_folders_and_archives_are_read_alike(folders: list[Path], tmp_path: Path) -> None:
    one = zipped(tmp_path / "one.zip", files(HALVES, 1))
    inner = {f".compat/shards/2-of-2/{name}": text for name, text in files(HALVES, 2).items()}
    two = zipped(tmp_path / "two.zip", inner)
    for places in (folders, [one, folders[1]], [two, one]):
        assert texts(
            merge_shards(prove_complete([read_piece(open_artifact(place)) for place in places]))
        ) == texts(SINGLE)


def test_a_shard_is_a_small_matrix(folders: list[Path]) -> None:
    matrix, traces, set_aside = gather(folders[0])
    assert (matrix, traces) == load(folders[0])
    assert set_aside == find_complaints(matrix) == ()
    assert [cell.id for cell in matrix.cells] == [*HALVES.shards[0]]
    schema = json.loads((folders[0] / "matrix.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads((folders[0] / "matrix.json").read_text("utf-8")), schema)
    assert render(matrix, traces)["matrix.md"]


def test_a_shard_takes_the_place_of_another(folders: list[Path]) -> None:
    write_shard(folders[0], files(HALVES, 2))
    assert {path.stem for path in folders[0].glob("records/*")} == {*HALVES.shards[1]}
    assert read_piece(open_artifact(folders[0])).shard.number == 2


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    assert "there is no " in refused("half-shard", tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    said = refused("half-shard", tmp_path / "empty")
    assert "empty has no shard.json, which is written last: the shard was cut off" in said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links and pipes")
@pytest.mark.parametrize("name", ["traces.json", "records", "more", "records/more.json"])
@pytest.mark.parametrize("how", ["link", "dangling", "pipe"])
def test_a_link_or_a_pipe_is_refused(
    folders: list[Path], tmp_path: Path, name: str, how: str
) -> None:
    place = folders[0] / name
    outside = tmp_path / "outside"
    if place.exists():
        place.rename(outside)
    match how:
        case "link":
            place.symlink_to(outside)
        case "dangling":
            place.symlink_to("../../../nowhere")
        case _:
            os.mkfifo(place)
    said = refused("edited-shard", folders[0])
    assert f"has {name!r}, a link or no file, which may lead out of the folder" in said


def test_a_folder_that_is_too_large_is_refused_before_it_is_read(folders: list[Path]) -> None:
    with (folders[0] / "large").open("wb") as file:
        file.truncate(artifact.LARGEST)  # takes no room on the disk
    assert "it has more than 10000 files or 268435456 bytes" in refused("edited-shard", folders[0])


def test_too_many_files_are_refused(
    folders: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(artifact, "MOST_FILES", 5)
    assert "more than 5 files" in refused("edited-shard", folders[0])
    archive = zipped(tmp_path / "it.zip", files(HALVES, 2))
    assert "more than 5 files" in refused("edited-shard", archive)


def test_a_file_that_grew_is_read_no_further_than_its_limit(folders: list[Path]) -> None:
    (folders[0] / "records/py3.9-core0.3.0.json").write_bytes(b" " * 2_000_000)
    said = refused("edited-shard", folders[0])
    assert "py3.9-core0.3.0.json is larger than the 1048576 bytes that it can have" in said


@pytest.mark.parametrize(
    "name", ["../outside", "a/../../outside", "/outside", "C:/outside", "a\\..\\outside"]
)
def test_a_path_that_leaves_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    place = zipped(tmp_path / "it.zip", {**files(HALVES, 1), name: "x"})
    assert "which leads out of the folder" in refused("edited-shard", place)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["it.zip"], "nothing is unpacked"


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "it.zip"
    with zipfile.ZipFile(place, "w") as archive:
        link = zipfile.ZipInfo("shard.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "'shard.json', which leads out" in refused("edited-shard", place)


def test_a_bomb_is_refused_by_what_it_says_of_its_size(tmp_path: Path) -> None:
    place = tmp_path / "it.zip"
    with (
        zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("shard.json", "w", force_zip64=True) as file,
    ):
        for _ in range(17):
            file.write(bytes(16 * 1024 * 1024))
    assert place.stat().st_size < 1_000_000
    assert "is no shard: it has more than" in refused("edited-shard", place)


def test_a_bomb_that_lies_about_its_size_is_read_no_further(tmp_path: Path) -> None:
    place = zipped(tmp_path / "it.zip", {"shard.json": " " * 20_000_000})
    content = place.read_bytes()
    size = (20_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    place.write_bytes(content.replace(size, (100).to_bytes(4, "little")))
    assert "cannot be unpacked" in refused("edited-shard", place)
    honest = zipped(tmp_path / "honest.zip", {"shard.json": " " * 20_000_000})
    assert "larger than the 16777216 bytes" in refused("edited-shard", honest)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_other_archives_that_are_not_right_are_refused(tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.zip"
    rubbish.write_bytes(b"PK\x03\x04 and no more")
    assert "neither the folder of a shard nor a zip archive" in refused("edited-shard", rubbish)
    two = zipped(tmp_path / "two.zip", {"a/shard.json": "", "b/shard.json": ""})
    assert "holds 2 shards; give each an archive of its own" in refused("edited-shard", two)
    packed = zipped(tmp_path / "packed.zip", {"shard.json": "x" * 99}, zipfile.ZIP_LZMA)
    assert "packed in a way that is not read here" in refused("edited-shard", packed)
    none = zipped(tmp_path / "none.zip", {"readme": ""})
    assert "has no shard.json" in refused("half-shard", none)
    twice = tmp_path / "twice.zip"
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("x", "1")
        archive.writestr("x", "2")
    assert "has a file twice" in refused("edited-shard", twice)
    torn = zipped(tmp_path / "torn.zip", files(HALVES, 1), zipfile.ZIP_STORED)
    content = bytearray(torn.read_bytes())
    content[content.index(b'{"schema_version":"1.0","number"')] = 0
    torn.write_bytes(content)
    assert "shard.json cannot be unpacked: Bad CRC-32" in refused("edited-shard", torn)


def test_a_directory_of_a_million_entries_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "it.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for number in range(100_000):
            archive.writestr(str(number), b"")

    def read(*_: object, **__: object) -> None:
        pytest.fail("it was read")

    monkeypatch.setattr(zipfile, "ZipFile", read)
    assert "more than 10000 files" in refused("edited-shard", place)
