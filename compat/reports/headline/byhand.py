"""Where config must be passed by hand, and which form of it brings most back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from compat.matrix.model import NAIVE, Cell, Outcome, Verdict
from compat.record.model import ScenarioInfo
from compat.reports.form import describe_form, find_outcome, helps, list_forms
from compat.reports.paste import complete, show_before
from compat.reports.snippet import extract_snippet
from compat.reports.table.grid import Grid, describe_place

_NEEDED = (Verdict.MANUAL, Verdict.BROKEN)


class Extent(StrEnum):
    """How far the best form of a scenario helps where it is needed."""

    EVERYWHERE = "nested wherever it is needed"
    PARTLY = "nested in a part of the cells that need it"
    FLATTENED = "flattened at best"
    NOWHERE = "nothing that was measured helps"


_SHORT = {
    Extent.EVERYWHERE: "",
    Extent.PARTLY: ", in a part",
    Extent.FLATTENED: ", parent missing",
    Extent.NOWHERE: "",
}


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """A scenario in the ``needed`` cells where it is not automatic.

    ``form`` is the best by-hand form, None if none helps; it is nested in ``nested`` cells and
    brings more back than passing nothing in ``helped``, these included. ``silent`` says that
    passing nothing fails without an exception somewhere. ``snippet`` is what to write.
    """

    scenario: ScenarioInfo
    needed: int
    needed_where: str
    silent: bool
    form: str | None
    nested: int
    nested_where: str
    helped: int
    flattened_where: str
    snippet: str

    @property
    def code(self) -> str:
        """What to write, complete."""
        return complete(self.snippet)

    @property
    def body(self) -> str:
        """What to write without what stands above it, where there is little room."""
        return show_before(self.snippet)

    @property
    def extent(self) -> Extent:
        """How far the form helps."""
        if self.form is None:
            return Extent.NOWHERE
        if not self.nested:
            return Extent.FLATTENED
        return Extent.EVERYWHERE if self.nested == self.needed else Extent.PARTLY

    @property
    def words(self) -> str:
        """The form and how far it helps, in a few words."""
        if self.form is None:
            return Extent.NOWHERE.value
        count, came = (self.nested, "nested") if self.nested else (self.helped, "flattened")
        return f"{describe_form(self.form)}: {came} in {count} of {self.needed}"

    @property
    def few(self) -> str:
        """The same where there is little room: the form, and in two words where it falls short."""
        return f"{describe_form(self.form)}{_SHORT[self.extent]}" if self.form else "nothing helps"


@dataclass(frozen=True, kw_only=True)
class SharedAdvice:
    """Scenarios whose best form is called the same and helps as far; ``form`` is in words."""

    form: str | None
    extent: Extent
    scenarios: tuple[ByHand, ...]


def find_by_hand(index: Grid, scenario: ScenarioInfo) -> ByHand | None:
    """Return what to write where a scenario is not automatic; None if it is automatic everywhere.

    The best form is the one that is nested in most of these cells, then the one that helps in most,
    then the simplest.
    """
    cells = [c for c in index.telling if _find_verdict(c, scenario.id) in _NEEDED]
    if not cells:
        return None
    offered = [form for form in list_forms(scenario) if form != NAIVE]
    nested = {form: _find_nested(cells, scenario.id, form) for form in offered}
    helped = {form: _find_helped(cells, scenario.id, form) for form in offered}
    best = max(offered, key=lambda form: (len(nested[form]), len(helped[form])), default=None)
    form = best if best is not None and helped[best] else None
    whole, some = (nested[form], helped[form]) if form else ([], [])
    return ByHand(
        scenario=scenario,
        needed=len(cells),
        needed_where=describe_place(index, cells),
        silent=any("silent:naive" in cell.results[scenario.id].flags for cell in cells),
        form=form,
        nested=len(whole),
        nested_where=describe_place(index, whole),
        helped=len(some),
        flattened_where=describe_place(index, _find_without(some, whole)),
        snippet=extract_snippet(scenario.sources.get(form, "")) if form else "",
    )


def group_agreeing(found: Iterable[ByHand]) -> tuple[SharedAdvice, ...]:
    """Return scenarios with the same best form and extent together, the best extents first."""
    groups: defaultdict[tuple[Extent, str | None], list[ByHand]] = defaultdict(list)
    for each in found:
        groups[each.extent, describe_form(each.form) if each.form else None].append(each)
    rows = [
        SharedAdvice(form=form, extent=extent, scenarios=tuple(rows))
        for (extent, form), rows in groups.items()
    ]
    order = list(Extent)
    return tuple(sorted(rows, key=lambda row: (order.index(row.extent), -len(row.scenarios))))


def _find_verdict(cell: Cell, scenario: str) -> Verdict | None:
    return cell.results[scenario].verdict if scenario in cell.results else None


def _find_helped(cells: Sequence[Cell], scenario: str, form: str) -> list[Cell]:
    return [cell for cell in cells if helps(cell.results[scenario], form)]


def _find_without(cells: Sequence[Cell], others: Iterable[Cell]) -> list[Cell]:
    left_out = {cell.id for cell in others}
    return [cell for cell in cells if cell.id not in left_out]


def _find_nested(cells: Sequence[Cell], scenario: str, form: str) -> list[Cell]:
    helped = _find_helped(cells, scenario, form)
    return [c for c in helped if find_outcome(c.results[scenario], form) is Outcome.NESTED]
