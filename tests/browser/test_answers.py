"""The page answers as ``compat upgrade`` does, for any two cells."""

import random
from pathlib import Path
from typing import Any

import pytest

from compat.difference.rank import find_consequential, find_likely
from compat.difference.upgrade import Upgrade, explain_upgrade
from compat.matrix.index import Index
from compat.matrix.model import Listener, Matrix, Traces
from compat.record.model import Status
from compat.reports.difference.sentence import word_answer
from compat.symptoms.model import load_codes
from tests.browser.conftest import Open, written
from tests.browser.window import Window
from tests.reports.sample import GUIDE, VARIANTS, Said, grid_of, measured, tried

ASKED = """([asked, only, listener]) => asked.map(([source, target]) => {
  const own = listener === null ? known : pairsHeardBy(listener);
  const [from, to] = [source, target].map(id => own.byId.get(id));
  const found = upgrade(own, from, to, chosen(own, only));
  const heardByAll = (listener ?? current.listener) === STREAM;
  const others = heardByAll ? decisionsOfOthers(found, chosen(own, only)) : [];
  return {
    decision: found.decision, others: Object.fromEntries(others), same: found.same,
    nearest: found.nearest.map(each => each.id),
    changes: found.changes.map(each => ({
      scenario: own.scenarios[each.scenario].id, effect: each.effect, forms: each.forms,
      axis: each.axis, turns: each.turns, remedy: each.remedy,
    })),
    missed: found.missed.map(each => own.scenarios[each].id),
    sentence: sentence(own, found),
  };
})"""


def said(found: Upgrade) -> dict[str, Any]:
    """An upgrade as the page's script holds it."""
    return {
        "decision": found.decision.value,
        "others": {who.value: decision.value for who, decision in found.others.items()},
        "same": found.same,
        "nearest": list(found.nearest),
        "changes": [
            {
                "scenario": change.scenario,
                "effect": change.effect.value,
                "forms": [
                    {
                        "form": form.form,
                        "effect": form.effect.value,
                        "before": form.before and form.before.value,
                        "after": form.after and form.after.value,
                        "flags": list(form.flags),
                    }
                    for form in change.forms
                ],
                "axis": change.axis.value,
                "turns": [
                    {
                        "axis": turn.axis.value,
                        "at": turn.at,
                        "last": turn.last,
                        "first": turn.first,
                        "exact": turn.exact,
                        "packages": [list(each) for each in turn.packages],
                    }
                    for turn in change.turns
                ],
                "remedy": change.remedy and change.remedy.form,
            }
            for change in found.changes
        ],
        "missed": [each.scenario for each in found.missed],
        "sentence": word_answer(found, load_codes()),
    }


def drawn(matrix: Matrix, seed: int, count: int) -> list[tuple[str, str]]:
    """Pairs of cells, the first of which was probed."""
    chance = random.Random(seed)  # noqa: S311 - a sample that stays the same
    probed = [cell.id for cell in matrix.cells if cell.status is Status.PROBED]
    every = [cell.id for cell in matrix.cells]
    return [(chance.choice(probed), chance.choice(every)) for _ in range(count)]


def hold(
    window: Window,
    matrix: Matrix,
    pairs: list[tuple[str, str]],
    only: str | None = None,
    listener: Listener | None = None,
) -> None:
    """The page says what ``compat upgrade`` says; ``only`` names a scenario or a group.

    ``listener`` is who heard the matrix, if that is one of a layer.
    """
    known = Index(matrix=matrix)
    cells = {cell.id: cell for cell in matrix.cells}
    wanted = {each.id for each in matrix.scenarios if only in (None, each.id, each.group)}
    answers = window.page.evaluate(ASKED, [pairs, only, listener and listener.value])
    for (source, target), answer in zip(pairs, answers, strict=True):
        assert answer == said(explain_upgrade(known, cells[source], cells[target], wanted)), (
            source,
            target,
        )


HOLES: dict[str, Said] = {
    **grid_of(["3.9"], ["0.3.0", "0.3.4", "1.0.0"], "lost/flattened/nested"),
    **grid_of(["3.10"], ["0.3.0", "0.3.2", "0.3.4", "1.0.0"], "nested/flattened/nested"),
    **grid_of(["3.12"], ["0.3.0", "0.3.4"], "lost/lost/nested"),
    "py3.10-core0.3.2": "absent/absent/absent",
    "py3.10-core0.3.4": (Status.NOT_INSTALLABLE, "no"),
    "py3.12-core1.0.0": "raised/nested/nested",
    "py3.9-core1.0.0": (Status.NOT_PUBLISHED, "no"),
    "py3.12-core0.3.4": "harness/nested/nested",
    "py3.13-core1.0.0": (Status.INTERPRETER_MISSING, "no"),
}


def test_every_pair_of_a_matrix_with_holes(tmp_path: Path, window: Open) -> None:
    matrix, traces = measured(
        HOLES,
        known=["0.3.1", "0.3.3", "0.4.0"],
        scenarios=(GUIDE, tried("gather", *VARIANTS), tried("shown", "naive", row="hiding")),
        others={
            "gather": {"py3.9-core0.3.0": "raised/nested/-", "py3.10-core1.0.0": "lost/lost/lost"},
            "shown": {"py3.9-core0.3.4": "nested"},
        },
    )
    pairs = [
        (source.id, target.id)
        for source in matrix.cells
        for target in matrix.cells
        if source.status is Status.PROBED
    ]
    hold(window(written(tmp_path, matrix, traces)), matrix, pairs)


@pytest.mark.parametrize("count", [60, pytest.param(600, marks=pytest.mark.proof)])
def test_any_two_cells(
    committed: tuple[Matrix, Traces], whole: str, window: Open, count: int
) -> None:
    hold(window(whole), committed[0], drawn(committed[0], 0, count))


def test_a_change_is_told_by_the_form_that_it_is_about(tmp_path: Path, window: Open) -> None:
    cells = {"py3.9-core0.3.0": "lost/nested/nested", "py3.10-core0.3.0": "flattened/nested/lost"}
    fragment = "from=py3.9-core0.3.0&to=py3.10-core0.3.0"
    opened = window(written(tmp_path, *measured(cells)), fragment=fragment)
    assert opened.text("#answer h3.effect") == "Worse only where you pass something by hand (1)"
    assert opened.text("#answer .step") == "complete → missing (with callbacks)"


@pytest.mark.parametrize("only", ["gather", "custom events"])
def test_a_part_of_the_scenarios(
    committed: tuple[Matrix, Traces], whole: str, window: Open, only: str
) -> None:
    assert only in {name for each in committed[0].scenarios for name in (each.id, each.group)}
    hold(window(whole), committed[0], drawn(committed[0], 2, 60), only)


def test_the_three_questions(committed: tuple[Matrix, Traces], whole: str, window: Open) -> None:
    matrix, _ = committed
    known = Index(matrix=matrix)
    most = find_consequential(known, find_likely(known))
    opened = window(whole)
    opened.page.click("#examples summary")
    links = opened.page.locator(".questions a")
    told = []
    for place in range(3):
        links.nth(place).click()
        told.append(opened.text("#answer .decision").split("\xa0")[0].lower())
    asked = [most.python, most.core, most.nothing]
    assert told == [each and each.decision.value.replace("-", " ") for each in asked]
    assert opened.text("#answer .sentence").startswith("Yes. Nothing changes in ")
