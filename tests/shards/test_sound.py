"""Plans from elsewhere: of their schema, and still not to be trusted."""

import json
from dataclasses import replace

import pytest

from compat.errors import EvidenceError, NewerVersionError
from compat.options import Options
from compat.plan.model import Plan
from compat.record.model import Status
from compat.shards.codec import decode_cut, encode_cut
from compat.shards.model import Cut
from tests.build import python, release
from tests.shards.build import CELLS, EXCLUDED, HALVES, PLAN, RELEASES, RUN, cut_of


def of_cell(name: str, **changes: object) -> Plan:
    """The plan with another cell in place of one."""
    cells = tuple(
        replace(cell, **changes) if cell.id == name else cell  # type: ignore[arg-type]
        for cell in PLAN.cells
    )
    return replace(PLAN, cells=cells)


def uploaded(when: str) -> Plan:
    return replace(PLAN, releases=(replace(RELEASES[0], uploaded_at=when), *RELEASES[1:]))


def refused(cut: Cut) -> str:
    with pytest.raises(EvidenceError) as caught:
        decode_cut(encode_cut(cut), "it")
    said = str(caught.value)
    assert (caught.value.cause, "\n" in said) == ("edited-shard", False)
    assert said.startswith("it is not as it was written: ")
    return said.removeprefix("it is not as it was written: ")


def test_what_is_sound_comes_back() -> None:
    assert decode_cut(encode_cut(HALVES), "it") == HALVES


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (replace(PLAN, exact=True), "its plan is exact, which cannot be cut"),
        (replace(PLAN, dependencies_as_of="never"), "'never' is no moment"),
        (uploaded("2026-01-01T00:00:00"), "'2026-01-01T00:00:00' is no moment"),
        (uploaded("20260101T000000Z"), "'20260101T000000Z' is no moment"),
        (replace(PLAN, options=Options(overrides=("==",))), "Expected "),
        (replace(PLAN, releases=RELEASES[1:]), "has a Python or a release that the plan does not"),
        (replace(PLAN, releases=(*RELEASES, RELEASES[0])), "a Python or a release twice"),
        (replace(PLAN, releases=(*RELEASES, release("one"))), "Invalid version: 'one'"),
        (replace(PLAN, pythons=(*PLAN.pythons, python("3.13", "x"))), "Invalid version: 'x'"),
        (replace(PLAN, cells=(*PLAN.cells, PLAN.cells[0])), "its plan has a cell twice"),
        (of_cell(EXCLUDED, id="py3.9-core../x"), "malformed cell id 'py3.9-core../x'"),
        (of_cell(EXCLUDED, id="py3.9-core1.0"), "is called Python '3.9' and '1.0.0'"),
        (of_cell(EXCLUDED, excluded=Status.PROBED), "is probed before anybody ran it"),
        (of_cell(EXCLUDED, reason=None), "or does not say why"),
        (of_cell(EXCLUDED, excluded=None, reason=None), f"cell {EXCLUDED} is in no shard"),
        (of_cell(RUN[0], excluded=Status.NOT_PUBLISHED, reason="x"), f"cell {RUN[0]} is in no"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(plan: Plan, says: str) -> None:
    assert says in refused(cut_of(*HALVES.shards, planned=plan))


@pytest.mark.parametrize("options", [Options(time_limit=0), Options(repeat=0)])
def test_an_option_is_what_could_be_typed(options: Options) -> None:
    content = encode_cut(cut_of(*HALVES.shards, planned=replace(PLAN, options=options)))
    with pytest.raises(EvidenceError, match="greater than or equal to 1"):
        decode_cut(content, "it")


def test_a_cut_that_is_not_of_its_plan_is_refused() -> None:
    assert refused(cut_of(RUN[1:])) == f"cell {RUN[0]} is in no shard, or is not to run"
    assert refused(cut_of(RUN, RUN[:1])) == f"cell {RUN[0]} is in two shards"
    assert refused(cut_of(CELLS)) == f"cell {EXCLUDED} is in no shard, or is not to run"
    later = replace(HALVES, plan=replace(PLAN, dependencies_as_of="2026-02-02T00:00:00Z"))
    assert refused(later).endswith(f", and it says {HALVES.plan_id}")


@pytest.mark.parametrize("place", [(), ("plan",)], ids=["cut", "plan"])
def test_a_later_versions_is_said_to_be_newer(place: tuple[str, ...]) -> None:
    content = json.loads(encode_cut(HALVES))
    part = content
    for name in place:
        part = part[name]
    part |= {"schema_version": "9.0", "more": 1}
    with pytest.raises(NewerVersionError, match=r"^it has schema '9\.0', and this version reads"):
        decode_cut(json.dumps(content).encode(), "it")


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"schema_version": "9.0", "cells": []}'])
def test_what_is_no_plan_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(EvidenceError, match="is no plan that was cut into shards"):
        decode_cut(content, "it")
