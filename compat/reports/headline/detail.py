"""One scenario by itself: its statements, its best by-hand form, what every form came to."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from compat.record.model import ScenarioInfo
from compat.reports.form import find_outcome, list_forms
from compat.reports.headline.byhand import ByHand, find_by_hand
from compat.reports.headline.outcomes import OutcomeRow, group_outcomes
from compat.reports.headline.tracer import Heard, describe_heard
from compat.reports.table.grid import Grid
from compat.reports.table.table import Table, make_table

FOLDER = "scenarios"


@dataclass(frozen=True, kw_only=True)
class Detail:
    """A scenario with its forms, the simplest first.

    ``measured`` holds those that came to something anywhere; of a fact the outcome means nothing,
    so it has none. ``heard`` is what other listeners than the stream's see otherwise.
    """

    scenario: ScenarioInfo
    table: Table
    by_hand: ByHand | None
    outcomes: tuple[OutcomeRow, ...]
    forms: tuple[str, ...]
    measured: tuple[str, ...]
    heard: tuple[Heard, ...]

    @property
    def interpolated(self) -> bool:
        """Whether something is said of releases that were not tested."""
        return is_interpolated(self.table)

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags in the table, in the order of their first use."""
        return tuple(dict.fromkeys(list_flags(self.table)))


def describe_scenario(index: Grid, scenario: ScenarioInfo) -> Detail:
    """Return a scenario with all that is said of it."""
    rows = group_outcomes(index, scenario.id)
    known = list_forms(scenario)
    return Detail(
        scenario=scenario,
        table=make_table(index, scenario.id, by_line=False),
        by_hand=find_by_hand(index, scenario),
        outcomes=rows,
        forms=known,
        measured=tuple(
            form
            for form in known
            if scenario.row != "fact"
            and any(find_outcome(row.result, form) is not None for row in rows)
        ),
        heard=tuple(describe_heard(index, scenario)),
    )


def name_file(scenario: str) -> str:
    """Return the name of a scenario's page, which stays in its folder whatever the id is."""
    return f"{quote(scenario, safe='', errors='backslashreplace')}.md"


def is_interpolated(shown: Table) -> bool:
    """Tell whether a table says something of releases that were not tested."""
    return any(part.interpolated for row in shown.rows for cell in row.cells for part in cell)


def list_flags(shown: Table) -> Iterable[str]:
    """Return the flags of a table, one as often as it stands there."""
    return (
        flag for row in shown.rows for cell in row.cells for part in cell for flag in part.flags
    )
