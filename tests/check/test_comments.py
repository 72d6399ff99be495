"""Calls that a person says are hidden on purpose: comments, and entries of the settings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compat.check.comments import find_private_lines, matches

MARK = "# compat: private"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("", []),
        ("a()\n", []),
        (f"a()  {MARK}\nb()\n", [range(1, 2)]),
        (f"a()  {MARK}", [range(1, 2)]),
        ("a()  #compat:private\n", [range(1, 2)]),
        (f"a()  # noqa: E501  {MARK} - a note nobody shall see\n", [range(1, 2)]),
        ("a()  # compat: privately\nb()  # compat: private-ish\n", []),
        ("a('# compat: private')\n", []),
        (f'"""\n{MARK}\n"""\na()\n', []),
        (f"a(  {MARK}\n  1,\n)\n", [range(1, 4)]),
        (f"x\na(\n  1,  {MARK}\n)\n", [range(2, 5)]),
        (f"a(\n  {MARK}\n  1,\n)\n", [range(1, 5)]),
        (f"a(\n  1,\n)  {MARK}\n", [range(1, 4)]),
        (f"a(\n  1,  {MARK}\n  2,  {MARK}\n)\n", [range(1, 5)]),
        (f"a \\\n  .b()  {MARK}\n", [range(1, 3)]),
        (f"{MARK}\n\na(\n)\nb()\n", [range(1, 5)]),
        (f"def f():\n\n    {MARK}\n    # why\n    a()\n    b()\n", [range(3, 6)]),
        (f"with a() as b:  {MARK}\n    c()\n", [range(1, 2)]),
        (f"if a:\n    b()  {MARK}\nc()  {MARK}\n", [range(2, 3), range(3, 4)]),
        (f"a()\n{MARK}\n", [range(2, 3)]),
        (f"a(); b()  {MARK}\r\nc()\r\n", [range(1, 2)]),
        (f"a()  {MARK}\nb(\n  {MARK}\n", [range(1, 2), range(2, 4)]),
        (f"a()  {MARK}\n  b()\n c()\nd()  {MARK}\n", [range(1, 2)]),
        (f"a()  {MARK}\n'''\n{MARK}", [range(1, 2)]),
        (f"\0 {MARK}\n", None),
    ],
)
def test_comments_hold_for_whole_statements(source: str, lines: list[range] | None) -> None:
    found = find_private_lines(source)
    assert lines is None or list(found) == lines


@given(st.lists(st.sampled_from(["a(", ")", "'", '"""', "#", MARK, "\n", "\\\n", " ", "\t", "x:"])))
def test_every_range_is_of_lines_and_has_a_mark(parts: list[str]) -> None:
    source = "".join(parts)
    lines = source.split("\n")
    for found in find_private_lines(source):
        assert found
        assert any(MARK in lines[line - 1] for line in found)


@given(st.text().map(lambda text: f"{text}{MARK}\n"))
def test_any_text_is_read(source: str) -> None:
    assert all(find_private_lines(source))


PATH = ("agent", "my tools", "summarize")


@pytest.mark.parametrize(
    ("entry", "meant"),
    [
        ("summarize > ChatOpenAI", True),
        ("summarize  >  ChatOpenAI", True),
        ("* > ChatOpenAI", True),
        ("summarize > *", True),
        ("my tools > summarize > ChatOpenAI", True),
        ("agent > * > summarize > ChatOpenAI", True),
        ("agent > my tools > summarize > ChatOpenAI", True),
        ("shorten > ChatOpenAI", True),
        ("Writer.shorten > ChatOpenAI", True),
        ("summarize > shorten > ChatOpenAI", True),
        ("my tools > summarize > shorten > ChatOpenAI", True),
        ("agent > ChatOpenAI", False),
        ("agent > summarize > ChatOpenAI", False),
        ("my tools > shorten > ChatOpenAI", False),
        ("Writer > ChatOpenAI", False),
        ("summarize > Chat*", False),
        ("summarize > chatopenai", False),
        ("* > * > * > * > ChatOpenAI", True),
        ("* > * > * > * > * > ChatOpenAI", False),
        ("summarize > ChatOpenAI > ChatOpenAI", False),
    ],
)
def test_entries_name_a_call_from_its_end(entry: str, *, meant: bool) -> None:
    assert matches(entry, "Writer.shorten", PATH, "ChatOpenAI") is meant


def test_names_may_have_arrows_of_their_own() -> None:
    entry = "build.<locals>.<lambda> > RunnableParallel<a,b>"
    assert matches(entry, "build.<locals>.<lambda>", (), "RunnableParallel<a,b>")
    assert matches("<lambda> > m", "build.<locals>.<lambda>", (), "m")


def test_a_run_by_itself_has_its_function_above() -> None:
    assert matches("f > m", "f", (), "m")
    assert not matches("g > f > m", "f", (), "m")


@pytest.mark.parametrize(
    "entry", ["", "summarize", "summarize>m", " > m", "a > ", "a > > m", ">", "a\n"]
)
def test_entries_that_name_no_call_are_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="names no call: write the caller and what it calls"):
        matches(entry, "f", (), "m")
