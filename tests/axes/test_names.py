"""Pythons, cell ids, nearest names and texts from outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compat.axes.cell import CellId, match_cells
from compat.axes.nearest import find_nearest
from compat.axes.python import PYTHONS, parse_pythons
from compat.axes.text import join_lines
from compat.errors import NothingSelectedError, UsageError

CELLS = [
    CellId(python=python, core=core) for python in ("3.9", "3.10") for core in ("0.3.9", "0.3.40")
]
NUMBER = st.integers(min_value=0, max_value=999)


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("3.99", ["3.9", "3.14", "3.15"], ("3.15", "3.14")),
        ("3.8", ["3.9", "3.10", "3.15"], ("3.9", "3.10")),
        ("0.3.41", ["0.3.9", "0.3.40", "0.3.42"], ("0.3.40", "0.3.42")),
        ("py3.9-core0.3.4", ["py3.9-core0.3.40", "py3.15-core1.0.0"], ("py3.9-core0.3.40",)),
        ("1.0", [], ()),
    ],
)
def test_versions_are_near_by_order_and_names_by_spelling(
    text: str, known: list[str], expected: tuple[str, ...]
) -> None:
    assert find_nearest(text, known)[: len(expected) or None] == expected


def test_pythons_are_parsed_once_each_oldest_first() -> None:
    assert [python.id for python in parse_pythons(["3.14", "3.9", "3.14"])] == ["3.9", "3.14"]
    assert [python.id for python in PYTHONS if not python.required] == ["3.14", "3.15"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3.99", "unknown Python 3.99; nearest: 3.15, 3.14"),
        ("3.12.1", "unknown Python 3.12.1; nearest: 3.12, 3.13"),
        ("3.1\x1b[31m", "unknown Python 3.1[31m; nearest: 3.13, 3.11"),
    ],
)
def test_an_unknown_python_is_told_the_nearest(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_pythons(["3.9", text])
    assert str(caught.value) == message
    assert caught.value.exit_code == 2


@given(
    minor=NUMBER,
    core=st.tuples(NUMBER, NUMBER, NUMBER),
    tail=st.sampled_from(["", "rc1", "a2", ".dev0"]),
)
def test_an_id_survives_the_round_trip(minor: int, core: tuple[int, int, int], tail: str) -> None:
    cell = CellId(python=f"3.{minor}", core=".".join(map(str, core)) + tail)
    assert CellId.parse(str(cell)) == cell


@pytest.mark.parametrize(
    "text",
    ["", "3.12-core0.3.40", "py3.12", "py3.12-core", "py3.12-core0.3.x", "py3-core1.0.0",
     "py3.12-core../../x", "py3.12-core1.0.0+local", "py3.12-core1.0.0\n", "py3.1-core" + "1" * 99],
)  # fmt: skip
def test_anything_else_is_malformed(text: str) -> None:
    with pytest.raises(UsageError, match=r"an id is like py3\.12-core0\.3\.40"):
        CellId.parse(text)


def test_a_cell_has_one_spelling() -> None:
    with pytest.raises(UsageError, match=r"its one spelling is py3\.12-core0\.3\.40rc1"):
        CellId.parse("py3.12-core0.3.40.rc1")


def test_ids_and_globs_choose_cells_in_the_order_of_versions() -> None:
    chosen = match_cells(["py3.10-*", "py3.9-core0.3.9", "*-core0.3.9"], CELLS)
    assert [str(cell) for cell in chosen] == [
        "py3.9-core0.3.9",
        "py3.10-core0.3.9",
        "py3.10-core0.3.40",
    ]


def test_an_unknown_cell_is_told_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"unknown cell .*; nearest: py3\.10-core0\.3\.40"):
        match_cells(["py3.10-core0.3.41"], CELLS)


def test_a_glob_that_matches_nothing_is_an_error_beside_one_that_does() -> None:
    with pytest.raises(NothingSelectedError, match=r"no cell matches 'py3\.11-\*'"):
        match_cells(["py3.9-*", "py3.11-*"], CELLS)


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_a_text_becomes_one_printable_line(text: str, limit: int) -> None:
    line = join_lines(text, limit=limit)
    assert len(line) <= limit
    assert line.isprintable()
    line.encode()


def test_a_text_keeps_its_words_and_loses_its_tricks() -> None:
    assert join_lines("a\n\tb <i>é</i>\x1b[0m\u202e\ud800") == "a b <i>é</i>[0m"
    assert join_lines("abcdef", limit=4) == "abc…"
