"""What a form of a pattern did in a cell, as the evidence of the page draws it."""

from collections.abc import Sequence
from dataclasses import dataclass

from compat.matrix.model import Cell, Listener, Traces
from compat.record.model import ScenarioInfo
from compat.reports.html.picture import Picture, draw_made
from compat.reports.html.sight import Sight, find_name, list_sights, make_call


@dataclass(frozen=True, kw_only=True)
class SeenForm:
    """A form in a cell: the call as the code makes it, and beside it what listeners saw."""

    cell: str
    form: str
    made: Picture
    sights: tuple[Sight, ...]


def draw_form(
    traces: Traces, cell: Cell, scenario: ScenarioInfo, form: str, listeners: Sequence[Listener]
) -> SeenForm | None:
    """Return what a form did in a cell; None if nothing was seen of it there."""
    trace = cell.results[scenario.id].traces.get(form)
    seen = traces.traces.get(trace) if trace else None
    if seen is None:
        return None
    name = find_name(seen, scenario)
    sights = list_sights(seen, scenario, name, listeners)
    if all(each.picture is None for each in sights):
        return None
    made = draw_made(make_call(seen, scenario, name, Listener.STREAM))
    return SeenForm(cell=cell.id, form=form, made=made, sights=sights)
