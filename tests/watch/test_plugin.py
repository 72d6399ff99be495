"""The pytest plugin, in sessions of its own."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import compat

WATCH = Path(compat.__file__).parent / "watch"
TEST = """
import threading
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.runnables import RunnableLambda

model = FakeListChatModel(responses=["yes"])

def ask(text):
    return model.invoke(text)

def ask_in_a_thread(text):
    thread = threading.Thread(target=model.invoke, args=(text,))
    thread.start()
    thread.join()

def test_complete(propagation):
    RunnableLambda(ask).invoke("x")
    assert not propagation.list_findings()
    assert propagation.runs == 2
"""
LOST = """
def test_lost():
    RunnableLambda(ask_in_a_thread).invoke("x")
"""


def run(folder: Path, code: str, *options: str) -> tuple[int, str]:
    """Run pytest with the plugin and return its exit code, and all that it said."""
    (folder / "test_it.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "langchain_core_watch.plugin", *options],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(WATCH), str(folder)]),
            "COVERAGE_PROCESS_START": "",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_without_its_option_it_says_nothing(tmp_path: Path) -> None:
    code, said = run(tmp_path, TEST + LOST)
    assert code == 0
    assert "propagation" not in said


def test_installed_it_is_the_same_plugin(tmp_path: Path) -> None:
    project = tomllib.loads((WATCH / "pyproject.toml").read_text("utf-8"))["project"]
    ((name, module),) = project["entry-points"]["pytest11"].items()
    info = tmp_path / "langchain_core_watch-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: langchain-core-watch\nVersion: 0\n"
    )
    (info / "entry_points.txt").write_text(f"[pytest11]\n{name} = {module}\n")
    code, said = run(tmp_path, TEST, "--propagation=report")
    assert code == 0, said
    assert "0 findings; 1 call site complete" in said


def test_it_reports(tmp_path: Path) -> None:
    code, said = run(tmp_path, TEST + LOST, "--propagation=report")
    assert code == 0
    assert "test_it.py:13 in ask_in_a_thread" in said
    assert "FakeListChatModel (called by ask_in_a_thread)" in said
    assert "1 finding; 1 call site complete, 4 runs watched" in said


def test_it_fails_a_run_on_findings_alone(tmp_path: Path) -> None:
    code, said = run(tmp_path, TEST, "--propagation=fail")
    assert code == 0
    assert "0 findings; 1 call site complete, 2 runs watched" in said


@pytest.mark.proof
def test_with_workers_it_tells_what_these_found(tmp_path: Path) -> None:
    code, said = run(tmp_path, TEST + LOST, "--propagation=fail", "-n", "2")
    assert code == 1
    assert "1 finding; 1 call site complete, 4 runs watched" in said
