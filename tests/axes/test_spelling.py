"""Configurations as people type them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compat.axes.cell import CellId
from compat.axes.spelling import Nameable, Spelled
from compat.errors import UsageError

RELEASES = ("0.3.40", "1.2.0", "1.2.1", "1.2.2rc1", "1.2.9", "1.2.10", "1.3.0", "1.4.0a1")
PROBED = ("py3.12-core0.3.40", "py3.12-core1.2.9", "py3.14-core1.2.0", "py3.14-core1.2.10",
          "py3.14-core1.3.0", "py3.14-core1.2.9-lg1.1.0")  # fmt: skip
KNOWN = Nameable(
    pythons=("3.9", "3.10", "3.12", "3.14"),
    releases=RELEASES,
    choices=[CellId.parse(name) for name in PROBED],
    day="2026-01-01",
)
OPEN = Nameable(pythons=KNOWN.pythons, releases=RELEASES, choices=KNOWN.choices, day=None)


NOTHING = Spelled()


def read(text: str, known: Nameable = KNOWN, fallback: Spelled = NOTHING) -> str:
    return str(Spelled.parse(text).fill(fallback).find(known))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("py3.14-core1.2.0", "py3.14-core1.2.0"),
        ("3.14/1.2.0", "py3.14-core1.2.0"),
        ("3.14 1.2.0", "py3.14-core1.2.0"),
        (" 3.14,\t1.2.0 ", "py3.14-core1.2.0"),
        ("PY3.14 / CORE1.2.0", "py3.14-core1.2.0"),
        ("Python 3.14, langchain-core 1.2.0", "py3.14-core1.2.0"),
        ("python==3.14 langchain_core==1.2.0", "py3.14-core1.2.0"),
        ("3.14 ==1.2.0", "py3.14-core1.2.0"),
        ("langchain-core==1.2.0 py3.14", "py3.14-core1.2.0"),
        ("3.14.2/1.2.0", "py3.14-core1.2.0"),
        ("3.14/1.2.2.RC1", "py3.14-core1.2.2rc1"),
        ("3.14/1.2.0-LG1.2.24", "py3.14-core1.2.0-lg1.2.24"),
        ("3.14 1.2.0 langgraph==1.2.24", "py3.14-core1.2.0-lg1.2.24"),
        ("3.14/1.2", "py3.14-core1.2.10"),
        ("3.12/1.2", "py3.12-core1.2.9"),
        ("3.14/1.2-lg1.1.0", "py3.14-core1.2.9-lg1.1.0"),
        ("3.9/1.2", "py3.9-core1.2.10"),
        ("3.14/1", "py3.14-core1.3.0"),
        ("3.14/1.4", "py3.14-core1.4.0a1"),
        ("3.14/latest", "py3.14-core1.3.0"),
        ("3.12 Latest", "py3.12-core1.2.9"),
        ("1.2.0 3.14", "py3.14-core1.2.0"),
        ("latest/3.14", "py3.14-core1.3.0"),
        ("3.14 core=1.2.0", "py3.14-core1.2.0"),
        ("3.14/v1.2.0", "py3.14-core1.2.0"),
    ],
)
def test_a_configuration_has_many_spellings(text: str, cell: str) -> None:
    assert read(text) == cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("3.14", "py3.14-core0.3.40-lg0.2.1"),
        ("py3.14-lg0.2.2", "py3.14-core0.3.40-lg0.2.2"),
        ("1.2.0", "py3.12-core1.2.0-lg0.2.1"),
        ("==1.2.0", "py3.12-core1.2.0-lg0.2.1"),
        ("core1.2.0", "py3.12-core1.2.0-lg0.2.1"),
        ("latest", "py3.12-core1.3.0-lg0.2.1"),
        ("3.14/1.2", "py3.14-core1.2.10"),
    ],
)
def test_what_is_not_named_is_taken_from_elsewhere(text: str, cell: str) -> None:
    fallback = Spelled(python="3.12", core="0.3.40", layer="0.2.1")
    assert read(text, fallback=fallback) == cell


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("3.14", "no langchain-core is named; write both, like 3.14/0.3.40"),
        ("1.2", "no Python is named; write both, like 3.12/1.2"),
        ("latest", "no Python is named; write both, like 3.12/latest"),
        ("lg1.1", "no Python and no langchain-core is named; write both, like 3.12/0.3.40"),
        ("3.99/1.2.0", "unknown Python 3.99; nearest: 3.14, 3.12"),
        ("2.7/1.2.0", "unknown Python 2.7; nearest: 3.9, 3.10"),
    ],
)
def test_what_is_missing_or_is_not_there_is_said_with_what_to_type(text: str, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(text)
    assert str(refused.value) == says


THERE_WAS = "there was no such langchain-core on 2026-01-01"


@pytest.mark.parametrize(
    ("release", "says"),
    [
        ("1.2.3", f"{THERE_WAS}; nearest: 1.2.1, 1.2.9"),
        ("1.9", f"{THERE_WAS}; nearest: 1.3.0, 1.2.10"),
        ("9.0.0rc1", f"{THERE_WAS}; nearest: 1.4.0a1, 1.3.0"),
        ("0.1.52", "older than 0.3.40, the oldest that is measured; nearest: 0.3.40, 1.2.0"),
    ],
)
def test_a_release_that_there_was_not_is_told_the_nearest(release: str, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(f"3.14/{release}")
    assert str(refused.value) == f"unknown release {release}: {says}"


def test_where_others_may_be_there_a_release_is_left_to_the_index() -> None:
    assert read("3.14/1.9.0", OPEN) == "py3.14-core1.9.0"
    assert read("3.14/1.2", OPEN) == "py3.14-core1.2.10"


@pytest.mark.parametrize(
    "text",
    ["", " ", "/", "py", "tool", "3.14/x", "3.14/1.2.0/1.3.0", "py3.14 py3.12", "3.14/1.2.x",
     "3.14/../x", "lg1.0 lg1.1 3.14", "3.14/1.2.0+local", "core==latest!", "3.14 1.2\x1b[31m",
     "1" * 99, "3.14/1.2" + " " * 200 + "x", "٣.١٤/1.2"],
)  # fmt: skip
def test_anything_else_is_malformed_and_said_in_one_line(text: str) -> None:
    with pytest.raises(UsageError, match=r"malformed configuration .*; write it like") as refused:
        read(text)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("langgraph 1.2", "1.2"),
        ("3.10 1.4.9 langgraph latest", "latest"),
        ("3.10 1.4.9 lg1.2.24", "1.2.24"),
        ("LangGraph==1.2.24", "1.2.24"),
        ("3.10 1.4.9", None),
    ],
)
def test_a_layer_may_be_a_line_or_the_latest(text: str, layer: str | None) -> None:
    assert Spelled.parse(text).layer == layer


LAYERS = st.sampled_from([None, "0.2.1", "1.2.24"])
CELLS = st.builds(
    CellId,
    python=st.sampled_from(["3.9", "3.10", "3.12", "3.14"]),
    core=st.sampled_from(RELEASES),
    layer=LAYERS,
)


@given(CELLS)
def test_every_id_is_read_as_itself(cell: CellId) -> None:
    assert read(str(cell)) == str(cell)


@given(
    CELLS,
    st.sampled_from(["", "py", "python", "Python ", "PY==", "python-"]),
    st.sampled_from(["/", " ", "-", ", ", " / "]),
    st.sampled_from(["", "core", "langchain-core", "LangChain_Core ", "core==", "=="]),
    st.sampled_from([str.lower, str.upper, str.title]),
)
def test_every_case_and_prefix_of_an_id_is_the_same_cell(
    cell: CellId, python: str, between: str, core: str, letters: type[str]
) -> None:
    layer = f"-lg{cell.layer}" if cell.layer else ""
    text = f"{python}{cell.python}{between}{core}{cell.core}{layer}"
    assert read(letters(text)) == str(cell)


@given(st.text())
def test_whatever_is_typed_is_a_configuration_or_a_usage_error(text: str) -> None:
    with suppress(UsageError):
        assert CellId.parse(read(text))
