"""The page answers as ``compat.upgrade`` does, for any two cells."""

import random
from typing import Any

import pytest

from compat.matrix.model import Matrix, Traces
from compat.record.model import Status
from compat.upgrade.index import index
from compat.upgrade.model import Upgrade
from compat.upgrade.rank import consequential, likely
from compat.upgrade.upgrade import upgrade
from tests.browser.conftest import Open

PAIRS = 300
ASKED = """pairs => pairs.map(([source, target]) => {
  const found = upgrade(known, known.byId.get(source), known.byId.get(target));
  return {
    decision: found.decision, same: found.same, nearest: found.nearest.map(each => each.id),
    changes: found.changes.map(each => ({
      scenario: known.scenarios[each.scenario].id, effect: each.effect, forms: each.forms,
      axis: each.axis, turns: each.turns, remedy: each.remedy,
    })),
  };
})"""


def said(found: Upgrade) -> dict[str, Any]:
    """An upgrade as the page's script holds it."""
    return {
        "decision": found.decision.value,
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
    }


def drawn(matrix: Matrix, seed: int) -> list[tuple[str, str]]:
    """Pairs of cells, the first of which was probed."""
    chance = random.Random(seed)  # noqa: S311 - a sample that stays the same
    probed = [cell.id for cell in matrix.cells if cell.status is Status.PROBED]
    every = [cell.id for cell in matrix.cells]
    return [(chance.choice(probed), chance.choice(every)) for _ in range(PAIRS)]


@pytest.mark.parametrize("seed", range(2))
def test_any_two_cells(
    committed: tuple[Matrix, Traces], whole: str, window: Open, seed: int
) -> None:
    matrix, _ = committed
    known = index(matrix)
    cells = {cell.id: cell for cell in matrix.cells}
    pairs = drawn(matrix, seed)
    answers = window(whole).page.evaluate(ASKED, pairs)
    for (source, target), answer in zip(pairs, answers, strict=True):
        assert answer == said(upgrade(known, cells[source], cells[target])), (source, target)


def test_the_three_questions(committed: tuple[Matrix, Traces], whole: str, window: Open) -> None:
    matrix, _ = committed
    known = index(matrix)
    most = consequential(known, likely(known))
    opened = window(whole)
    links = opened.page.locator(".questions a")
    told = []
    for place in range(3):
        links.nth(place).click()
        told.append(opened.text("#answer .decision").split("\xa0")[0].lower())
    asked = [most.python, most.core, most.nothing]
    assert told == [each and each.decision.value.replace("-", " ") for each in asked]
    assert opened.text("#answer .sentence").startswith("Nothing changes: all ")
