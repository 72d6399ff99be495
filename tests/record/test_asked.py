"""A record is held to what was asked: by everybody who takes one from somebody else."""

from dataclasses import replace

import pytest

from compat.record.asked import Asked, complaint, suite
from compat.record.model import Record, ScenarioInfo, Status, SuiteInfo
from tests.build import NESTED, observation, whole

CELL = "py3.12-core0.3.0"
GOOD = whole(CELL, packages={"langchain-core": "0.3.0", "pydantic": "2.0"})
ASKED = Asked(
    cell=CELL,
    suite="abc",
    exact="3.12.1",
    build="3.12.1 (main) linux",
    packages={"langchain-core": "0.3.0", "pydantic": "2"},
)


def test_a_record_of_what_was_asked_is_taken() -> None:
    assert complaint(GOOD, ASKED) is None
    assert complaint(GOOD, Asked(cell=CELL)) is None


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"cell": "py3.9-core0.3.0"}, "it is of 'py3.12-core0.3.0'"),
        ({"exact": "3.12.2"}, "it ran on Python '3.12.1', not 3.12.2"),
        ({"build": "3.12.1 (other) linux"}, "it ran on another build of its Python"),
        ({"packages": {"langchain-core": "0.3.0"}}, "it had pydantic 2.0, not None"),
        (
            {"packages": {**(ASKED.packages or {}), "certifi": "1"}},
            "it had certifi None, not 1",
        ),
        ({"suite": "other"}, "another suite measured it"),
    ],
)
def test_another_place_another_suite(asked: dict[str, object], wrong: str) -> None:
    assert complaint(GOOD, replace(ASKED, **asked)) == wrong  # type: ignore[arg-type]


ONE = observation(NESTED)


@pytest.mark.parametrize(
    ("record", "wrong"),
    [
        (replace(GOOD, observations=()), "it has not one observation of every case: tool-async/"),
        (replace(GOOD, observations=(ONE,)), "every case: tool-async/configured"),
        (replace(GOOD, observations=(ONE, *GOOD.observations)), "every case: a case twice"),
        (
            replace(GOOD, observations=(observation(scenario="x"), *GOOD.observations)),
            "every case: x/naive",
        ),
        (replace(GOOD, suite=None), "it names no suite"),
        (replace(GOOD, suite=SuiteInfo(version="1", hash="abc", scenarios=())), "tool-async/"),
        (replace(GOOD, status=Status.IMPORT_FAILED), "it says not why it could not be imported"),
        (replace(GOOD, status=Status.CRASHED), "it is crashed and says not why"),
    ],
)
def test_an_observation_of_every_case_once(record: Record, wrong: str) -> None:
    assert wrong in (complaint(record, ASKED) or "")


def of_this_suite(scenarios: tuple[str, ...]) -> Record:
    """A record as the suite of this checkout writes it when these scenarios run."""
    known = suite()
    infos = []
    for name in scenarios:
        forms = known.cases[name]
        named = tuple(form for form in forms if not form.startswith("remedy-"))
        remedies = tuple(form.removeprefix("remedy-") for form in forms if form not in named)
        infos.append(
            ScenarioInfo(
                id=name, group="x", title="x", child="chat_model", children=1, row="verdict",
                variants=named, remedies=remedies, sources={},
            )
        )  # fmt: skip
    seen = tuple(
        observation(NESTED, scenario=info.id, variant=form, remedy=remedy)
        for info in infos
        for remedy, forms in ((False, info.variants), (True, info.remedies))
        for form in forms
    )
    made = SuiteInfo(version="1", hash=known.hash, scenarios=tuple(infos))
    return replace(GOOD, suite=made, observations=seen)


def test_the_suite_of_this_checkout_has_to_have_run_whole() -> None:
    known = suite()
    every = tuple(name for name in known.cases if name not in known.extras)
    asked = Asked(cell=CELL, suite=known.hash)
    assert len(every) > 90
    assert complaint(of_this_suite(every), asked) is None
    assert complaint(of_this_suite(every[1:]), asked) == (
        f"it is not of the scenarios that were asked for: {every[0]}"
    )
    some = replace(asked, scenarios=("gather",))
    assert complaint(of_this_suite(("gather",)), some) is None
    assert complaint(of_this_suite(every), some) is not None


def test_scenarios_of_an_extra_run_only_where_it_was_asked_for() -> None:
    known = suite()
    assert known.extras
    extra = next(iter(known.extras.values()))
    every = tuple(name for name in known.cases if known.extras.get(name) in {None, extra})
    assert complaint(of_this_suite(every), Asked(cell=CELL, suite=known.hash)) is not None
    asked = Asked(cell=CELL, suite=known.hash, extras=(extra,))
    assert complaint(of_this_suite(every), asked) is None
