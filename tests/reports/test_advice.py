"""A reply leads with what happens, then what to write, then what does without."""

import pytest

from compat.difference.advice import describe_situation
from compat.matrix.index import Index
from compat.record.model import Status
from compat.reports.advice.text import render_reply
from compat.reports.advice.words import reply_to
from tests.reports.sample import Said, measured, tried

CELLS: dict[str, Said] = {
    "py3.10-core1.0.0": "lost/nested",
    "py3.10-core1.0.1": "nested/nested",
    "py3.11-core1.0.0": "nested/nested",
    "py3.12-core1.0.0": "lost/lost",
    "py3.13-core1.0.0": "flattened/flattened",
    "py3.14-core1.0.0": "raised/nested",
    "py3.15-core1.0.0": (Status.NOT_INSTALLABLE, "no wheel for Python 3.15: zstandard\nand more"),
}


def lines(cell: str, *, all_of_them: bool = False) -> list[str]:
    known = Index(matrix=measured(CELLS)[0])
    found = describe_situation(known, known.cells[cell])
    return [*render_reply(reply_to(found, all_of_them=all_of_them))]


@pytest.mark.parametrize(
    ("python", "says"),
    [
        ("3.10", "are missing, and no error says so."),
        ("3.11", "reach the caller, and nothing has to be passed on."),
        ("3.12", "are missing, and no error says so."),
        ("3.13", "are seen, but the tool is not among their parents."),
        ("3.14", "do not come: an error is raised."),
    ],
)
def test_the_first_sentence_is_the_answer(python: str, says: str) -> None:
    events = "the events of a model that an async tool calls"
    first = lines(f"py{python}-core1.0.0")[0]
    assert first == f"Python {python}, langchain-core 1.0.0: {events} {says}"


def test_then_comes_what_to_write_and_what_does_without() -> None:
    _, empty, title, says, write, *code, instead, blank, tally = lines("py3.10-core1.0.0")
    assert (empty, blank) == ("", "")
    assert title.endswith("[tool-async]")
    assert says == "  The child's run: missing, and no error says so."
    assert write == "  Write (configured: the child's run is then complete):"
    assert all(line.startswith(" " * 6) for line in code)
    assert instead == (
        "  Complete without a change: langchain-core 1.0.1 on this Python, or Python 3.11 with this"
        " release."
    )
    assert tally == "Of the patterns measured here, 1 needs code of yours."


def test_what_no_form_helps_says_so() -> None:
    assert "  No other way to write it helps, of those that were tried." in lines(
        "py3.12-core1.0.0"
    )


def test_what_does_not_run_gives_the_first_line_of_the_reason() -> None:
    (line,) = lines("py3.15-core1.0.0")
    assert line.endswith(
        ": nothing runs there. It is not installable: no wheel for Python 3.15: zstandard."
    )


def test_asked_for_all_there_is_no_count() -> None:
    assert lines("py3.11-core1.0.0", all_of_them=True)[1:] == [
        "",
        lines("py3.11-core1.0.0")[2],
        "  The child's run is complete, and nothing has to be passed on.",
    ]


@pytest.mark.parametrize(
    ("seen", "says", "writes"),
    [
        ("nested/nested", "  The child's run is complete, as the config is passed on here.", False),
        ("flattened/nested", "  The child's run: seen, but a parent is missing.", True),
        ("lost/nested", "  The child's run: missing, and no error says so.", True),
    ],
)
def test_a_pattern_that_passes_the_config_is_told_by_what_comes_of_that(
    seen: str, says: str, *, writes: bool
) -> None:
    known = tried("tool-config-renamed", "configured", "remedy-callbacks")
    others = {known.id: {"py3.12-core1.0.0": seen}}
    matrix = measured({"py3.12-core1.0.0": "nested/nested"}, scenarios=(known,), others=others)[0]
    found = describe_situation(Index(matrix=matrix), matrix.cells[0])
    told = [*render_reply(reply_to(found, all_of_them=True))]
    assert told[3] == says
    assert any("Write (callbacks: the child's run is then complete):" in x for x in told) is writes
