"""A comparison in words, the same for the terminal, Markdown and the feed."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from compat.difference.compare import compare
from compat.matrix.model import Matrix
from compat.reports.difference.account import describe_entry
from compat.reports.difference.account_text import Shown, render_json, render_md, render_text
from tests.difference.sample import (
    GONE,
    entry_of,
    full,
    lines,
    made,
    with_packages,
    with_provenance,
)
from tests.reports.sample import HOSTILE, haunted, measured, tried

AUTOMATIC, MANUAL = "nested/nested", "lost/nested"
BASE = made(full(AUTOMATIC))


def answer(before: Matrix, after: Matrix) -> str:
    return describe_entry(entry_of(before, after)).answer


def test_nothing_is_said_in_a_sentence() -> None:
    assert answer(BASE, BASE) == "Nothing changed in 12 cells probed both times."


def test_a_change_is_one_line_with_its_cells_and_what_else_differs() -> None:
    after = made(full(AUTOMATIC) | {"3.11 0.3.1": MANUAL, "3.12 0.3.1": MANUAL})
    after = with_packages(after, {"py3.12-core0.3.1": {"pydantic": "2.2"}})
    assert (
        answer(BASE, after) == "Something got worse. Changes: 1 worse; 12 cells probed both times."
    )
    assert lines(BASE, after) == {
        "Worse: missing or incomplete. Less is seen than before, and no error says so.": (
            "tool-async: automatic → manual (silent:naive) [naive nested → lost], in 2 cells"
            " (3.11–3.12 × 0.3.1); what else differs there: pydantic none → 2.2 (in 1 of 2);"
            " in 1 of 2 cells nothing else differs"
        )
    }


def test_scenarios_that_changed_alike_share_a_line() -> None:
    scenarios = (*BASE.scenarios, replace(tried("gather", "naive", "configured"), sources={}))
    before, after = (
        made({"3.12 0.3.0": said}, others={"gather": {}}, scenarios=scenarios)
        for said in (MANUAL, AUTOMATIC)
    )
    assert (
        answer(before, after) == "Nothing got worse. Changes: 2 better; 1 cell probed both times."
    )
    assert lines(before, after) == {
        "Better": (
            "gather, tool-async: manual (silent:naive) → automatic [naive lost → nested], in 1"
            " cell (3.12 × 0.3.0); nothing else that is recorded differs there"
        )
    }


def test_cells_that_went_are_told_with_their_reason() -> None:
    line = "probed → not installable, in 1 cell (3.12 × 1.0.0); no wheel"
    after = made(full(AUTOMATIC) | {"3.12 1.0.0": GONE})
    assert lines(BASE, after) == {"Worse: cells that can no longer be probed": line}


def test_a_fact_that_says_the_same_from_other_runs_is_seen_otherwise() -> None:
    fact = replace(tried("fact", "naive"), row="fact")
    before, after = (
        made(
            {"3.12 0.3.0": "nested"},
            others={"fact": {"py3.12-core0.3.0": said}},
            scenarios=(*BASE.scenarios, fact),
        )
        for said in ("nested=yes", "lost=yes")
    )
    line = lines(before, after)["Different, neither better nor worse"]
    assert line.startswith("fact: recorded: yes, seen differently, in 1 cell")


def test_facts_name_what_is_news() -> None:
    before = made({"3.11 0.3.0": AUTOMATIC, "3.12 0.3.0": AUTOMATIC}, known=("0.3.1", "0.3.3"))
    after = made(
        {"3.12 0.3.0": AUTOMATIC, "3.12 0.3.1": AUTOMATIC, "3.12 0.3.2": MANUAL, "3.13 0.3.2": GONE}
    )
    after = with_provenance(
        after,
        suite_hash="0123456789abcdef",
        dependencies_as_of="2026-02-02T00:00:00Z",
        platform="b",
    )
    told = describe_entry(entry_of(before, after))
    assert told.answer == (
        "The suite changed. Nothing changed in 1 cell probed both times; what is new is below."
    )
    assert told.facts == (
        "The suite changed (abc → 0123456789ab): a difference may be its own",
        "Dependencies as of 2026-01-01T00:00:00Z → 2026-02-02T00:00:00Z",
        "Measured on test → b",
        "New release 0.3.2: 1 not installable, 1 probed; 1 change from the release before it",
        "Releases that are gone from the index: 0.3.3",
        "New Pythons: 3.13",
        "Pythons that are no longer measured: 3.11",
        "1 cell more measured, of releases known before",
    )
    (section,) = told.sections
    assert section.heading == "New release 0.3.2, compared with the release before it"
    assert section.lines[0].startswith("worse: tool-async: automatic → manual (silent:naive)")


def hostile() -> tuple[Matrix, Matrix]:
    """Two matrices that differ in everything, and are full of hostile text."""
    cells = {"py3.12-core0.3.0": AUTOMATIC, "py3.12-core0.3.1": AUTOMATIC}
    before, _ = haunted(*measured(cells))
    after, _ = haunted(*measured({**cells, "py3.12-core0.3.1": GONE, "py3.12-core0.3.2": MANUAL}))
    results = {HOSTILE: before.cells[0].results["tool-async"]}
    other = replace(
        results[HOSTILE],
        answer="other",
        outcomes={"naive": next(iter(results[HOSTILE].outcomes.values()))},
    )
    scenario = replace(before.scenarios[0], id=HOSTILE)
    before, after = (
        replace(
            matrix,
            scenarios=(scenario,),
            cells=(replace(matrix.cells[0], results=said), *matrix.cells[1:]),
        )
        for matrix, said in ((before, results), (after, {HOSTILE: other}))
    )
    pythons = tuple(replace(each, exact=f"{HOSTILE}2") for each in after.pythons)
    return before, replace(after, pythons=pythons)


def shown(before: Matrix, after: Matrix) -> Shown:
    return Shown(question=HOSTILE, account=describe_entry(entry_of(before, after)), gate=HOSTILE)


def test_hostile_text_reaches_no_terminal() -> None:
    file = StringIO()
    Console(file=file, width=200, force_terminal=True).print(render_text(shown(*hostile())))
    text = file.getvalue().replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "\x1b" not in text
    assert "\\x1b[31m \\u202e" in text


def test_markdown_does_not_act_on_hostile_text() -> None:
    text = render_md(shown(*hostile()))
    assert text.isprintable() or set(filter(lambda c: not c.isprintable(), text)) == {"\n"}
    for active in ("<script", "<img", "[l]", "@me", "`x`", "*b*"):
        assert active not in text
    assert text.encode()


def test_markdown_has_headings_and_lines() -> None:
    after = made(full(AUTOMATIC) | {"3.12 0.3.1": MANUAL})
    told = Shown(question="From a to b", account=describe_entry(entry_of(BASE, after)))
    assert render_md(told) == (
        "# From a to b\n"
        "\n"
        "Something got worse. Changes: 1 worse; 12 cells probed both times.\n"
        "\n"
        "## Worse: missing or incomplete. Less is seen than before, and no error says so.\n"
        "\n"
        "- tool-async: automatic → manual (silent:naive) &#91;naive nested → lost&#93;, in 1 cell"
        " (3.12 × 0.3.1); nothing else that is recorded differs there\n"
    )


def test_json_has_every_cell() -> None:
    after = made(full(AUTOMATIC) | {"3.12 0.3.1": MANUAL})
    found = json.loads(render_json(compare(BASE, after), None, "worse"))
    assert found["gate"] is None
    (change,) = found["comparison"]["changes"]
    assert (change["kind"], change["effect"], change["cells"]) == (
        "worse",
        "silent",
        ["py3.12-core0.3.1"],
    )


@pytest.mark.parametrize("text", [HOSTILE])
def test_json_is_ascii(text: str) -> None:
    assert text
    assert render_json(compare(*hostile()), None, "good").isascii()
