"""Where an upgrade starts: what was typed, and for the rest the project's own."""

from pathlib import Path

import pytest

from compat.axes.cell import CellId
from compat.axes.spelling import Nameable, Spelled
from compat.cli.layers import goes_with_layer
from compat.cli.source import find_source, take_source
from compat.errors import UsageError

KNOWN = Nameable(
    pythons=["3.12"],
    releases=["1.0.0"],
    choices=[CellId.parse("py3.12-core1.0.0")],
    day="2026-01-01",
)


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    Path("requirements.txt").write_text("langchain-core==1.0.0\nlanggraph==1.1.0\n")


@pytest.mark.parametrize(
    ("typed", "layer", "taken"),
    [
        ("3.12", "1.1.0", True),
        ("3.12 langgraph 1.2", "1.2", False),
        ("3.12/1.0.0", None, False),
        ("3.12/1.0.0 lg1.1.0", "1.1.0", False),
    ],
)
def test_a_langgraph_is_the_projects_unless_one_is_typed(
    typed: str,
    layer: str | None,
    taken: bool,  # noqa: FBT001 - what is asserted
) -> None:
    source = take_source(typed, "--from")
    assert source.spelled == Spelled(python="3.12", core="1.0.0", layer=layer)
    assert source.layer_taken is taken


def test_langchain_core_alone_has_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert str(find_source("3.12", "--from", KNOWN, quiet=True)) == "py3.12-core1.0.0"
    assert capsys.readouterr() == ("", "")


def test_it_is_told_where_a_langgraph_is_from(capsys: pytest.CaptureFixture[str]) -> None:
    take_source("3.12", "--from").tell(CellId.parse("py3.12-core1.0.0-lg1.1.0"))
    assert capsys.readouterr().err == (
        "From Python 3.12 (--from), langchain-core 1.0.0, LangGraph 1.1.0 (requirements.txt).\n"
    )


@pytest.mark.parametrize(
    ("have", "want", "layered"),
    [
        ("3.12", "3.13", True),  # the project's stays
        ("3.12", "3.13/1.0.0", False),  # a whole one without it: compared without
        ("3.12/1.0.0", "3.13", False),
        ("3.12/1.0.0 lg1.0.0", "lg1.1.0", True),
        ("3.12/1.0.0 lg1.0.0", "3.13/1.0.0 lg1.1.0", True),
    ],
)
def test_two_ends_have_a_langgraph_or_none(
    have: str,
    want: str,
    layered: bool,  # noqa: FBT001 - what is asserted
) -> None:
    assert goes_with_layer(take_source(have, "--from"), Spelled.parse(want)) is layered


@pytest.mark.parametrize(
    ("have", "want", "says"),
    [
        ("3.12/1.0.0", "3.12/1.0.0 lg1.1.0", "what you want has LangGraph 1.1.0 and what you have"),
        ("3.12/1.0.0 lg1.1.0", "3.12/1.0.0", "what you have has LangGraph 1.1.0 and what you want"),
    ],
)
def test_one_end_with_a_langgraph_is_refused(have: str, want: str, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        goes_with_layer(take_source(have, "--from"), Spelled.parse(want))
    assert str(refused.value) == (
        f"{says} has none, so they cannot be compared; name it in both, or in neither"
    )
