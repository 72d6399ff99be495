"""Questions about LangGraph: a pair, a project that has it, and what is not there."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from compat.cli.baseline import read_promises
from compat.errors import UsageError
from compat.matrix.model import Listener
from compat.record.model import Status
from compat.run.suite import find_suite_hash
from compat.stored.reports import dump_matrix
from tests.cli.inside import typed, write_ours
from tests.cli.run import Ended
from tests.reports.layered import measured_pairs
from tests.reports.sample import Said, measured

CORE: dict[str, Said] = {
    "py3.10-core1.0.0": "lost/nested",
    "py3.10-core1.0.1": "nested/nested",
    "py3.11-core1.0.1": "nested/nested",
}
CONFLICT = (
    "error: No solution found when resolving dependencies\n"
    "cause: Because langgraph==0.4.10 depends on langchain-core>=0.3.22, we can conclude so."
)
PAIRS: dict[str, Said] = {
    "py3.10-core1.0.1-lg1.0.0": "lost/nested",
    "py3.10-core1.0.1-lg1.1.0": "lost/nested",
    "py3.11-core1.0.1-lg1.1.0": "nested/nested",
    "py3.11-core1.0.1-lg0.4.10": (Status.NOT_INSTALLABLE, CONFLICT),
    "py3.11-core1.0.1-lg1.0.0": (
        Status.IMPORT_FAILED,
        "PairImportError: langgraph.prebuilt does not import: ModuleNotFoundError: No x",
    ),
}
ASKS = {"0.4.10": "", "1.0.0": "", "1.1.0": "", "1.2.0": "", "1.3.0": ">=2"}
Asked = Callable[..., Ended]


@pytest.fixture
def asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Asked:
    """Types commands in a folder with the reports of both."""
    write_ours(tmp_path / "reports" / "matrix.json", CORE)
    made = measured_pairs(PAIRS, ASKS)
    ours = replace(made.provenance, suite_hash=find_suite_hash(layered=True))
    layered = tmp_path / "reports" / "langgraph"
    layered.mkdir()
    (layered / "matrix.json").write_text(dump_matrix(replace(made, provenance=ours)), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    return partial(typed, capsys)


@pytest.mark.parametrize(
    "named", ["3.10 1.0.1 langgraph 1.1.0", "3.10/1.0.1 lg1", "3.10 1.0 LangGraph latest"]
)
def test_a_pair_is_answered_by_its_own_rows_and_then_without(asked: Asked, named: str) -> None:
    ended = asked("ask", named)
    lines = ended.out.splitlines()
    assert (ended.code, ended.err) == (0, "")
    assert lines[0].startswith(
        "Python 3.10, langchain-core 1.0.1, LangGraph 1.1.0: async LangGraph nodes that call a"
        " chain lack the model's events, and no error says so"
    )
    assert "  No change is needed on Python 3.11 with this langchain-core." in lines
    place = lines.index("Without LangGraph:")
    assert lines[place + 1].startswith("Python 3.10, langchain-core 1.0.1: async tools")
    assert lines[place + 1].endswith(" need nothing by hand.")


@pytest.mark.parametrize(
    ("only", "told"),
    [("node-async", ["LangGraph 1.1.0"]), ("tool-async", []), ("NODE-async", ["LangGraph 1.1.0"])],
)
def test_a_pattern_leads_to_its_own_matrix(asked: Asked, only: str, told: list[str]) -> None:
    first = asked("ask", "3.10/1.0.1", "langgraph", "1.1.0", "--only", only).out.splitlines()[0]
    assert [word for word in ("LangGraph 1.1.0",) if word in first] == told


def test_without_a_langgraph_it_is_said_that_there_it_is_otherwise(asked: Asked) -> None:
    line = (
        "  In LangGraph Python 3.10 never becomes automatic: async LangGraph nodes that call a"
        " chain lack the model's events: see node-async."
    )
    for core in ("1.0.0", "1.0.1"):
        assert line in asked("ask", f"3.10/{core}").out.splitlines()
    assert "LangGraph" not in asked("ask", "3.11/1.0.1").out


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("lg0.4.10", "cannot be installed: LangGraph 0.4.10 needs langchain-core>=0.3.22."),
        ("lg1.0.0", "installs, and does not run: langgraph.prebuilt does not import (No x)."),
    ],
)  # fmt: skip
def test_a_pair_that_does_not_run_says_why_and_what_does(
    asked: Asked, named: str, says: str
) -> None:
    ended = asked("ask", "3.11/1.0.1", named)
    first, near, *_ = ended.out.splitlines()
    place = f"Python 3.11, langchain-core 1.0.1, LangGraph {named[2:]}"
    assert ended.code == 3
    assert first == f"Nothing runs there: {place} {says}"
    assert near.startswith("Nearest that runs: LangGraph 1.1.0 with the same two")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["3.10/1.0.1 lg1.2.0"], 4, "was not measured; measured near it: 3.10/1.0.1 lang"),
        (["3.10/1.0.1 lg1.3.0"], 3, "LangGraph 1.3.0 asks for langchain-core>=2"),
        (["3.10/1.0.1 lg9.0"], 2, "unknown LangGraph 9.0: "),
        (["3.10/1.0.1", "--only", "node-async"], 2, "node-async is LangGraph's: name its version"),
        (["3.10/1.0.1", "--listener", "messages"], 2, "only LangGraph streams messages"),
        (["3.10/1.0.1 lg1.1.0", "--listener", "custom"], 4, "not measured for custom"),
        (["3.10/1.0.1", "--folder", "reports/langgraph"], 2, "knows LangGraph alone"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_gets_one_line(
    asked: Asked, words: list[str], code: int, says: str
) -> None:
    ended = asked("ask", *words)
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (code, "", 1)
    assert says in ended.err


def test_a_checkout_without_the_layer_says_what_to_do(asked: Asked) -> None:
    Path("reports/langgraph/matrix.json").unlink()
    ended = asked("ask", "3.10/1.0.1 lg1.1.0")
    assert (ended.code, ended.out) == (5, "")
    assert ended.err == (
        "compat: there is no reports/langgraph/matrix.json; nox -s matrix -- --layer langgraph"
        " measures it, in a clone of this project\n"
    )


def project(core: str, layer: str) -> None:
    pins = f"langchain-core=={core}\nlanggraph=={layer}\n"
    Path("requirements.txt").write_text(pins)
    Path("langgraph.json").write_text('{"python_version": "3.10", "graphs": {"a": "./a.py:g"}}')


def test_a_project_with_langgraph_is_answered_for_it_first(asked: Asked) -> None:
    project("1.0.1", "1.1.0")
    ended = asked("ask")
    assert ended.out.startswith("Python 3.10, langchain-core 1.0.1, LangGraph 1.1.0: async Lang")
    assert "\nWithout LangGraph:\nPython 3.10, langchain-core 1.0.1: " in ended.out
    assert ended.err == (
        "From Python 3.10 (langgraph.json), langchain-core 1.0.1, LangGraph 1.1.0"
        " (requirements.txt).\n"
    )


def test_for_a_project_whose_pair_was_not_measured_the_nearest_answers(asked: Asked) -> None:
    project("1.0.1", "1.2.0")
    ended = asked("ask")
    assert ended.out.startswith("Python 3.10, langchain-core 1.0.1, LangGraph 1.1.0: ")
    lines = ended.err.splitlines()
    assert lines[0].startswith("LangGraph: py3.10-core1.0.1-lg1.2.0 was not measured; ")
    assert lines[2] == (
        "Answered for the nearest pair that was measured, py3.10-core1.0.1-lg1.1.0."
    )


def test_a_project_is_answered_without_a_layer_of_which_nothing_is_known(asked: Asked) -> None:
    project("1.0.1", "1.1.0")
    Path("reports/langgraph/matrix.json").unlink()
    ended = asked("ask")
    assert ended.out.startswith("Python 3.10, langchain-core 1.0.1: ")
    assert ended.err.startswith("LangGraph is left out: there is no reports/langgraph/matrix.json")


def test_programs_get_both_in_one_object(asked: Asked) -> None:
    found = json.loads(asked("ask", "3.10/1.0.1 lg1.1.0", "--json").out)
    assert (found["end"]["cell"], found["end"]["layer"]) == ("py3.10-core1.0.1-lg1.1.0", "1.1.0")
    assert found["without_layer"]["end"]["cell"] == "py3.10-core1.0.1"
    assert "layer" not in found["without_layer"]["end"]


@pytest.mark.parametrize(
    "words",
    [
        ["3.11/1.0.1 lg1.1.0", "3.10/1.0.1 lg1.1.0"],
        ["3.11/1.0.1", "langgraph", "1.1.0", "3.10/1.0.1", "langgraph", "1.1.0"],
        ["--from", "3.11/1.0.1 langgraph 1.1", "--to", "3.10"],
    ],
)
def test_an_upgrade_is_from_one_pair_to_another(asked: Asked, words: list[str]) -> None:
    ended = asked("upgrade", *words)
    lines = ended.out.splitlines()
    assert (ended.code, ended.err) == (1, "")
    assert "async LangGraph nodes that call a chain lose the model's events" in lines[0]
    assert lines[2].endswith("[py3.11-core1.0.1-lg1.1.0 → py3.10-core1.0.1-lg1.1.0]")


def test_an_upgrade_says_what_changes_outside_langgraph_too(asked: Asked) -> None:
    write_ours(Path("reports/matrix.json"), {**CORE, "py3.11-core1.0.1": "lost/nested"})
    ends = ("3.10/1.0.1 lg1.1.0", "3.11/1.0.1 lg1.1.0")
    ended = asked("upgrade", *ends)
    alone = asked("upgrade", "3.10/1.0.1", "3.11/1.0.1")
    assert ended.out.splitlines()[3] == (
        f"Your code outside LangGraph: {alone.out.splitlines()[0]}"
        " (compat upgrade 3.10/1.0.1 3.11/1.0.1)"
    )
    assert ended.code == alone.code == 1
    assert json.loads(asked("upgrade", *ends, "--json").out)["without_layer"]["changes"]
    rows = asked("upgrade", *ends, "--only", "node-async")
    assert (rows.code, "outside LangGraph" in rows.out) == (0, False)


def test_an_upgrade_of_a_projects_langgraph_names_nothing_else(asked: Asked) -> None:
    project("1.0.1", "1.0.0")
    ended = asked("upgrade", "--to", "langgraph 1.1")
    assert ended.out.startswith("Yes, nothing gets worse. But in both, async LangGraph nodes")


def test_where_nothing_shares_two_of_the_three_a_pair_is_near(asked: Asked) -> None:
    Path("reports/langgraph/matrix.json").unlink()
    cells: dict[str, Said] = {
        "py3.10-core1.0.0-lg0.4.10": (Status.NOT_INSTALLABLE, CONFLICT),
        "py3.10-core1.0.1-lg1.1.0": "nested/nested",
    }
    made = measured_pairs(cells)
    Path("pairs.json").write_text(dump_matrix(made), "utf-8")
    near = asked("ask", "3.10/1.0.0 lg0.4.10", "--folder", "pairs.json").out.splitlines()[1]
    assert near == "Nearest that runs: 3.10/1.0.1 langgraph 1.1.0."


def test_list_says_what_is_measured_of_the_layer(asked: Asked) -> None:
    told = asked("list", "node-async").out.splitlines()[0]
    assert " | Measured: by hand on Python 3.10; by itself on Python 3.11 | node-async" in told


@pytest.mark.parametrize(("layered", "says"), [(True, "no cell with"), (False, "cells with")])
def test_a_baseline_is_of_the_cells_that_are_measured(
    tmp_path: Path,
    layered: bool,  # noqa: FBT001
    says: str,
) -> None:
    place = tmp_path / "matrix.json"
    made = measured({"py3.12-core0.3.0": "nested/nested"})[0] if layered else measured_pairs(PAIRS)
    place.write_text(dump_matrix(made), "utf-8")
    with pytest.raises(UsageError, match=f"{says} langgraph, and those of this run"):
        read_promises(place, None, listener=Listener.STREAM, across_suites=False, layered=layered)
