"""A reply leads with what happens, then what to write, then what does without."""

from dataclasses import replace

import pytest

from compat.difference.advice import describe_situation
from compat.matrix.index import Index
from compat.record.model import Status
from compat.reports.advice.text import render_reply
from compat.reports.advice.words import reply_to
from tests.reports.sample import GUIDE, Said, measured, tried

CELLS: dict[str, Said] = {
    "py3.10-core1.0.0": "lost/nested",
    "py3.10-core1.0.1": "nested/nested",
    "py3.11-core1.0.0": "nested/nested",
    "py3.12-core1.0.0": "lost/lost",
    "py3.13-core1.0.0": "flattened/flattened",
    "py3.14-core1.0.0": "raised/nested",
    "py3.15-core1.0.0": (Status.NOT_INSTALLABLE, "no wheel for Python 3.15: zstandard\nand more"),
}
CODES = {"tool-async": "async tools"}


def lines(cell: str, *, all_of_them: bool = False) -> list[str]:
    known = Index(matrix=measured(CELLS)[0])
    found = describe_situation(known, known.cells[cell])
    return [*render_reply(reply_to(found, CODES, {}, all_of_them=all_of_them))]


@pytest.mark.parametrize(
    ("python", "says"),
    [
        ("3.10", "lack the model's events, and no error says so."),
        ("3.11", "need nothing by hand."),
        ("3.12", "lack the model's events, and no error says so."),
        ("3.13", "lack a parent."),
        ("3.14", "raise an error."),
    ],
)
def test_the_first_sentence_is_the_answer(python: str, says: str) -> None:
    first = lines(f"py{python}-core1.0.0")[0]
    assert first == f"Python {python}, langchain-core 1.0.0: async tools {says}"


def test_where_nothing_has_to_be_written_comes_before_what_to_write() -> None:
    _, empty, title, says, needless, write, *code, blank, tally, _ = lines("py3.10-core1.0.0")
    assert (empty, blank) == ("", "")
    assert title.endswith("awaits a chain [tool-async]")
    assert says == "  The events are missing, and no error says so."
    assert needless == (
        "  No change is needed with langchain-core 1.0.1 on this Python, or on Python 3.11"
        " with this langchain-core."
    )
    assert write == "  Write it with config, and it is complete:"
    assert code[0] == "      # before"
    assert all(line.startswith(" " * 6) for line in code if line)
    assert tally == "Of 1 measured patterns 1 needs a change in your code."


def test_what_no_form_helps_says_so() -> None:
    told = lines("py3.12-core1.0.0")
    assert "  No fix is known: none of the other ways to write it that were tried helps." in told


def test_what_does_not_run_gives_the_first_line_of_the_reason() -> None:
    assert lines("py3.15-core1.0.0") == [
        (
            "Nothing runs there: Python 3.15, langchain-core 1.0.0 is not installable: no wheel for"
            " Python 3.15: zstandard."
        ),
        "Nearest that runs: Python 3.14 with this langchain-core.",
    ]


def test_asked_for_by_name_there_is_no_count() -> None:
    assert lines("py3.11-core1.0.0", all_of_them=True) == [
        "Python 3.11, langchain-core 1.0.0: async tools need nothing by hand.",
        "",
        lines("py3.11-core1.0.0")[2],
        "  Complete, and nothing has to be passed by hand.",
    ]


def test_of_several_it_is_counted_how_they_stand() -> None:
    scenarios = [GUIDE, tried("gather", "naive"), tried("other", "naive")]
    others = {"gather": {}, "other": {"py3.12-core1.0.0": "nested"}}
    matrix = measured({"py3.12-core1.0.0": "lost/nested"}, scenarios=scenarios, others=others)[0]
    found = describe_situation(Index(matrix=matrix), matrix.cells[0])
    first = next(iter(render_reply(reply_to(found, CODES, {}, all_of_them=True))))
    assert first == (
        "Python 3.12, langchain-core 1.0.0: of 3 patterns 1 needs nothing, 1 needs a change in your"
        " code, 1 is not known."
    )


@pytest.mark.parametrize(
    ("seen", "says", "writes"),
    [
        ("nested/nested", "  Complete.", False),
        ("flattened/nested", "  The events arrive, but a parent is missing.", True),
        ("lost/nested", "  The events are missing, and no error says so.", True),
    ],
)
def test_a_pattern_that_passes_the_config_is_told_by_what_comes_of_that(
    seen: str, says: str, *, writes: bool
) -> None:
    known = tried("tool-config-renamed", "configured", "remedy-callbacks")
    others = {known.id: {"py3.12-core1.0.0": seen}}
    matrix = measured({"py3.12-core1.0.0": "nested/nested"}, scenarios=(known,), others=others)[0]
    found = describe_situation(Index(matrix=matrix), matrix.cells[0])
    told = [*render_reply(reply_to(found, {}, {}, all_of_them=True))]
    assert told[3] == says
    assert any("Write it with callbacks, and it is complete:" in x for x in told) is writes


def test_what_installs_only_with_an_override_says_so_after_the_answer() -> None:
    cells = {"py3.12-core1.0.0": "nested/nested"}
    matrix = measured(cells, apart=["py3.12-core1.0.0"])[0]
    found = describe_situation(Index(matrix=matrix), matrix.cells[0])
    answer, note, *_ = render_reply(reply_to(found, CODES, {}, all_of_them=False))
    assert answer.endswith("async tools need nothing by hand.")
    assert "installs only with an override of certifi>=1" in note


@pytest.mark.parametrize(
    ("seen", "counted"),
    [("lost/nested", "needs a change in your code"), ("nested/nested", "needs nothing")],
)
def test_it_is_counted_by_what_comes_of_it_as_written(seen: str, counted: str) -> None:
    known = tried("tool-config-renamed", "configured", "remedy-callbacks")
    others = {known.id: {"py3.12-core1.0.0": seen}}
    matrix = measured({"py3.12-core1.0.0": "nested/nested"}, scenarios=(known,), others=others)[0]
    found = describe_situation(Index(matrix=matrix), matrix.cells[0])
    assert reply_to(found, CODES, {}, all_of_them=False).tally == (
        f"Of 1 measured patterns 1 {counted}."
    )


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({}, "tools like on-text: inline"),
        ({"on-text": {"inline": "handlers set it"}}, "handlers set it"),
        ({"on-text": {"*": "it is {answer}"}}, "it is inline"),
    ],
)
def test_a_fact_is_a_sentence(facts: dict[str, dict[str, str]], says: str) -> None:
    fact = replace(tried("on-text", "naive"), row="fact")
    cells: dict[str, Said] = {"py3.12-core1.0.0": "nested/nested"}
    others = {"on-text": {"py3.12-core1.0.0": "nested=inline"}}
    known = Index(matrix=measured(cells, scenarios=(GUIDE, fact), others=others)[0])
    found = describe_situation(known, known.cells["py3.12-core1.0.0"], {"on-text"})
    reply = reply_to(found, {"on-text": "tools like on-text"}, facts, all_of_them=True)
    assert reply.answer == f"Python 3.12, langchain-core 1.0.0: {says}."
    assert reply.patterns[0].says == "What was measured: inline."
