"""What a check comes to, without the project that it is of."""

from pathlib import Path

import pytest

from compat.axes.clock import Clock
from compat.errors import InterruptError
from compat.work import check as checking
from compat.work.check import Order, check
from compat.work.check_environment import Home
from compat.work.command import Ended
from compat.work.project_environment import Place
from tests.reports.sample import measured


def test_an_interrupt_before_anything_ran_is_one_whatever_became_of_the_selftest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "run_command", lambda *_, **__: Ended(code=-2, interrupted=True))
    monkeypatch.setattr(checking, "read_output", lambda *_, **__: "KeyboardInterrupt")
    home = Home(
        root=tmp_path,
        python=tmp_path / "python",
        place=Place(name="it", python=None, core="1.4.7", layer=None),
    )
    order = Order(folder=tmp_path, command=("sh", "-c", "sleep 60"))
    with pytest.raises(InterruptError, match="before anything of langchain-core ran"):
        check(order, home, measured({})[0], {"PATH": "/bin:/usr/bin"}, Clock())
