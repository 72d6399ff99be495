"""What the environments of a Python share: packages, and modules that import alike in all."""

import asyncio
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from compat.environments.common import find_alike, find_importable_alike, split_pins
from compat.environments.resolution import Pin, Resolution
from tests.environments.wheels import uv_of, wheel

PINS = st.sets(st.builds(Pin, name=st.sampled_from("abcd"), version=st.sampled_from("12")))


@given(st.dictionaries(st.sampled_from(["x", "y", "z"]), PINS))
def test_base_and_own_are_the_whole_and_base_is_all_that_is_shared(
    cells: dict[str, set[Pin]],
) -> None:
    parts = split_pins({cell: Resolution(pins=tuple(pins)) for cell, pins in cells.items()})
    for cell, pins in cells.items():
        assert {*parts.base, *parts.own[cell]} == pins
        assert not {*parts.base} & {*parts.own[cell]}
    for pin in set().union(*cells.values()):
        assert (pin in parts.base) == all(pin in pins for pins in cells.values())


async def unpacked(tmp_path: Path, *names: str) -> Path:
    folder = tmp_path / "base"
    uv = uv_of(tmp_path / "wheels", tmp_path / "cache")
    assert not await uv.unpack([f"{n}==1" for n in names], folder, Path(sys.executable), "3.11")
    return folder


def test_a_package_that_reaches_another_layer_is_not_imported_for_all(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    wheel(wheels, "plain", "1")
    wheel(wheels, "near", "1", requires=["varies>=1"])
    wheel(wheels, "far", "1", requires=["near"])
    wheel(wheels, "optional", "1", requires=["varies; extra == 'fast'"])
    base = asyncio.run(unpacked(tmp_path, "plain", "near", "far", "optional"))
    safe = find_importable_alike(base, {"varies"})
    assert {"plain"} == safe - {"plain-1"} - {name for name in safe if "dist-info" in name}
    assert find_importable_alike(base, ()) >= {"plain", "near", "far", "optional"}


def test_the_interpreters_own_modules_are_imported_for_all() -> None:
    layers = [Path("/cache/layers")]
    modules = [
        ("os", "/usr/lib/os.py"),
        ("sys", ""),
        ("safe.inner", "/cache/layers/base/safe/inner.py"),
        ("other", "/cache/layers/base/other.py"),
    ]
    assert find_alike(modules, layers, {"safe"}) == ("os", "sys", "safe.inner")
