"""What a check comes to, without the project that it is of."""

from pathlib import Path

import pytest

from compat.axes.clock import Clock
from compat.check.model import Check
from compat.errors import InterruptError, NotFoundOutError
from compat.work import check as checking
from compat.work.check import Advising, Order, check
from compat.work.check_environment import Home
from compat.work.command import Ended
from compat.work.project_environment import Place
from tests.reports.sample import measured

WROTE = (
    b'{"kind": "process", "format": "1", "python": "3.10.13", "pid": 2, "parent": 1,'
    b' "program": "tox", "forked": false}\n{"kind": "note", "told": "child"}\n{"kind": "end"}\n'
)


def run(folder: Path, patched: pytest.MonkeyPatch, ended: Ended, *command: str) -> Check:
    """Check a command that ends so, where the watcher saw one process and no langchain-core."""

    def write(_: object, variables: dict[str, str], *__: object, **___: object) -> Ended:
        if place := variables.get("LANGCHAIN_CORE_WATCH_FOLDER"):
            Path(place, "2-a.jsonl").write_bytes(WROTE)
        return ended

    patched.setattr(checking, "run_command", write)
    patched.setattr(checking, "which", lambda name, **_: name)
    patched.setattr(checking, "read_output", lambda *_, **__: "result: ")
    place = Place(name="it", python=None, core="1.4.7", layer=None)
    home = Home(root=folder, python=folder / "python", place=place)
    order = Order(folder=folder, command=command)
    return check(order, home, Advising(matrix=measured({})[0]), {}, Clock())


def test_an_interrupt_before_anything_ran_is_one_whatever_became_of_the_selftest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InterruptError, match="before anything of langchain-core ran"):
        run(tmp_path, monkeypatch, Ended(code=-2, interrupted=True), "pytest")


def test_where_nothing_ran_that_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "ran; it ended with exit code 5; a process that it started could not be watched"
    with pytest.raises(NotFoundOutError, match=told):
        run(tmp_path, monkeypatch, Ended(code=5), "pytest")
    with pytest.raises(NotFoundOutError, match="ran; tox passes on few variables: add pass_env"):
        run(tmp_path, monkeypatch, Ended(code=0), "python", "-m", "tox")
