"""What to write where a pattern lacks something, before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from compat.difference.effect import SHOWS, Effect
from compat.difference.remedy import find_remedy
from compat.matrix.model import Cell, Verdict
from compat.record.model import ScenarioInfo
from compat.reports.form import describe_way, list_forms
from compat.reports.headline.byhand import ByHand
from compat.reports.headline.detail import Detail
from compat.reports.layer.byhand import Helping, show_code
from compat.reports.layer.row import hear_row, is_whole
from compat.reports.layer.view import LayerRow
from compat.reports.paste import show_before
from compat.reports.site.words import (
    A_FACT,
    HIDDEN,
    HIDES,
    NO_CALL,
    NOTHING_HELPS,
    NOTHING_HIDES,
    NOTHING_TO_WRITE,
    NOWHERE,
)
from compat.reports.snippet import extract_snippet
from compat.reports.text import capitalise, format_amount


@dataclass(frozen=True, kw_only=True)
class ToWrite:
    """What to write: ``words`` say how far it helps; ``form`` is None where nothing is written."""

    words: str
    form: str | None = None
    before: str = ""
    after: str = ""


def lacks(cell: Cell, scenario: ScenarioInfo) -> bool:
    """Tell whether what people write first does not do in a cell what it is written for."""
    result = hear_row(cell, scenario)
    if result is None or result.verdict is Verdict.ABSENT:
        return False
    return result.answer == SHOWS if scenario.row == "hiding" else is_whole(result) is False


def advise(detail: Detail, cells: Sequence[Cell]) -> ToWrite:
    """Return what to write for a pattern of langchain-core; ``cells`` are its own, newest last."""
    found, scenario = detail.by_hand, detail.scenario
    if scenario.row != "verdict" or found is None:
        return _need_nothing(scenario, cells)
    if found.form is None:
        return ToWrite(words=f"{NOTHING_HELPS} Needed on {found.needed_where}.")
    return ToWrite(
        words=_say_how_far(found, found.form),
        form=found.form,
        before=_show_first(scenario, found.form),
        after=found.code,
    )


def _say_how_far(found: ByHand, form: str) -> str:
    """Return how far a form helps where something has to be written."""
    whole = f"complete in {found.nested} of the {format_amount(found.needed, 'cell')} that need it"
    rest = found.helped - found.nested
    some = f", seen without a parent in {rest}" if rest else ""
    way = capitalise(describe_way(form))
    return f"{way} it is {whole}{some}. Needed on {found.needed_where}."


def _say_layer(best: Helping) -> str:
    cells = format_amount(best.needed, "cell")
    rest = best.helped - best.whole
    some = f", better in {rest}" if rest else ""
    way = capitalise(describe_way(best.form))
    return f"{way} it is complete in {best.whole} of the {cells} that need it{some}."


def advise_layer(row: LayerRow, cells: Sequence[Cell]) -> ToWrite:
    """Return the same for a row of the layer."""
    scenario = row.scenario
    if scenario.row != "verdict" or not row.needed:
        return _need_nothing(scenario, cells)
    if row.nothing:
        return ToWrite(words=NO_CALL)
    if not row.helping:
        return ToWrite(words=NOTHING_HELPS)
    best = row.helping[0]
    return ToWrite(
        words=_say_layer(best),
        form=best.form,
        before=_show_first(scenario, best.form),
        after=best.code,
    )


def _need_nothing(scenario: ScenarioInfo, cells: Sequence[Cell]) -> ToWrite:
    if not cells:
        return ToWrite(words=NOWHERE)
    match scenario.row:
        case "hiding":
            return _hide(scenario, [cell for cell in cells if lacks(cell, scenario)])
        case "fact":
            return ToWrite(words=A_FACT)
        case _:
            return ToWrite(words=NOTHING_TO_WRITE)


def _hide(scenario: ScenarioInfo, leaking: Sequence[Cell]) -> ToWrite:
    """Return what hides what is to be hidden, in the newest cell that shows it."""
    if not leaking:
        return ToWrite(words=HIDDEN)
    found = find_remedy(scenario, None, leaking[-1].results[scenario.id], Effect.LEAKS)
    if found is None:
        return ToWrite(words=NOTHING_HIDES)
    return ToWrite(
        words=HIDES.format(way=describe_way(found.form)),
        form=found.form,
        before=_show_first(scenario, found.form),
        after=show_code(scenario, found.form),
    )


def _show_first(scenario: ScenarioInfo, form: str) -> str:
    """Return what people write first, if that is something else than a form."""
    first = next(iter(list_forms(scenario)), "")
    source = scenario.sources.get(first, "")
    if first == form or not source:
        return ""
    after = extract_snippet(scenario.sources.get(form, ""))
    return show_before(extract_snippet(source), after or None)
