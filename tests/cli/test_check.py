"""``compat check`` on small projects, as a person types it."""

import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.inside import typed
from tests.cli.run import COMPAT, ROOT, Ended, compat, environment
from tests.cli.test_interruption import processes_in
from tests.reports.check import made

HERE = f"--python={sys.prefix}"
REPORTS = f"--folder={ROOT / 'reports'}"
CODE = """
    import sys, threading, time
    from langchain_core.language_models.fake_chat_models import FakeListChatModel
    from langchain_core.runnables import RunnableLambda

    question = "planted-question"
    model = FakeListChatModel(responses=["planted-answer"])

    def ask(text):
        return model.invoke(text)

    def ask_in_a_thread(text):
        thread = threading.Thread(target=model.invoke, args=(text,))
        thread.start()
        thread.join()

    def never(text):
        return RunnableLambda(ask).invoke(text)

    complete = RunnableLambda(ask)
    lost = RunnableLambda(ask_in_a_thread)
"""
RUN = "import app; app.lost.invoke(app.question); app.complete.invoke('x')"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose code has one call lost, one complete, and one that never runs."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "app.py").write_text(textwrap.dedent(CODE))
    return folder


@pytest.fixture
def here(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project, as the folder that commands are typed in."""
    monkeypatch.chdir(project)
    return project


def check(project: Path, *words: str, env: dict[str, str] | None = None) -> Ended:
    return compat(project, "check", HERE, REPORTS, *words, env=env)


def report(project: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((project / ".compat/check/check.json").read_text())
    return found


def test_a_program_with_a_finding(project: Path) -> None:
    ended = check(project, "--", "python", "-c", RUN)
    assert ended.code == 1, ended.err
    assert ended.out.startswith("app.py:14: lost: FakeListChatModel is missing from")
    assert "1 finding in 1 file; 1 call site complete, 1 never ran (app.py:18" in ended.out
    found = report(project)
    assert found["findings"][0]["site"]["place"]["text"] == "thread.start()"
    assert found["environments"][0]["python"].startswith("3.")
    assert "planted" not in "".join(
        path.read_text() for path in (project / ".compat/check").iterdir()
    )


def test_its_tests_in_its_environment(project: Path) -> None:
    (project / "test_app.py").write_text(f"def test_it(): {RUN}\n\ndef test_more(): pass\n")
    ended = check(project, "--json")
    assert ended.code == 1, ended.err
    assert "2 passed" in ended.err
    assert json.loads(ended.out) == report(project)
    assert report(project)["counts"] == {
        "processes": 1, "unreached": 0, "tests": 2, "runs": 4, "unknown_callers": 0
    }  # fmt: skip


def test_a_baseline_knows_what_was_there(project: Path) -> None:
    assert check(project, "--", "python", "-c", RUN).code == 1
    baseline = project / "baseline.json"
    (project / ".compat/check/check.json").rename(baseline)
    code = (project / "app.py").read_text()
    (project / "app.py").write_text(f"# a line more\n{code}")
    ended = check(project, f"--baseline={baseline}", "--", "python", "-c", RUN)
    assert ended.code == 0, ended.err


def test_a_call_can_be_private_and_a_mark_without_a_call_is_told(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        "[tool.langchain-core-compat]\nprivate = ['ask_in_a_thread > FakeListChatModel', 'a > b']\n"
    )
    ended = check(project, "--", "python", "-c", RUN)
    assert ended.code == 0, ended.err
    assert "1 private call site" in ended.out
    assert "a > b" in ended.out


def test_on_github_it_annotates_and_sums_up(project: Path) -> None:
    summary = project / "summary.md"
    env = environment(GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))
    ended = check(project, "--", "python", "-c", RUN, env=env)
    assert "::error file=app.py,line=14," in ended.out
    assert "FakeListChatModel" in summary.read_text()


SECRET = {"OPENAI_API_KEY": "planted-key", "AWS_SECRET_ACCESS_KEY": "planted-key"}


def test_no_secret_reaches_what_is_watched(project: Path) -> None:
    say = "import os, app; app.complete.invoke('x'); print(sorted(os.environ.items()))"
    env = environment(**SECRET)
    named = check(project, "--pass", "OPENAI_API_KEY", "--", "python", "-c", say, env=env).err
    assert "('OPENAI_API_KEY', 'planted-key')" in named
    assert "AWS_SECRET" not in named


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--", "nosuchcommand"], 3, "there is no command 'nosuchcommand' here"),
        (["--", "./app.py"], 3, "is a file, and no command: type what runs it first, like python"),
        (["app:nosuch"], 4, "Not all was seen: app has no attribute nosuch.\n"),
        (["nosuch"], 2, "is no target; write it like app.graph:graph"),
        (["--private", "ChatOpenAI", "--", "python", "-c", "1"], 2, ">"),
        (["--baseline", "nosuch.json", "--", "python"], 2, "there is no baseline nosuch.json"),
        (["--setup", "nosuch.py", "app:lost"], 2, "there is no file nosuch.py"),
        (["--input", "{", "app:lost"], 2, "--input is no file, and is no JSON"),
        (["langgraph.json"], 3, "there is no langgraph.json here"),
        (["--", "python", "-c", "1"], 4, "nothing of langchain-core ran"),
        (["--", "python", "-c", "import app"], 4, "0 runs"),
        (["--", "python", "-I", "-c", "1"], 4, "no process of this command could be watched"),
    ],
)
def test_bad_input_is_one_line(project: Path, words: list[str], code: int, said: str) -> None:
    ended = check(project, *words)
    assert ended.code == code, ended
    assert said in ended.err + ended.out
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("[" * 5000, "--input is no file, and is no JSON: recursion limit exceeded"),
        ("nosuch.json", "--input is no file, and is no JSON: "),
        ('"\udce4"', "--input is no file, and is no JSON: "),
        ("latin.json", "the file of --input is no JSON: invalid unicode"),
        ("deep.json", "the file of --input is no JSON: recursion limit exceeded"),
        ("huge.json", "cannot read huge.json: huge.json is larger than the allowed"),
        ("pipe", "cannot read pipe: pipe is no file"),
        ("loop", "cannot read loop: loop cannot be read as a file"),
        (".", "cannot read .: "),
    ],
)
def test_an_input_that_is_none_is_one_line(
    here: Path, capsys: pytest.CaptureFixture[str], given: str, said: str
) -> None:
    (here / "latin.json").write_bytes(b'{"name": "B\xe4r"}')
    (here / "deep.json").write_bytes(b"[" * 5000)
    with (here / "huge.json").open("wb") as file:
        file.truncate(10_000_001)
    os.mkfifo(here / "pipe")
    (here / "loop").symlink_to("loop")
    ended = typed(capsys, "check", HERE, "app:lost", f"--input={given}")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"compat: {said}")
    assert ended.err.removesuffix("\n").isprintable()


@pytest.mark.parametrize(
    ("option", "code", "said"),
    [
        ("--output=app.py", 6, "cannot write to app.py: Not a directory"),
        ("--output=app.py/below/it", 6, "cannot write to app.py/below/it: Not a directory"),
        ("--output=taken", 6, "cannot write to taken: check.html is a folder there"),
        ("--folder=nosuch", 5, "there is no nosuch; measure first"),
        ("--folder=app.py", 5, "app.py is no JSON"),
        ("--folder=app.py/below", 2, "cannot read app.py/below: Not a directory"),
        ("--folder=pipe", 2, "pipe is neither a folder of reports nor a file"),
    ],
)
def test_a_place_that_cannot_be_read_or_written_is_told_before_anything_runs(
    here: Path, capsys: pytest.CaptureFixture[str], option: str, code: int, said: str
) -> None:
    (here / "taken/check.html").mkdir(parents=True)
    os.mkfifo(here / "pipe")
    before = sorted(here.rglob("*"))
    ended = typed(capsys, "check", HERE, option, "--", "touch", "ran")
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith(f"compat: {said}")
    assert len(ended.err.splitlines()) == 1
    assert sorted(here.rglob("*")) == before


def test_a_summary_that_cannot_be_written_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("compat.cli.check.watch", lambda *_: made.check(made.finding()))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "app.py/summary.md"))
    ended = typed(capsys, "check", HERE, REPORTS, "--", "python")
    assert ended.code == 1
    assert "The summary of the job cannot be written: Not a directory." in ended.err
    assert (here / ".compat/.gitignore").read_text() == "*\n"
    assert (here / ".compat/check/check.json").is_file()


def test_a_full_disk_is_told_before_anything_runs(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    ended = typed(capsys, "check", HERE, "--", "touch", "ran")
    assert (ended.code, "No space left" in ended.err) == (6, True)
    assert [each.name for each in here.iterdir()] == ["app.py"]


def test_a_command_that_fails_anyway_is_told_apart(project: Path) -> None:
    ended = check(project, "--", "python", "-c", f"{RUN}; sys.exit(3)".replace("sys", "app.sys"))
    assert ended.code == 4
    assert "fails without the watcher too (exit code 3)" in ended.out
    assert "app.py:14: lost" in ended.out


@pytest.mark.slow
def test_a_command_that_never_ends_is_partial(project: Path) -> None:
    code = f"{RUN}; app.time.sleep(60)"
    ended = check(project, "--time-limit=15", "--", "python", "-c", code)
    assert ended.code == 4
    assert "took longer than 15 s (--time-limit)" in ended.out
    assert "app.py:14: lost" in ended.out


STARTS_ANOTHER = (
    "import subprocess, sys; subprocess.Popen("
    "[sys.executable, '-c', 'import time; time.sleep(60)', __file__], start_new_session=True)"
)
WAITS = "open('ready', 'w').close(); import time; time.sleep(60)"


@contextmanager
def heard(one: signal.Signals) -> Iterator[None]:
    """Let what is started hear a signal, also where these tests run below nohup."""
    before = signal.signal(one, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(one, before)


def interrupt(project: Path, code: str, how: signal.Signals) -> Ended:
    """Check a program, send a signal when it says that it is ready, and return how that ended."""
    (project / "slow.py").write_text(code)
    with heard(signal.SIGHUP), subprocess.Popen(
        [*COMPAT, "check", HERE, REPORTS, "--", "python", str(project / "slow.py")],
        cwd=project, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as checking:  # fmt: skip
        until = time.monotonic() + 60
        while not (project / "ready").exists() and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(checking.pid, how)
        out, err = checking.communicate(timeout=60)
    return Ended(code=checking.returncode, out=out, err=err)


@pytest.mark.parametrize(
    "how",
    [
        signal.SIGINT,
        pytest.param(signal.SIGTERM, marks=pytest.mark.slow),
        pytest.param(signal.SIGHUP, marks=pytest.mark.slow),
    ],
)
def test_after_an_interrupt_what_was_found_is_told(project: Path, how: signal.Signals) -> None:
    ended = interrupt(project, f"{RUN}; {WAITS}", how)
    assert ended.code == 130, ended.err
    assert "app.py:14: lost" in ended.out
    assert "Not all was seen: interrupted" in ended.out
    assert report(project)["partial"][-1] == "interrupted"


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="is of Linux")
def test_what_is_watched_ends_when_the_check_is_killed(project: Path) -> None:
    ended = interrupt(project, f"{STARTS_ANOTHER}; {WAITS}", signal.SIGKILL)
    assert ended.code == -signal.SIGKILL
    assert not processes_in(project)


def test_an_interrupt_while_findings_are_put_together_is_one(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("compat.cli.check.watch", interrupt)
    ended = typed(capsys, "check", HERE, REPORTS, "--", "python")
    assert (ended.code, ended.out) == (130, "")
    assert ended.err == "compat: interrupted before it was known what was found\n"
    assert not (here / ".compat").exists()


@pytest.mark.slow
def test_an_interrupt_before_anything_ran_is_one(project: Path) -> None:
    ended = interrupt(project, WAITS, signal.SIGINT)
    assert (ended.code, ended.out) == (130, "")
    assert ended.err.endswith("compat: interrupted before anything of langchain-core ran\n")
    assert not (project / ".compat/check").exists()
