"""A row of the layer in one cell: who listens, what is said, what to write."""

from dataclasses import dataclass
from functools import lru_cache

from compat.difference.effect import find_seen
from compat.difference.remedy import Remedy, find_remedy
from compat.matrix.model import NAIVE, Cell, Listener, Outcome, Result, Verdict
from compat.record.model import ScenarioInfo, Status
from compat.reports.form import list_forms
from compat.reports.table.part import NOT_MEASURED
from compat.reports.words import (
    OVERRIDDEN,
    Tone,
    describe_status,
    find_result_tone,
    word_result,
)

NOT_ASKED = "not asked"
OUT_OF_REACH = "broken: nothing to pass"
"""In the place of a verdict, where code has no call of its own that could be given anything."""

_WRITTEN = "custom_write"
_INCOMPLETE = (Outcome.FLATTENED, Outcome.SPLIT, Outcome.LOST, Outcome.RAISED)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said in a place: words and how they look."""

    words: str
    tone: Tone
    flags: tuple[str, ...] = ()


def find_own_listener(scenario: ScenarioInfo) -> Listener:
    """Return who listens where nobody asks for another: what code writes, only one stream has."""
    return Listener.CUSTOM if scenario.child == _WRITTEN else Listener.STREAM


def hear_row(cell: Cell, scenario: ScenarioInfo, listener: Listener | None = None) -> Result | None:
    """Return what a row came to in a cell, for its own listener unless another is asked for."""
    result = cell.results.get(scenario.id)
    return _hear(result, listener or find_own_listener(scenario)) if result else None


@lru_cache(maxsize=1 << 14)  # cells share their results
def _hear(result: Result, listener: Listener) -> Result:
    return result.heard_by(listener)


def has_nothing_to_pass(scenario: ScenarioInfo) -> bool:
    """Tell whether nobody can write it in another way: the framework makes the call."""
    return list_forms(scenario) == (NAIVE,) and scenario.row == "verdict"


def is_whole(result: Result) -> bool | None:
    """Tell whether what people write first shows all; None where that is no question."""
    if result.verdict in (Verdict.ABSENT, Verdict.RECORDED):
        return None
    seen = find_seen(result)
    return None if seen in (None, Outcome.ABSENT, Outcome.UNKNOWN) else seen is Outcome.NESTED


def describe_result(scenario: ScenarioInfo, result: Result) -> Said:
    """Return what a result says: its verdict, and where nothing can be passed that."""
    lost = find_seen(result) in _INCOMPLETE and result.verdict is not Verdict.INCONSISTENT
    if lost and has_nothing_to_pass(scenario):
        return Said(words=OUT_OF_REACH, tone=Tone.BROKEN, flags=result.flags)
    return Said(words=word_result(result), tone=find_result_tone(result), flags=result.flags)


def describe_cell(
    cell: Cell | None, scenario: ScenarioInfo, listener: Listener | None = None
) -> Said:
    """Return what a cell says of a row, or why it says nothing."""
    if cell is None:
        return Said(words=NOT_ASKED, tone=Tone.UNPROBED)
    if cell.status is not Status.PROBED:
        return Said(words=describe_status(cell.status), tone=Tone.UNPROBED)
    if cell.stands_apart:
        return Said(words=OVERRIDDEN, tone=Tone.UNPROBED)
    result = hear_row(cell, scenario, listener)
    if result is None:
        return Said(words=NOT_MEASURED, tone=Tone.UNPROBED)
    return describe_result(scenario, result)


def find_written_remedy(scenario: ScenarioInfo, result: Result | None) -> Remedy | None:
    """Return what to write where what people write first does not show all; None if nothing is."""
    if result is None or is_whole(result) is not False:
        return None
    return find_remedy(scenario, None, result)
