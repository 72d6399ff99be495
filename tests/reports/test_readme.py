"""What the README shows of a matrix."""

from compat.matrix.index import Index
from compat.reports.readme import (
    RuleRow,
    make_rule,
    render_ask_example,
    render_rule_md,
    render_upgrade_example,
)
from tests.reports.sample import Said, grid_of, measured

CELLS: dict[str, Said] = {
    **grid_of(["3.9"], ["0.3.0", "0.3.1"], "lost/flattened/nested"),
    "py3.10-core0.3.0": "lost/flattened/nested",
    "py3.10-core0.3.1": "nested/flattened/nested",
    **grid_of(["3.11", "3.12"], ["0.3.0", "0.3.1"], "nested/flattened/nested"),
    "py3.13-core0.3.0": "raised/raised/raised",
}
MATRIX = measured(CELLS)[0]


def test_pythons_that_do_the_same_are_one_row() -> None:
    assert list(make_rule(Index(matrix=MATRIX))) == [
        RuleRow(
            pythons="3.9",
            seen="missing in 0.3.0–0.3.1",
            write="call the chain with callbacks in 0.3.0–0.3.1",
        ),
        RuleRow(
            pythons="3.10",
            seen="missing in 0.3.0, complete in 0.3.1",
            write="call the chain with callbacks in 0.3.0",
        ),
        RuleRow(pythons="3.11–3.12", seen="complete in 0.3.0–0.3.1", write="nothing"),
        RuleRow(pythons="3.13", seen="error in 0.3.0", write="no fix is known in 0.3.0"),
    ]


def test_the_rule_is_dated_and_says_what_the_guide_does_not() -> None:
    lines = render_rule_md(MATRIX).splitlines()
    assert lines[0].startswith("Measured on 2026-01-01: 9 cells")
    assert lines[2].startswith("**Config passed by hand, as the guide teaches, brings")
    assert lines[4:7:2] == [
        "| Python | the model's events in a stream, with nothing passed | what to write |",
        "| 3.9 | missing in 0.3.0–0.3.1 | call the chain with callbacks in 0.3.0–0.3.1 |",
    ]


def test_examples_are_there_where_their_cells_are() -> None:
    assert render_ask_example(MATRIX) == render_upgrade_example(MATRIX) == ""
    whole = measured({
        "py3.10-core0.3.40": "lost/nested",
        "py3.11-core0.3.40": "nested/nested",
        "py3.14-core1.2.0": "nested/nested",
    })[0]  # fmt: skip
    ask, upgrade = render_ask_example(whole), render_upgrade_example(whole)
    assert ask.startswith(
        "```console\n$ compat ask 3.10/0.3.40\nPython 3.10, langchain-core 0.3.40:"
    )
    assert ask.endswith("\n…\n```\n")
    assert upgrade.startswith("```console\n$ compat upgrade 3.11/0.3.40 3.14/1.2.0\nYes. Nothing")
    assert "…" not in upgrade, "it is short"
    assert max(map(len, (ask + upgrade).splitlines())) <= 80
