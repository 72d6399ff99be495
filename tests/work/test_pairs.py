"""Pairs as people name them: the newest that was measured, and what is near one that was not."""

from dataclasses import replace

import pytest

from compat.axes.cell import CellId
from compat.axes.spelling import Spelled
from compat.errors import NotFoundOutError, NothingSelectedError, UsageError
from compat.matrix.model import Matrix
from compat.record.model import Status
from compat.work.configuration import Asking
from compat.work.pairs import explain_unmeasured_pair, find_pair, find_pairs
from tests.reports.layered import measured_pairs

BROKEN = (Status.IMPORT_FAILED, "PairImportError: langgraph.prebuilt does not import: X: no y")
KNOWN = measured_pairs(
    {
        "py3.12-core1.0.0-lg0.2.0": "nested",
        "py3.12-core1.0.0-lg1.0.0": "nested",
        "py3.12-core1.0.0-lg1.1.0": BROKEN,
        "py3.12-core1.0.5-lg1.0.0": "nested",
        "py3.13-core1.0.0-lg1.1.0": BROKEN,
    },
    asks={
        "0.2.0": "",
        "1.0.0": "",
        "1.0.1": "",
        "1.1.0": ">=1",
        "1.1.1": ">=1.0.5",
        "2.0.0rc1": "",
    },
)


@pytest.mark.parametrize(
    ("typed", "pair"),
    [
        ("3.12 1.0.0 langgraph 0.2.0", "py3.12-core1.0.0-lg0.2.0"),
        ("3.12/1.0.0 lg1", "py3.12-core1.0.0-lg1.0.0"),  # 1.1.0 does not import
        ("3.12/1.0.0 langgraph 1.1", "py3.12-core1.0.0-lg1.1.0"),  # so that it can be said why
        ("3.13/1.0.0 langgraph latest", "py3.13-core1.0.0-lg1.1.0"),
        ("3.12/1.0.0 LangGraph Latest", "py3.12-core1.0.0-lg1.0.0"),
        ("3.12/1.0 langgraph 1.0", "py3.12-core1.0.5-lg1.0.0"),
        ("3.12/latest langgraph 0.2", "py3.12-core1.0.0-lg0.2.0"),
        ("3.12/1.0.0 langgraph 1.0.1", "py3.12-core1.0.0-lg1.0.1"),  # never measured
        ("3.12/1.0.5 langgraph 1.1", "py3.12-core1.0.5-lg1.1.1"),
        ("3.13/1.0.0 langgraph 1.0", "py3.13-core1.0.0-lg1.0.1"),
    ],
)
def test_a_pair_is_the_newest_that_was_measured(typed: str, pair: str) -> None:
    assert str(find_pair(Spelled.parse(typed), KNOWN)) == pair


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("3.12/1.0.0 langgraph 3.0", "unknown LangGraph 3.0: there was no such release on "),
        ("3.12/1.0.9 langgraph 1.0", "unknown release 1.0.9: "),
        ("3.99/1.0.0 langgraph 1.0", "unknown Python 3.99; "),
    ],
)  # fmt: skip
def test_what_there_is_not_is_told_the_nearest(typed: str, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        find_pair(Spelled.parse(typed), KNOWN)
    assert str(refused.value).startswith(says)


def test_a_pair_that_was_never_measured_names_those_near_it() -> None:
    why = explain_unmeasured_pair(CellId.parse("py3.12-core1.0.0-lg1.0.1"), KNOWN)
    assert isinstance(why, NotFoundOutError)
    assert str(why) == (
        "py3.12-core1.0.0-lg1.0.1 was not measured; measured near it: 3.12/1.0.0 langgraph 1.0.0,"
        " 3.12/1.0.5 langgraph 1.0.0; --yes measures it now"
    )


def test_a_pair_that_cannot_be_says_what_is_asked_for() -> None:
    why = explain_unmeasured_pair(CellId.parse("py3.13-core1.0.0-lg1.1.1"), KNOWN)
    assert isinstance(why, NothingSelectedError)
    assert str(why) == (
        "py3.13-core1.0.0-lg1.1.1 does not install: LangGraph 1.1.1 asks for langchain-core>=1.0.5"
    )


def measure(names: tuple[str, ...]) -> Matrix:
    return measured_pairs(dict.fromkeys(names, "nested"))


@pytest.mark.parametrize("agrees", [True, False])
def test_it_is_probed_when_a_person_agrees(
    agrees: bool,  # noqa: FBT001 - both are tried
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = replace(KNOWN, provenance=replace(KNOWN.provenance, suite_hash="ours"))
    monkeypatch.setattr("compat.work.configuration.find_suite_hash", lambda **_: "ours")
    asking = Asking(agrees=lambda _: agrees, probe=measure)
    names = ("py3.12-core1.0.0-lg0.2.0", "py3.12-core1.0.0-lg1.0.1")
    if not agrees:
        with pytest.raises(NotFoundOutError, match="was not measured"):
            find_pairs(known, names, asking)
        return
    found = find_pairs(known, names, asking)
    assert {names[1]} == {cell.id for cell in found.cells} - {cell.id for cell in KNOWN.cells}


def test_a_pair_that_cannot_be_is_not_probed() -> None:
    asking = Asking(agrees=lambda _: True, probe=measure)
    with pytest.raises(NothingSelectedError):
        find_pairs(KNOWN, ("py3.13-core1.0.0-lg1.1.1",), asking)
