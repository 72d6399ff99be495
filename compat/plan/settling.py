"""A plan whose newest releases are settled: what lags is known only when the index was asked."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from compat.axes.cell import CellId
from compat.plan.model import Plan, PlannedCell
from compat.plan.plan import Lags


@dataclass(kw_only=True)
class _Answers:
    """What is known to lag, by cell id, and the ids that were asked about and are not known."""

    known: dict[str, bool] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)

    def __call__(self, cell: CellId) -> bool:
        name = str(cell)
        if name not in self.known:
            self.unknown.add(name)
        return self.known.get(name, False)


def settle_plan(
    make: Callable[[Lags], Plan], ask: Callable[[Plan, Sequence[PlannedCell]], Collection[str]]
) -> Plan:
    """Return the plan that ``make`` makes when it is known which of the newest releases lag.

    ``ask`` returns the ids of those of a plan's cells that do. It is asked about cells that are to
    be run, each once; nothing if nobody selected the newest of anything.
    """
    answers = _Answers()
    while True:
        plan = make(answers)
        new = [cell for cell in plan.cells if cell.id in answers.unknown and not cell.excluded]
        if not new:
            return plan
        lagging = ask(plan, new)
        answers.known |= {cell.id: cell.id in lagging for cell in new}
        answers.unknown.clear()
