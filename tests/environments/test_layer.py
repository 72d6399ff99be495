"""Layers: made once, whole or not there, and never a finding about a release."""

import asyncio
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from compat.environments.layer import Layers, find_damage, name_layer
from compat.environments.refusal import Refused
from compat.environments.resolution import Pin
from compat.record.model import Status
from tests.environments.wheels import uv_of, wheel

pytestmark = pytest.mark.slow

ONE = Pin(name="one", version="1")


@pytest.fixture(autouse=True)
def wheels(tmp_path: Path) -> Path:
    wheel(tmp_path / "wheels", "one", "1")
    return tmp_path / "wheels"


def get(
    tmp_path: Path,
    *pins: Pin,
    times: int = 1,
    fresh: bool = False,
    linked: bool = False,
    said: list[str] | None = None,
) -> list[Path | Refused]:
    """Ask for a layer, several times at once."""
    uv = replace(uv_of(tmp_path / "wheels", tmp_path / "uv"), linked=linked)
    say = (lambda _: None) if said is None else said.append
    layers = Layers(tmp_path / "layers", uv, "processes", fresh=fresh, say=say)

    async def ask() -> list[Path | Refused]:
        wanted = [
            layers.get(pins, interpreter=Path(sys.executable), python="3.11", owner="me")
            for _ in range(times)
        ]
        return await asyncio.gather(*wanted)

    return asyncio.run(ask())


def made(tmp_path: Path, *pins: Pin) -> Path:
    (place,) = get(tmp_path, *pins)
    assert isinstance(place, Path)
    return place


def test_a_layer_holds_the_pins_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    place = made(tmp_path, ONE)
    assert (place / "one.py").read_text() == "VERSION = '1'\n"
    assert find_damage(place) is None
    assert list((tmp_path / "layers").iterdir()) == [place]


def test_no_pins_are_a_layer_too(tmp_path: Path) -> None:
    assert find_damage(made(tmp_path)) is None


def test_those_who_ask_at_once_get_one(tmp_path: Path) -> None:
    assert len(set(get(tmp_path, ONE, times=5))) == 1


def test_it_is_made_once_and_anew_for_a_fresh_run(tmp_path: Path) -> None:
    before = made(tmp_path, ONE).stat().st_ino
    assert made(tmp_path, ONE).stat().st_ino == before
    (fresh,) = get(tmp_path, ONE, fresh=True)
    assert isinstance(fresh, Path)
    assert fresh.stat().st_ino != before
    assert list((tmp_path / "layers").iterdir()) == [fresh]


def test_nothing_in_it_is_linked_with_what_uv_keeps(tmp_path: Path) -> None:
    place = made(tmp_path, ONE)
    files = [path for path in place.rglob("*") if path.is_file()]
    assert files
    assert {path.stat().st_nlink for path in files} == {1}


def test_where_it_may_be_linked_what_uv_keeps_is_held_to_the_wheel_all_the_same(
    tmp_path: Path,
) -> None:
    (place,) = get(tmp_path, ONE, linked=True)
    assert isinstance(place, Path)
    assert (place / "one.py").stat().st_nlink > 1
    (place / "one.py").write_text("VERSION = '7'\n")  # reaches what uv keeps
    said: list[str] = []
    (mended,) = get(tmp_path, ONE, linked=True, said=said)
    assert isinstance(mended, Path)
    assert (mended / "one.py").read_text() == "VERSION = '1'\n"
    assert [line.split(" (")[0] for line in said] == [
        f"packages kept in {place.name} are damaged",
        "what uv has kept of one.py is damaged: it is fetched again",
    ]


def test_it_is_made_on_the_filesystem_where_it_goes(tmp_path: Path) -> None:
    elsewhere = Path(tempfile.mkdtemp(dir="/dev/shm"))
    try:
        assert elsewhere.stat().st_dev != tmp_path.stat().st_dev
        (tmp_path / "layers").symlink_to(elsewhere)
        assert (made(tmp_path, ONE) / "one.py").exists()
    finally:
        shutil.rmtree(elsewhere)


def test_what_uv_has_kept_and_cannot_use_is_fetched_again(tmp_path: Path) -> None:
    shutil.rmtree(made(tmp_path, ONE))
    (kept,) = (tmp_path / "uv" / "archive-v0").iterdir()
    shutil.rmtree(kept)
    kept.write_text("no folder")
    said: list[str] = []
    (place,) = get(tmp_path, ONE, said=said)
    assert isinstance(place, Path)
    assert find_damage(place) is None
    assert said == ["what uv has kept cannot be used: packages are fetched again"]


def linked(place: Path) -> None:
    (place / "one.py").rename(place / "other.py")
    (place / "one.py").symlink_to("other.py")


def compiled(place: Path) -> None:
    (place / "__pycache__").mkdir()
    (place / "__pycache__" / "one.cpython-311.pyc").write_bytes(b"x")


def swapped(place: Path, layers: Path) -> None:
    """Put the layer of other pins in its place."""
    wheel(layers.parent / "wheels", "two", "1")
    place.rename(layers / "away")
    made(layers.parent, Pin(name="two", version="1")).rename(place)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "missing": lambda place: (place / "one.py").rename(place.parent / "gone"),
    "of the same length": lambda place: (place / "one.py").write_text("VERSION = '7'\n"),
    "a link": linked,
    "more": lambda place: (place / "sitecustomize.py").write_text("raise SystemExit"),
    "bytecode": compiled,
    "a folder": lambda place: (place / "numpy").mkdir(),
    "a link to a folder": lambda place: (place / "more").symlink_to(place.parent),
    "its list gone": lambda place: (place / "layer.json").rename(place.parent / "gone"),
    "its list no list": lambda place: (place / "layer.json").write_text("[]"),
    "another's": lambda place: swapped(place, place.parent),
}


@pytest.mark.parametrize("harm", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_layer_is_said_and_made_again(
    tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    harm(made(tmp_path, ONE))
    said: list[str] = []
    (place,) = get(tmp_path, ONE, said=said)
    assert isinstance(place, Path)
    assert find_damage(place) is None
    assert (place / "one.py").read_text() == "VERSION = '1'\n"
    assert len(said) == 1
    assert "are damaged (" in said[0]


def test_what_uv_has_kept_is_held_to_the_wheels_own_list(tmp_path: Path) -> None:
    made(tmp_path, ONE)
    shutil.rmtree(tmp_path / "layers")
    (kept,) = (tmp_path / "uv").rglob("one.py")
    kept.write_text("VERSION = '7'\n")
    said: list[str] = []
    (place,) = get(tmp_path, ONE, said=said)
    assert isinstance(place, Path)
    assert (place / "one.py").read_text() == "VERSION = '1'\n"
    assert said == ["what uv has kept of one.py is damaged: it is fetched again"]


@pytest.mark.parametrize("more", ["sitecustomize.py", "numpy/__init__.py", "one-1.dist-info/x"])
def test_what_uv_keeps_beside_a_wheels_files_is_none_of_it(tmp_path: Path, more: str) -> None:
    made(tmp_path, ONE)
    shutil.rmtree(tmp_path / "layers")
    (kept,) = (tmp_path / "uv").rglob("one.py")
    added = kept.parent / more
    added.parent.mkdir(exist_ok=True)
    added.touch()
    said: list[str] = []
    (place,) = get(tmp_path, ONE, said=said)
    assert isinstance(place, Path)
    assert not (place / more).exists()
    assert len(said) == 1


def test_what_a_wheel_brings_and_does_not_list_is_its_own(tmp_path: Path) -> None:
    path = wheel(tmp_path / "wheels", "two", "1")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("two_more.py", "")
    place = made(tmp_path, Pin(name="two", version="1"))
    assert (place / "two_more.py").exists()


def test_an_empty_folder_that_nothing_can_import_is_no_damage(tmp_path: Path) -> None:
    path = wheel(tmp_path / "wheels", "two", "1")
    with zipfile.ZipFile(path, "a") as archive:
        archive.mkdir("two.libs")
    said: list[str] = []
    get(tmp_path, Pin(name="two", version="1"), said=said)
    assert said == []


def test_a_list_in_what_uv_keeps_that_is_no_list_is_damage(tmp_path: Path) -> None:
    made(tmp_path, ONE)
    shutil.rmtree(tmp_path / "layers")
    (kept,) = (tmp_path / "uv").rglob("RECORD")
    kept.write_text(kept.read_text().replace("sha256=", "sha256=%", 1))
    said: list[str] = []
    (place,) = get(tmp_path, ONE, said=said)
    assert isinstance(place, Path)
    assert len(said) == 1


def test_a_wheel_whose_own_list_is_wrong_is_a_failure_of_the_run(tmp_path: Path) -> None:
    path = wheel(tmp_path / "wheels", "two", "1")
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["two-1.dist-info/RECORD"] = f"two.py,sha256={'A' * 43},9\n".encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    (found,) = get(tmp_path, Pin(name="two", version="1"))
    assert isinstance(found, Refused)
    assert found.status is Status.INSTALL_FAILED


def test_the_half_layer_of_a_killed_run_is_swept_when_it_is_old(tmp_path: Path) -> None:
    halves = [tmp_path / "layers" / f".draft-1-{name}" for name in ("old", "new")]
    for half in halves:
        half.mkdir(parents=True)
    os.utime(halves[0], (1, 1))
    made(tmp_path, ONE)
    assert [half.exists() for half in halves] == [False, True]


def refused(tmp_path: Path, pin: Pin) -> Refused:
    (found,) = get(tmp_path, pin)
    assert isinstance(found, Refused)
    assert found.status is Status.INSTALL_FAILED
    assert not list((tmp_path / "layers").iterdir())
    return found


def test_a_file_with_another_hash_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path, Pin(name="one", version="1", hashes=(f"sha256:{'0' * 64}",)))
    assert "Hash mismatch" in found.reason


def test_what_has_vanished_is_said_to_have(tmp_path: Path) -> None:
    found = refused(tmp_path, Pin(name="one", version="2"))
    assert found.reason_class == "vanished"
    assert found.reason.startswith("gone from the index since: ")


def test_owners_share_nothing() -> None:
    assert name_layer([ONE], "me", "none") != name_layer([ONE], "you", "none")
