"""Upgrades that are answered before anybody asks."""

from compat.reports.html.upgrades import answer_likely
from compat.reports.words import Tone
from tests.reports.sample import grid_of, measured

CELLS = {
    **grid_of(["3.9", "3.10"], ["0.2.0", "0.3.0"], "lost/nested"),
    **grid_of(["3.11", "3.12"], ["0.2.0", "0.3.0"], "nested/nested"),
    "py3.13-core0.2.0": "nested/nested",
    "py3.13-core0.3.0": "raised/nested",
}


def test_equal_answers_of_several_pythons_are_one_row() -> None:
    shown = answer_likely(measured(CELLS)[0], {})
    assert [(each.change, each.still, each.decision, each.tally) for each in shown.rows] == [
        ("langchain-core 0.2.0 → 0.3.0", "Python 3.9–3.10", "safe", ""),
        ("langchain-core 0.2.0 → 0.3.0", "Python 3.11–3.12", "safe", ""),
        ("langchain-core 0.2.0 → 0.3.0", "Python 3.13", "needs changes", "1 raises an error"),
        ("Python 3.9 → 3.10", "langchain-core 0.2.0, 0.3.0", "safe", ""),
        ("Python 3.10 → 3.11", "langchain-core 0.2.0, 0.3.0", "safe", "1 gets better"),
        ("Python 3.11 → 3.12", "langchain-core 0.2.0, 0.3.0", "safe", ""),
        ("Python 3.12 → 3.13", "langchain-core 0.2.0", "safe", ""),
        ("Python 3.12 → 3.13", "langchain-core 0.3.0", "needs changes", "1 raises an error"),
    ]


def test_the_questions_are_of_python_of_core_and_of_nothing() -> None:
    python, core, nothing = answer_likely(measured(CELLS)[0], {}).questions
    assert (python.source, python.target) == ("py3.12-core0.3.0", "py3.13-core0.3.0")
    assert (core.source, core.target) == ("py3.13-core0.2.0", "py3.13-core0.3.0")
    assert core.answer == (
        "Yes, with one change: patterns like tool-async raise an error since langchain-core 0.3.0."
    )
    assert (core.tone, core.named, core.more) == (Tone.MANUAL, ("tool-async",), 0)
    assert core.nearest == ""
    assert nothing.answer == "Yes. Nothing changes."


def test_a_matrix_without_a_cell_has_none() -> None:
    shown = answer_likely(measured({})[0], {})
    assert (shown.questions, shown.rows) == ((), ())
