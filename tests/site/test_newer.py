"""Which releases of an index are newer than all that were measured."""

from compat.axes.release import Release
from compat.reports.site.newer import Newer, find_newer
from tests.axes.build import release
from tests.site.conftest import core, layer


def listed(*versions: str, yanked: str = "") -> list[Release]:
    return [release(each, yanked=each == yanked) for each in versions]


def test_newer_is_what_comes_after_all_that_was_asked_for() -> None:
    matrix, _ = core()
    every = listed("0.3.87", "1.0.0", "1.0.1rc1", "1.1.0", "1.0.10", "1.0.9", yanked="1.1.0")
    assert find_newer(matrix, every) == ("1.0.9", "1.0.10")


def test_of_the_layer_its_own_releases_count() -> None:
    matrix, _ = layer()
    assert find_newer(matrix, listed("0.6.12", "1.0.0", "1.2.0")) == ("1.2.0",)


def test_what_could_not_be_found_out_is_not_told_as_nothing() -> None:
    assert not Newer(day="2026-11-29", found=None).any
    assert not Newer(day="2026-11-29", found={"langchain-core": ()}).any
    assert Newer(day="2026-11-29", found={"langchain-core": (), "LangGraph": ("2",)}).any
