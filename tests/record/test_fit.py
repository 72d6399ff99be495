"""A pair in which no chat model can be made is a finding, and tells nothing of LangGraph."""

from dataclasses import replace

import pytest

from compat.matrix.digest import Digest
from compat.record.fit import settle_fit
from compat.record.model import Observation, Raised, Record, Status
from compat.reports.difference.end_words import describe_obstacle
from tests.build import NESTED, observation, record

PAIR = "py3.12-core0.3.31-lg0.5.4"
CONTROL = "graph-sync-invoke"
SAID = (
    "`GenericFakeChatModel` is not fully defined; you should define `Union`, then call"
    " `GenericFakeChatModel.model_rebuild()`.\n\nFor further information visit https://x"
)


def raising(type_: str, scenario: str = CONTROL) -> Observation:
    said = Raised(type=type_, message=SAID)
    return replace(observation(NESTED), scenario=scenario, exception=said)


def made(cell: str, *observations: Observation) -> Record:
    return replace(record(cell, *observations), packages={"pydantic": "2.11.7"})


def test_a_pair_in_which_no_model_can_be_made_does_not_run() -> None:
    found = settle_fit(made(PAIR, raising("pydantic.errors.PydanticUserError")))
    assert (found.status, found.reason_class) == (Status.IMPORT_FAILED, "PairModelError")
    assert (found.suite, found.observations, found.differing) == (None, (), ())
    assert describe_obstacle(found.status, found.reason, found.reason_class) == (
        "installs, and does not run: no chat model can be made with pydantic 2.11.7:"
        " `GenericFakeChatModel` is not fully defined"
    )
    digest = Digest([made(PAIR, raising("pydantic.errors.PydanticUserError"))])
    assert digest.records[PAIR].status is Status.IMPORT_FAILED
    assert digest.results[PAIR] == {}


@pytest.mark.parametrize(
    ("cell", "observation"),
    [
        (PAIR, raising("builtins.RuntimeError")),
        (PAIR, raising("pydantic.errors.PydanticUserError", "node-async")),
        (PAIR, replace(observation(NESTED), scenario=CONTROL)),
        ("py3.12-core0.3.31", raising("pydantic.errors.PydanticUserError")),
    ],
)
def test_what_else_is_raised_is_left_as_it_is(cell: str, observation: Observation) -> None:
    whole = made(cell, observation)
    assert settle_fit(whole) is whole
