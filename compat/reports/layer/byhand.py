"""What can be written by hand where a row does not show all, and how far it helps."""

from collections.abc import Sequence
from dataclasses import dataclass

from compat.difference.effect import find_written
from compat.matrix.model import Cell, Outcome
from compat.record.model import ScenarioInfo
from compat.reports.form import describe_form, find_outcome, helps, list_forms
from compat.reports.layer.places import describe_cells
from compat.reports.layer.row import hear_row, is_whole
from compat.reports.paste import complete
from compat.reports.snippet import extract_snippet


@dataclass(frozen=True, kw_only=True)
class Helping:
    """A form in the cells that need one: complete in ``whole`` of them, better in ``helped``.

    ``where`` are those where it is complete.
    """

    form: str
    needed: int
    whole: int
    helped: int
    where: str
    code: str

    @property
    def words(self) -> str:
        """The form and how far it helps."""
        name = describe_form(self.form)
        if self.whole == self.needed:
            return f"{name}: complete wherever it is needed ({self.needed} of {self.needed} cells)"
        if self.whole:
            return f"{name}: complete in {self.whole} of the {self.needed} cells that need it"
        return f"{name}: better in {self.helped} of {self.needed} cells, complete in none"


def find_needy(cells: Sequence[Cell], scenario: ScenarioInfo) -> list[Cell]:
    """Return the cells in which what people write first does not show all."""
    heard = ((cell, hear_row(cell, scenario)) for cell in cells)
    return [cell for cell, result in heard if result and is_whole(result) is False]


def find_helping(cells: Sequence[Cell], scenario: ScenarioInfo) -> tuple[Helping, ...]:
    """Return the forms that help in cells which need one, the best first, then the simplest."""
    found = [_find_helping(cells, scenario, form) for form in list_forms(scenario)]
    kept = [each for each in found if each]
    return tuple(sorted(kept, key=lambda each: (-each.whole, -each.helped)))


def show_code(scenario: ScenarioInfo, form: str) -> str:
    """Return the code of a form, complete; nothing if the suite's is not known."""
    source = scenario.sources.get(form, "")
    return complete(extract_snippet(source)) if source else ""


def _find_helping(cells: Sequence[Cell], scenario: ScenarioInfo, form: str) -> Helping | None:
    heard = [(cell, result) for cell in cells if (result := hear_row(cell, scenario))]
    helped = [
        (cell, find_outcome(result, form))
        for cell, result in heard
        if form != find_written(result) and helps(result, form)
    ]
    whole = [cell for cell, outcome in helped if outcome is Outcome.NESTED]
    if not helped:
        return None
    return Helping(
        form=form,
        needed=len(heard),
        whole=len(whole),
        helped=len(helped),
        where=describe_cells(whole) if whole else "",
        code=show_code(scenario, form),
    )
