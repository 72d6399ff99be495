"""The newest releases of a plan, when the index lags behind some of them."""

from collections.abc import Sequence

from compat.plan.model import Plan, PlannedCell
from compat.plan.plan import Lags, make_plan
from compat.plan.request import Request
from compat.plan.settling import settle_plan
from tests.plan.test_plan import LISTING, SETTING, interpreters

MACHINE = interpreters("3.9.1", "3.13.1", **{"3_14": "none found"})


def cells_of(
    *lagging: str, releases: tuple[str, ...], pythons: tuple[str, ...] = ("3.9", "3.13")
) -> tuple[list[str], list[list[str]]]:
    """Return the cells of a plan, and what was asked for it, a list each time."""
    asked: list[list[str]] = []

    def make(lags: Lags) -> Plan:
        wanted = Request(pythons=pythons, releases=releases)
        return make_plan(wanted, LISTING, MACHINE, SETTING, lags)

    def ask(_: Plan, cells: Sequence[PlannedCell]) -> set[str]:
        asked.append([cell.id for cell in cells])
        return {*lagging} & {*asked[-1]}

    return [cell.id for cell in settle_plan(make, ask).cells], asked


def test_the_latest_is_each_pythons_own() -> None:
    ends = ["py3.9-core0.3.2", "py3.13-core1.0.0"]
    assert cells_of(releases=("latest",)) == (ends, [ends])


def test_where_the_newest_lags_the_one_before_is_asked_for_there_only() -> None:
    cells, asked = cells_of("py3.13-core1.0.0", releases=("latest",))
    assert cells == ["py3.9-core0.3.2", "py3.13-core0.3.2", "py3.13-core1.0.0"]
    assert asked == [["py3.9-core0.3.2", "py3.13-core1.0.0"], ["py3.13-core0.3.2"]]


def test_the_end_of_a_line_is_the_newest_that_does_not_lag() -> None:
    cells, _ = cells_of("py3.13-core0.3.2", releases=("edges",), pythons=("3.13",))
    assert cells == [f"py3.13-core{core}" for core in ("0.3.0", "0.3.1", "0.3.2", "1.0.0")]


def test_nothing_is_asked_unless_the_newest_is_wanted_and_can_be_run() -> None:
    for releases in ("all",), ("1.0.0",), (">=0.3",):
        assert cells_of("py3.13-core1.0.0", releases=releases)[1] == []
    assert cells_of(releases=("latest",), pythons=("3.14",)) == (["py3.14-core1.0.0"], [])
    assert cells_of(releases=("edges",), pythons=("3.9",))[1] == [["py3.9-core0.3.2"]]
