"""Layers: made once, whole or not there, and never a finding about a release."""

import asyncio
import sys
from pathlib import Path

import pytest

from compat.environments.layer import Layers, is_whole, layer_name
from compat.environments.refusal import Refused
from compat.environments.resolution import Pin
from compat.record.model import Status
from tests.environments.wheels import uv_of, wheel

ONE = Pin(name="one", version="1")


@pytest.fixture(autouse=True)
def wheels(tmp_path: Path) -> Path:
    wheel(tmp_path / "wheels", "one", "1")
    return tmp_path / "wheels"


def get(tmp_path: Path, *pins: Pin, times: int = 1, run: str = "run") -> list[Path | Refused]:
    """Ask for a layer, several times at once."""
    uv = uv_of(tmp_path / "wheels", tmp_path / "uv")
    layers = Layers(tmp_path / "layers", tmp_path / run, uv)

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
    assert is_whole(place)
    assert not list((tmp_path / "run").iterdir())


def test_no_pins_are_a_layer_too(tmp_path: Path) -> None:
    assert is_whole(made(tmp_path))


def test_those_who_ask_at_once_get_one(tmp_path: Path) -> None:
    assert len(set(get(tmp_path, ONE, times=5))) == 1


def test_it_is_made_once_and_bytecode_in_it_is_no_damage(tmp_path: Path) -> None:
    place = made(tmp_path, ONE)
    (place / "__pycache__").mkdir()
    (place / "__pycache__" / "one.pyc").write_bytes(b"x")
    before = place.stat().st_ino
    assert made(tmp_path, ONE).stat().st_ino == before


@pytest.mark.parametrize("damage", ["missing", "longer", "unmarked"])
def test_a_damaged_layer_is_made_again(tmp_path: Path, damage: str) -> None:
    place = made(tmp_path, ONE)
    if damage == "missing":
        (place / "one.py").unlink()
    elif damage == "longer":
        (place / "one.py").unlink()  # which uv may share with its cache
        (place / "one.py").write_text("VERSION = 'another'")
    else:
        (place / "layer.json").unlink()
    assert (made(tmp_path, ONE) / "one.py").read_text() == "VERSION = '1'\n"


def test_the_half_layer_of_a_killed_run_is_in_nobodys_way(tmp_path: Path) -> None:
    half = tmp_path / "run" / f"{layer_name([ONE], 'me')}.dead"
    half.mkdir(parents=True)
    (half / "one.py").write_text("half")
    assert (made(tmp_path, ONE) / "one.py").read_text() == "VERSION = '1'\n"


def refused(tmp_path: Path, pin: Pin) -> Refused:
    (found,) = get(tmp_path, pin)
    assert isinstance(found, Refused)
    assert found.status is Status.INSTALL_FAILED
    assert not list((tmp_path / "run").iterdir())
    return found


def test_a_file_with_another_hash_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path, Pin(name="one", version="1", hashes=(f"sha256:{'0' * 64}",)))
    assert "Hash mismatch" in found.reason


def test_what_has_vanished_is_said_to_have(tmp_path: Path) -> None:
    found = refused(tmp_path, Pin(name="one", version="2"))
    assert found.reason_class == "vanished"
    assert found.reason.startswith("gone from the index since: ")


def test_owners_share_nothing() -> None:
    assert layer_name([ONE], "me") != layer_name([ONE], "you")
