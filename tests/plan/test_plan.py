"""Plans: every selected cell once, to be run or with a reason."""

import json
from dataclasses import replace
from pathlib import Path

from packaging.version import Version

from compat.axes.index import IndexListing
from compat.axes.interpreter import Interpreter, Interpreters
from compat.axes.release import Release
from compat.options import Options
from compat.plan.codec import decode, encode, make_plan_id, make_run_key
from compat.plan.loose import make_loose_plan
from compat.plan.model import NOWHERE, Plan
from compat.plan.plan import Setting, make_plan
from compat.plan.request import Request
from compat.record.model import PythonBuild, Status
from tests.build import HERE, record

SETTING = Setting(
    suite_version="1",
    suite_hash="abc",
    surroundings=HERE,
    command="nox -s matrix",
    looked_at="2026-01-01T00:00:00Z",
)


def release(
    version: str, requires_python: str | None = None, uploaded_at: str | None = "x"
) -> Release:
    return Release(
        version=Version(version),
        uploaded_at=uploaded_at,
        requires_python=requires_python,
        yanked=False,
        yanked_reason=None,
    )


LISTING = IndexListing(
    label="PyPI",
    releases=(
        release("0.1.0"),
        release("0.3.0", ">=3.9"),
        release("0.3.1", ">=3.9"),
        release("0.3.2", ">=3.9"),
        release("1.0.0a1", ">=3.10"),
        release("1.0.0", ">=3.10"),
    ),
    skipped=0,
)


def interpreters(*found: str, **missing: str) -> Interpreters:
    return Interpreters(
        found={
            exact.rpartition(".")[0]: Interpreter(
                path=Path(f"/python{exact}"),
                exact=exact,
                implementation="cpython",
                platform="test",
                source="PATH",
                build="built",
            )
            for exact in found
        },
        missing={name.replace("_", "."): why for name, why in missing.items()},
        skipped=(),
    )


def planned(request: Request, machine: Interpreters, listing: IndexListing = LISTING) -> Plan:
    return make_plan(request, listing, machine, SETTING)


def test_every_selected_cell_is_there_once_with_a_reason_or_none() -> None:
    made = planned(
        Request(pythons=("3.9", "3.13")), interpreters("3.13.1", **{"3_9": "none found"})
    )
    assert {cell.id: (cell.excluded, cell.reason) for cell in made.cells} == {
        "py3.9-core0.3.0": (Status.INTERPRETER_MISSING, "none found"),
        "py3.9-core0.3.2": (Status.INTERPRETER_MISSING, "none found"),
        "py3.9-core1.0.0": (Status.NOT_PUBLISHED, "its Requires-Python is >=3.10"),
        "py3.13-core0.3.0": (None, None),
        "py3.13-core0.3.2": (None, None),
        "py3.13-core1.0.0": (None, None),
    }


def test_the_plan_knows_the_releases_between_those_selected() -> None:
    made = planned(Request(pythons=("3.13",)), interpreters("3.13.1"))
    assert [row.version for row in made.releases] == ["0.3.0", "0.3.1", "0.3.2", "1.0.0"]


def test_a_selected_prerelease_is_known_too() -> None:
    made = planned(Request(cells=("py3.13-core1.0.0a1",)), interpreters("3.13.1"))
    assert [cell.id for cell in made.cells] == ["py3.13-core1.0.0a1"]
    assert "1.0.0a1" in [row.version for row in made.releases]


def test_all_is_every_stable_release_and_pre_releases_when_asked() -> None:
    asked, machine = Request(pythons=("3.13",), releases=("all",)), interpreters("3.13.1")
    stable = ["0.3.0", "0.3.1", "0.3.2", "1.0.0"]
    assert [cell.core for cell in planned(asked, machine).cells] == stable
    more = planned(replace(asked, prereleases=True), machine)
    assert [cell.core for cell in more.cells] == [*stable[:3], "1.0.0a1", "1.0.0"]
    assert [row.prerelease for row in more.releases] == [False, False, False, True, False]


def test_an_exact_plan_has_the_cells_of_all_and_knows_that_it_is_one() -> None:
    machine = interpreters("3.13.1")
    made = planned(Request(pythons=("3.13",), exact=True), machine)
    every = planned(Request(pythons=("3.13",), releases=("all",)), machine)
    assert (made.exact, made.cells) == (True, every.cells)
    assert not every.exact


def test_required_pythons() -> None:
    asked = Request(pythons=("3.9", "3.14"))
    machine = interpreters("3.9.1", "3.14.1")
    assert planned(asked, machine).required == ("3.9",)
    assert planned(replace(asked, allow_missing=True), machine).required == ()


def test_the_moment_is_now_or_what_was_asked() -> None:
    asked, machine = Request(pythons=("3.13",)), interpreters("3.13.1")
    assert planned(asked, machine).dependencies_as_of == SETTING.looked_at
    named = planned(replace(asked, as_of="2025-01-01"), machine)
    assert named.dependencies_as_of == "2025-01-01T00:00:00Z"


def test_plans_keep_their_shape_in_files() -> None:
    how = Options(builds=True, repeat=2)
    made = planned(Request(pythons=("3.13",), how=how), interpreters("3.13.1"))
    said = json.loads(encode(made))
    assert list(said) == [
        "schema_version", "suite_version", "suite_hash", "platform", "tools", "index",
        "index_dated", "selection", "command", "dependencies_as_of", "pinned_moment", "options",
        "required", "pythons", "releases", "cells", "exact", "cpus", "commit", "modified",
        "containment",
    ]  # fmt: skip
    assert (said["options"]["wheels_only"], said["options"]["repeat"]) == (False, 2)
    assert decode(encode(made)) == made
    assert decode(json.dumps({**said, "more": 1}).encode()) is None


def test_an_index_without_dates_is_known_as_one() -> None:
    undated = replace(LISTING, releases=(release("0.3.0", uploaded_at=None),))
    asked = Request(pythons=("3.13",))
    assert planned(asked, interpreters("3.13.1")).index_dated
    assert not planned(asked, interpreters("3.13.1"), undated).index_dated


def test_a_plan_comes_back_and_its_run_does_not_depend_on_the_moment() -> None:
    made = planned(Request(pythons=("3.13",)), interpreters("3.13.1"))
    later = replace(made, dependencies_as_of="2027-01-01T00:00:00Z")
    assert decode(encode(made)) == made
    assert make_plan_id(made) != make_plan_id(later)
    assert make_run_key(made) == make_run_key(later)


def test_records_without_a_plan_get_the_one_they_complete() -> None:
    build = PythonBuild(exact="3.12.1", implementation="cpython", build="x")
    found = [
        record("py3.12-core0.3.10", python=build, platform="Linux"),
        record("py3.12-core0.3.9", python=build),
    ]
    made = make_loose_plan(found)
    assert [cell.id for cell in made.cells] == [one.cell for one in found]
    assert [row.version for row in made.releases] == ["0.3.9", "0.3.10"]
    assert [column.exact for column in made.pythons] == ["3.12.1"]
    assert (made.suite_hash, made.required) == ("abc", ())


def test_the_id_of_a_plan_is_the_same_on_every_machine() -> None:
    asked = Request(pythons=("3.12", "3.13"))
    there = replace(NOWHERE, platform="other", cpus=3, commit="b" * 40, modified=True)
    elsewhere = replace(SETTING, surroundings=there, command="")

    def made(why: str, setting: Setting = SETTING, exact: str = "3.12.1") -> str:
        return make_plan_id(
            make_plan(asked, LISTING, interpreters(exact, **{"3_13": why}), setting)
        )

    assert made("none") == made("none below /home/somebody", elsewhere)
    others = {made("none", exact="3.12.2"), made("none", replace(SETTING, suite_hash="x"))}
    assert len({made("none"), *others}) == 3
