"""A whole process that drives a target, as ``compat check`` starts it."""

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from compat.check.lines import DrivenNote, TargetNote
from compat.work.staging import stage

PROJECT = """
    from langchain_core.runnables import RunnableLambda
    from langchain_core.tools import tool
    from tests.watch.drive.models import Chat

    SECRET = "plan" + "ted"  # is in what is said, and in no line that a traceback shows
    model = Chat()

    @tool(description=SECRET)
    async def look(city: str) -> str:
        return str((await model.ainvoke(SECRET + city)).content) + SECRET

    async def ask(given):
        answer = await model.bind_tools([look]).ainvoke(SECRET)
        for call in answer.tool_calls:
            await look.ainvoke(call["args"])
        await model.ainvoke(SECRET, {"callbacks": []})
        return SECRET

    graph = RunnableLambda(ask)

    def refuse(given):
        raise ValueError(SECRET)

    broken = RunnableLambda(refuse)

    def leave(given):
        raise SystemExit(SECRET)

    leaving = RunnableLambda(leave)

    class GraphInterrupt(Exception):
        pass

    def stop(given):
        raise GraphInterrupt(SECRET)

    waiting = RunnableLambda(stop)

    async def make():
        return RunnableLambda(lambda given: given)
"""
WAYS = ["astream_events", "ainvoke", "invoke"]


@dataclass(frozen=True)
class Done:
    """What came of a process."""

    code: int
    said: str
    notes: list[Any]


def drive(folder: Path, target: str, **request: Any) -> Done:
    """Drive a target of the project in a process of its own, which tells nothing of content."""
    (folder / "driven_project.py").write_text(textwrap.dedent(PROJECT))
    whole = {
        "target": target, "input": "planted", "setup": None, "models": "stub", "path": [],
        "ways": WAYS, **request,
    }  # fmt: skip
    (folder / "request.json").write_text(json.dumps(whole))
    root = Path(__file__).parents[3]
    with stage() as laid:
        env = laid.make_variables({"PATH": os.defpath}, (), Path(sys.prefix), network=False)
        env["PYTHONPATH"] += os.pathsep + str(root)
        done = subprocess.run(
            [sys.executable, "-m", "langchain_core_watch.drive", "request.json"],
            env=env, cwd=folder, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        written = "".join(each.read_text() for each in laid.findings.iterdir())
        assert "planted" not in written + done.stdout + done.stderr
        (process,) = laid.read_processes()
        return Done(done.returncode, done.stdout + done.stderr, list(process.notes))


def note(way: str, error: str | None, ran: int | None = None, shown: int | None = None) -> Any:
    return DrivenNote(
        kind="note", told="driven", target="driven_project:graph", way=way,  # type: ignore[arg-type]
        error=error, ran=ran, shown=shown,
    )  # fmt: skip


def list_errors(done: Done) -> list[str | None]:
    return [each.error for each in done.notes]


def test_each_way_is_driven_and_counted(tmp_path: Path) -> None:
    done = drive(tmp_path, "driven_project:graph")
    # Of three models and a tool nobody hears of the last model.
    stream, *others = done.notes
    assert [each.missing for each in stream.unshown] == [1]
    assert [replace(stream, unshown=()), *others] == [
        note("astream_events", None, ran=4, shown=3),
        note("ainvoke", None),
        note("invoke", "asynchronous"),
    ]
    assert done.code == 0


def test_what_raises_is_named_by_its_type_and_place(tmp_path: Path) -> None:
    done = drive(tmp_path, "driven_project:broken")
    assert (done.code, list_errors(done)) == (1, ["ValueError"] * 3)
    assert done.said.count("in refuse") == 3
    assert "\nValueError\n" in done.said


def test_leaving_is_an_error_and_waiting_is_none(tmp_path: Path) -> None:
    assert list_errors(drive(tmp_path, "driven_project:leaving")) == ["SystemExit"] * 3
    waiting = drive(tmp_path, "driven_project:waiting")
    assert (waiting.code, list_errors(waiting)) == (0, [None] * 3)


def test_what_takes_a_loop_to_open_is_opened_in_each_way(tmp_path: Path) -> None:
    done = drive(tmp_path, "driven_project:make", input=None)
    assert (done.code, list_errors(done)) == (0, [None] * 3)


def test_a_real_model_is_left_alone_and_not_counted(tmp_path: Path) -> None:
    done = drive(tmp_path, "driven_project:graph", models="real", ways=["astream_events"])
    assert done.notes == [note("astream_events", "ReachedError")]
    assert done.code == 1


def test_the_setup_runs_first_and_other_folders_are_importable(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "in_lib.py").touch()
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "in_src.py").write_text(
        "import in_lib, os; from driven_project import make\nassert os.environ['SET'] == 'up'"
    )
    (tmp_path / "setup.py").write_text("import os; os.environ['SET'] = 'up'")
    done = drive(tmp_path, "in_src:make", setup="setup.py", path=["./lib"], ways=["ainvoke"])
    assert (done.code, done.said) == (0, "")


@pytest.mark.parametrize(
    ("target", "request_", "problem"),
    [
        ("driven_project:mkae", {}, "driven_project has no attribute mkae; did you mean make?"),
        ("driven_project:make", {"setup": "bad.py"}, "running bad.py raised ZeroDivisionError"),
        ("driven_project:make", {"setup": "no.py"}, "running no.py raised FileNotFoundError"),
    ],
)
def test_what_is_no_target_is_said_and_noted(
    target: str, request_: dict[str, Any], problem: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.py").write_text("1 / 0")
    done = drive(tmp_path, target, **request_)
    assert (done.code, done.said.splitlines()[-1]) == (2, problem)
    assert done.notes == [TargetNote(kind="note", told="target", problem=problem)]
