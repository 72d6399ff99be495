"""Which changes of a plan make it another plan, and which another run."""

from dataclasses import replace

import pytest

from compat.options import Options
from compat.plan.codec import make_plan_id, make_run_key, strip_plan
from compat.plan.model import NOWHERE
from compat.record.model import Status
from tests.build import HERE, plan, python, release

MISSING = Status.INTERPRETER_MISSING
PLAN = plan(
    {"py3.12-core0.3.0": None, "py3.12-core0.3.1": (MISSING, "none below /home")},
    (release("0.3.0"), release("0.3.1")),
)
FIRST, SECOND = PLAN.cells
LATER = "2027-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("changes", "other_plan", "other_run"),
    [
        ({"suite_hash": "x"}, True, True),
        ({"options": Options(repeat=2)}, True, True),
        ({"index": "another"}, True, True),
        ({"pythons": (python("3.12", "3.12.9"),)}, True, True),
        ({"cells": (FIRST,)}, True, True),
        ({"cells": (FIRST, replace(SECOND, excluded=Status.NOT_PUBLISHED))}, True, True),
        ({"pinned_moment": True}, True, True),
        ({"releases": PLAN.releases[:1]}, True, False),
        ({"dependencies_as_of": LATER}, True, False),
        ({"surroundings": replace(HERE, platform="another")}, False, True),
        ({"surroundings": replace(HERE, containment="processes")}, False, True),
        ({"surroundings": replace(HERE, cpus=3, tools={}, modified=True)}, False, False),
        ({"cells": (FIRST, replace(SECOND, reason="none"))}, False, False),
        ({"command": "typed again", "selection": "in other words"}, False, False),
    ],
)
def test_what_makes_another_plan_and_another_run(
    changes: dict[str, object],
    other_plan: bool,  # noqa: FBT001 - a value of the table
    other_run: bool,  # noqa: FBT001 - a value of the table
) -> None:
    changed = replace(PLAN, **changes)  # type: ignore[arg-type]
    assert (make_plan_id(changed) != make_plan_id(PLAN)) is other_plan
    assert (make_run_key(changed) != make_run_key(PLAN)) is other_run


def test_a_moment_that_was_named_makes_another_run() -> None:
    def key(moment: str) -> str:
        return make_run_key(replace(PLAN, pinned_moment=True, dependencies_as_of=moment))

    assert key(LATER) != key(PLAN.dependencies_as_of)


def test_a_plan_is_stripped_of_the_machine_and_of_words() -> None:
    bare = (FIRST, replace(SECOND, reason=None))
    assert strip_plan(PLAN) == replace(
        PLAN, cells=bare, surroundings=NOWHERE, command="", selection=""
    )


def test_names_are_twelve_digits() -> None:
    assert [len(name) for name in (make_plan_id(PLAN), make_run_key(PLAN))] == [12, 12]
