"""Merging: any cut in any order is the same as one run, and whatever is wrong is named."""

import hashlib
import json
import random
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from compat.errors import Cause, CompatError, EvidenceError
from compat.matrix.lint import find_complaints
from compat.matrix.model import Matrix, Verdict
from compat.matrix.trace_codec import StoredTraces, restore_traces
from compat.plan.codec import make_plan_id
from compat.record.model import PythonBuild, Status, SuiteInfo, Timing
from compat.record.pack import make_suite_id
from compat.reports.bundle import render
from compat.reports.project.badge import make_badge
from compat.shards.merge import merge_shards, prove_complete
from compat.shards.piece import read_piece
from compat.stored.reports import dump_traces
from tests.build import HERE, LOST, NESTED, observation
from tests.shards.build import (
    HALVES,
    PLAN,
    RECORDS,
    RUN,
    SINGLE,
    Held,
    as_cells_write,
    cut_of,
    held,
    packed,
    pieces,
    shard_of,
    texts,
)

STORED = TypeAdapter(StoredTraces)


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 5).flatmap(
        lambda size: st.tuples(
            st.just(size),
            st.lists(st.integers(0, size - 1), min_size=len(RUN), max_size=len(RUN)),
        )
    ),
    st.randoms(use_true_random=False),
)
def test_any_cut_in_any_order_is_the_same_as_one_run(
    places: tuple[int, list[int]], order: random.Random
) -> None:
    size, numbers = places
    shards = pieces(shard_of(RUN, numbers, size))
    order.shuffle(shards)
    matrix, traces = merge_shards(prove_complete(shards))
    assert texts((matrix, traces)) == texts(SINGLE)
    said = replace(matrix.provenance, origins=SINGLE[0].provenance.origins)
    assert said == SINGLE[0].provenance


def test_every_report_is_that_of_one_run_but_for_the_provenance() -> None:
    matrix, traces = merge_shards(prove_complete(pieces(HALVES)))
    same = replace(matrix, provenance=SINGLE[0].provenance)
    assert render(same, traces) == render(*SINGLE)


def test_it_says_where_everything_came_from() -> None:
    there = replace(HERE, platform="Darwin arm64", cpus=3, commit="b" * 40, modified=True)
    shards = [read_piece(held(HALVES, 1)), read_piece(held(HALVES, 2, surroundings=there))]
    said = merge_shards(prove_complete(shards))[0].provenance
    assert said.plan == HALVES.plan_id == make_plan_id(PLAN)
    assert [(each.shard, each.cells, each.platform) for each in said.origins] == [
        ("1/2", 3, "test"),
        ("2/2", 4, "Darwin arm64"),
    ]
    assert said.commit is None, "they are of two commits"
    page = render(*merge_shards(prove_complete(shards)))["details.md"]
    assert "Darwin arm64; 3 processors" in page
    assert "(1 shard: 2/2)" in page


def refused(cause: Cause, *shards: Held, allow_missing: bool = False) -> str:
    """What is said of shards that are refused for this: one line."""
    with pytest.raises(CompatError) as caught:
        merge_shards(
            prove_complete([read_piece(each) for each in shards], allow_missing=allow_missing)
        )
    assert (caught.value.cause, "\n" in str(caught.value)) == (cause, False)
    return str(caught.value)


def changed(shard: Held, path: str, old: str, new: str) -> Held:
    """A shard with something else in one of its files."""
    content = shard.files[path]
    assert old.encode() in content
    edited = content.replace(old.encode(), new.encode(), 1)
    return Held(name=shard.name, files={**shard.files, path: edited})


def without(shard: Held, path: str) -> Held:
    return Held(name=shard.name, files={k: v for k, v in shard.files.items() if k != path})


ONE, TWO = held(HALVES, 1), held(HALVES, 2)


def test_a_missing_shard_is_named() -> None:
    said = refused("shard-missing", ONE)
    assert said.startswith(f"missing: shard 2/2 of plan {HALVES.plan_id}, 4 cells; run")
    thirds = cut_of(RUN[:1], RUN[1:2], RUN[2:])
    assert "missing: shards 1/3, 3/3 of plan" in refused("shard-missing", held(thirds, 2))


def test_a_shard_without_cells_is_not_missing() -> None:
    assert texts(merge_shards(prove_complete(pieces(cut_of(RUN, ()))))) == texts(SINGLE)


def test_a_shard_that_is_there_twice_is_named() -> None:
    again = held(HALVES, 1, "again")
    said = refused("duplicated-shard", ONE, again, TWO)
    assert said == "shard 1/2 is there 2 times: again and shard-1; leave one out"


def test_a_shard_of_another_plan_is_named_with_what_differs() -> None:
    other = replace(PLAN, dependencies_as_of="2026-02-02T00:00:00Z")
    shards = cut_of(*HALVES.shards, planned=other)
    said = refused("foreign-shard", held(HALVES, 1), held(shards, 2, "theirs"))
    assert said.startswith("shard 2/2 (theirs) is of another plan, ")
    assert "it has other dependencies as of; give every shard the same plan" in said


def test_the_plan_of_most_is_the_right_one() -> None:
    other = cut_of(*HALVES.shards, planned=replace(PLAN, index="configured mirror"))
    said = refused("foreign-shard", held(other, 1, "theirs"), held(HALVES, 1, "ours"), TWO)
    assert said.startswith("shard 1/2 (theirs) is of another plan")


def test_a_shard_of_another_suite_is_named() -> None:
    other = cut_of(*HALVES.shards, planned=replace(PLAN, suite_hash="other"))
    said = refused("foreign-shard", ONE, held(other, 2))
    assert said.startswith("shard 2/2 (shard-2) was measured by another suite than the plan")


def test_records_of_another_suite_than_their_plan_are_named() -> None:
    other = cut_of(RUN, planned=replace(PLAN, suite_hash="other"))
    said = refused("foreign-shard", held(other, 1))
    assert "py3.12-core0.3.0.json was measured by another suite than the plan's" in said


def test_a_shard_of_another_cut_is_named() -> None:
    other = cut_of(RUN[:4], RUN[4:])
    said = refused("foreign-shard", ONE, held(other, 2))
    assert said.startswith("shard 2/2 (shard-2) is of another cut of plan")


def test_the_plan_that_was_given_is_the_one_to_be_of() -> None:
    other = cut_of(*HALVES.shards, planned=replace(PLAN, index="configured mirror"))
    with pytest.raises(EvidenceError, match=r"it has other index; give"):
        prove_complete(pieces(HALVES), expected=other)
    assert prove_complete(pieces(HALVES), expected=HALVES).cut is HALVES


@pytest.mark.parametrize(
    "path", ["shard.json", "traces.json", "matrix.json", f"records/{RUN[4]}.json"]
)
def test_a_half_shard_is_named(path: str) -> None:
    said = refused("half-shard", ONE, without(TWO, path))
    assert path in said
    assert "shard-2" in said


@pytest.mark.parametrize(
    ("part", "name", "says"),
    [
        ("records", RUN[4], f"1 of its 4 cells have no record, the first {RUN[4]}; run it again"),
        ("files", "matrix.json", "it says nothing of matrix.json; run it again"),
    ],
)
def test_a_shard_that_says_too_little_is_half(part: str, name: str, says: str) -> None:
    content = json.loads(TWO.files["shard.json"])
    del content[part][name]
    half = Held(name="it", files={**TWO.files, "shard.json": json.dumps(content).encode()})
    assert says in refused("half-shard", ONE, half)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (f"records/{RUN[4]}.json", "0.3.1", "0.3.2"),
        ("traces.json", "RunnableSequence", "RunnableSequenze"),
        ("matrix.json", "nested", "lost"),
        ("matrix.schema.json", "title", "tittle"),
    ],
)
def test_a_file_that_was_edited_is_named(path: str, old: str, new: str) -> None:
    said = refused("edited-shard", ONE, changed(TWO, path, old, new))
    assert said == (
        f"shard 2/2 (shard-2) was changed: the hash of {path} no longer fits; run it again"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"time_limit":120', '"time_limit":1'),
        ('"number":2', '"number":3'),
        ('"number":2', '"number":-1'),
        ('"plan_id":"', '"plan_id":"../'),
        (f'"{RUN[4]}":"', '"../../../outside":"'),
        ('"cells":4', '"cells":-4'),
        ('"cells":4', '"cells":5'),
        ('"shard":"2/2"', '"shard":"1/2"'),
        ('"matrix.json":"', '"../matrix.json":"'),
        ('{"schema', '{{"schema'),
        ('{"schema', "[" * 3000),
        ('"modified":false', '"modified":"\\ud800"'),
    ],
)
def test_a_description_that_was_edited_is_refused(old: str, new: str) -> None:
    said = refused("edited-shard", ONE, changed(TWO, "shard.json", old, new))
    assert "shard-2" in said
    assert len(said) < 500


def rehashed(shard: Held, files: Mapping[str, bytes], suites: Mapping[str, object]) -> Held:
    """A shard with other files and more suites, and with hashes that fit."""
    said = json.loads(shard.files["shard.json"])
    for path, content in files.items():
        kind, name = ("records", Path(path).stem) if "/" in path else ("files", path)
        said[kind][name] = hashlib.sha256(content).hexdigest()
    said["suites"] |= suites
    told = json.dumps(said).encode()
    return Held(name="it", files={**shard.files, **files, "shard.json": told})


def made_up(**changes: object) -> Held:
    """A shard of all cells, whole and with the right hashes, one record of which is made up."""
    told = as_cells_write(replace(RECORDS[RUN[4]], **changes))  # type: ignore[arg-type]
    shard = held(cut_of(RUN), 1)
    known = restore_traces(STORED.validate_json(shard.files["traces.json"]))
    told_of = {each.id: each for each in told.observations if each.scenario == "tool-async"}
    traces = replace(known, traces={**known.traces, **told_of})
    files = {
        f"records/{RUN[4]}.json": packed({RUN[4]: told})[RUN[4]],
        "traces.json": dump_traces(traces).encode(),
    }
    suites = {make_suite_id(told.suite): asdict(told.suite)} if told.suite else {}
    return rehashed(shard, files, suites)


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"cell": RUN[0]}, "edited-shard"),
        ({"status": Status.NOT_MERGED}, "edited-shard"),
        ({"status": Status.NOT_PUBLISHED}, "edited-shard"),
        ({"suite": None}, "edited-shard"),
        ({"status": Status.TIMED_OUT, "suite": None}, "edited-shard"),
        ({"timing": Timing(host="x", finished_at="tomorrow", seconds=1)}, "edited-shard"),
        ({"python": PythonBuild(exact="3.12.9", implementation="x", build="x")}, "foreign-shard"),
        ({"observations": (observation(LOST, scenario="another"),)}, "edited-shard"),
        ({"observations": (observation(LOST, remedy=True),)}, "edited-shard"),
        ({"suite": SuiteInfo(version="1", hash="abc", scenarios=())}, "edited-shard"),
        ({"python": None}, "edited-shard"),
        ({"observations": ()}, "edited-shard"),
        ({"observations": (observation(NESTED),)}, "edited-shard"),
        ({"suite": SuiteInfo(version="1", hash="other", scenarios=())}, "foreign-shard"),
    ],
)
def test_a_record_that_was_made_up_with_the_right_hash_is_refused(
    changes: dict[str, object], cause: Cause
) -> None:
    assert RUN[4] in refused(cause, made_up(**changes))


def test_a_record_that_was_made_up_well_is_judged_again() -> None:
    told = tuple(observation(NESTED, variant=name) for name in ("naive", "configured"))
    matrix, _ = merge_shards(prove_complete([read_piece(made_up(observations=told))]))
    cell = next(cell for cell in matrix.cells if cell.id == RUN[4])
    assert cell.results["tool-async"].verdict is Verdict.AUTOMATIC


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("RunnableSequence", "RunnableSequenze", "is not what its id says"),
        ('"traces":{', '"more":{},"traces":{', "its traces.json are none"),
    ],
)
def test_traces_that_were_made_up_are_refused(old: str, new: str, says: str) -> None:
    content = TWO.files["traces.json"].replace(old.encode(), new.encode(), 1)
    assert says in refused("edited-shard", ONE, rehashed(TWO, {"traces.json": content}, {}))


def test_a_suite_or_a_record_too_many_is_refused() -> None:
    said = refused("edited-shard", changed(TWO, "shard.json", "A tool.", "No tool."))
    assert "a suite in it is not what its id says" in said
    more = rehashed(TWO, {"records/py3.12-core9.9.9.json": b""}, {})
    said = refused("edited-shard", more)
    assert "has a record of py3.12-core9.9.9, which is not its cell" in said


def test_shards_have_one_plan_in_memory() -> None:
    one, two = prove_complete(pieces(HALVES)).pieces
    assert one.shard.cut is two.shard.cut
    assert len({id(suite) for each in (one, two) for suite in each.shard.suites.values()}) == 1


@pytest.fixture
def holed() -> Matrix:
    matrix, _ = merge_shards(prove_complete([read_piece(ONE)], allow_missing=True))
    return matrix


def test_a_hole_that_is_allowed_is_seen(holed: Matrix) -> None:
    cells = {cell.id: (cell.status, cell.reason) for cell in holed.cells}
    assert cells == {
        **{cell.id: (cell.status, cell.reason) for cell in SINGLE[0].cells},
        **dict.fromkeys(RUN[3:], (Status.NOT_MERGED, "missing: shard 2/2 was not merged")),
    }
    said = holed.provenance
    assert said.not_probed == {"crashed": 1, "not-merged": 4, "not-published": 1}
    assert (said.planned, said.probed, said.failures, said.complete) == (8, 2, 5, False)
    assert said.plan == HALVES.plan_id
    assert find_complaints(holed) == ()


def test_a_hole_makes_the_badge_grey_and_stands_in_every_report(holed: Matrix) -> None:
    assert make_badge(holed).colour == "lightgrey"
    assert make_badge(holed).message.startswith("incomplete")
    reports = render(holed, merge_shards(prove_complete([read_piece(ONE)], allow_missing=True))[1])
    assert "4 not merged" in reports["matrix.md"]
    assert reports["junit.xml"].count("missing: shard 2/2 was not merged") == 4
    assert "missing: shard 2/2 was not merged" in reports["matrix.html"]


def test_a_hole_is_allowed_and_nothing_else() -> None:
    edited = changed(ONE, "matrix.json", "nested", "lost")
    refused("edited-shard", edited, allow_missing=True)
    refused("duplicated-shard", ONE, held(HALVES, 1, "again"), allow_missing=True)
