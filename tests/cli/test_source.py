"""Where an upgrade starts, with a langgraph or without."""

from pathlib import Path

import pytest

from compat.axes.cell import CellId
from compat.axes.spelling import Nameable
from compat.cli.source import find_source


@pytest.mark.parametrize(
    ("measured", "cell"),
    [
        ("py3.12-core1.0.0-lg1.1.0", "py3.12-core1.0.0-lg1.1.0"),
        ("py3.12-core1.0.0-lg1.2.0", "py3.12-core1.0.0"),
    ],
)
def test_a_langgraph_counts_where_it_was_measured(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    measured: str,
    cell: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    Path("requirements.txt").write_text("langchain-core==1.0.0\nlanggraph==1.1.0\n")
    known = Nameable(
        pythons=["3.12"], releases=["1.0.0"], choices=[CellId.parse(measured)], day="2026-01-01"
    )
    assert str(find_source("3.12", "--from", known, quiet=True)) == cell
    assert capsys.readouterr() == ("", "")
