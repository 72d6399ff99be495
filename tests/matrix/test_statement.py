"""Statements: they cover what was probed, expand back to it, and say what is not known."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from compat.matrix.model import Cell, Edge, Outcome, Result, Statement, Verdict
from compat.matrix.statement import fold_statements, map_published
from compat.record.model import Status
from tests.build import python, release

VERSIONS = tuple(f"0.3.{patch}" for patch in range(8))
KNOWN = {("3.12", "0.3"): VERSIONS}


def cells(verdicts: dict[str, Verdict | None]) -> list[Cell]:
    """Selected cells of Python 3.12 by release; None: selected, and could not be probed."""
    return [
        Cell(
            id=f"py3.12-core{version}",
            python="3.12",
            core=version,
            status=Status.PROBED if verdict else Status.NOT_INSTALLABLE,
            reason=None,
            reason_class=None,
            packages={},
            overrides=(),
            replay="",
            results={"tool-async": judged(verdict)} if verdict else {},
        )
        for version, verdict in verdicts.items()
    ]


def judged(verdict: Verdict) -> Result:
    outcomes = {"naive": Outcome.NESTED}
    return Result(
        verdict=verdict,
        flags=(),
        answer=None,
        outcomes=outcomes,
        remedies={},
        traces={},
        repeats={},
    )


def short(statement: Statement) -> str:
    edges = f"{statement.from_edge}..{statement.through_edge}"
    ends = f"{statement.from_release}-{statement.through_release}"
    return f"{statement.verdict} {ends} {edges} {statement.tested}/{statement.of}"


A, M = Verdict.AUTOMATIC, Verdict.MANUAL


def test_equal_ends_make_one_statement_over_what_lies_between() -> None:
    found = fold_statements(cells({"0.3.0": A, "0.3.7": A}), KNOWN)
    assert [short(one) for one in found] == ["automatic 0.3.0-0.3.7 open..open 2/8"]


def test_unequal_ends_leave_the_change_over_bracketed() -> None:
    found = fold_statements(cells({"0.3.0": M, "0.3.7": A}), KNOWN)
    assert [short(one) for one in found] == [
        "manual 0.3.0-0.3.0 open..bracketed 1/1",
        "automatic 0.3.7-0.3.7 bracketed..open 1/1",
    ]


def test_probed_neighbours_make_it_exact() -> None:
    found = fold_statements(cells({"0.3.0": M, "0.3.3": M, "0.3.4": A}), KNOWN)
    assert [short(one) for one in found] == [
        "manual 0.3.0-0.3.3 open..exact 2/4",
        "automatic 0.3.4-0.3.4 exact..open 1/1",
    ]


def test_a_selected_cell_that_was_not_probed_is_a_gap() -> None:
    found = fold_statements(cells({"0.3.0": A, "0.3.4": None, "0.3.7": A}), KNOWN)
    assert [one.gaps for one in found] == [("0.3.4",)]


def test_flags_break_statements_and_traces_do_not() -> None:
    first, second, third = cells({"0.3.0": A, "0.3.1": A, "0.3.2": A})
    flagged = replace(second.results["tool-async"], flags=("tokens-lost:naive",))
    traced = replace(third.results["tool-async"], traces={"naive": "other"})
    found = fold_statements(
        [first, replace(second, results={"tool-async": flagged})], KNOWN
    ) + fold_statements([first, replace(third, results={"tool-async": traced})], KNOWN)
    assert [one.tested for one in found] == [1, 1, 2]


def test_the_universe_holds_what_is_published_for_a_python() -> None:
    rows = [release("0.3.10"), release("0.3.9"), release("1.0.0", ">=3.10")]
    assert map_published(rows, [python("3.9"), python("3.10")]) == {
        ("3.9", "0.3"): ["0.3.9", "0.3.10"],
        ("3.10", "0.3"): ["0.3.9", "0.3.10"],
        ("3.10", "1.0"): ["1.0.0"],
    }


@given(st.dictionaries(st.sampled_from(VERSIONS), st.sampled_from([A, M, None])))
def test_statements_expand_back_to_the_cells(verdicts: dict[str, Verdict | None]) -> None:
    found = fold_statements(cells(verdicts), KNOWN)
    expanded = {
        version: one.verdict
        for one in found
        for version in VERSIONS
        if one.from_release <= version <= one.through_release
    }
    probed = {version: verdict for version, verdict in verdicts.items() if verdict}
    assert {version: expanded[version] for version in probed} == probed
    assert sum(one.tested for one in found) == len(probed)
    for before, after in pairwise(found):
        assert before.through_edge is after.from_edge
        adjacent = VERSIONS.index(before.through_release) + 1 == VERSIONS.index(after.from_release)
        assert (before.through_edge is Edge.EXACT) == adjacent
