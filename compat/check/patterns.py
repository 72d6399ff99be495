"""Which pattern of the matrix a call is written like.

The shapes stand in ``shapes.json``: those of the catalogue's own code, as the watcher saw it run.
``python -m tests.watch.shapes`` writes them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from compat.check.model import CallSite, Passed, Seen, Shape
from compat.matrix.model import Cell, Listener, Outcome
from compat.schema import strict

PLACE: Final = Path(__file__).with_name("shapes.json")
_ALIKE: Final = {
    Seen.RAISED: Outcome.RAISED,
    Seen.LOST: Outcome.LOST,
    Seen.MISPLACED: Outcome.LOST,
    Seen.SPLIT: Outcome.SPLIT,
    Seen.FLATTENED: Outcome.FLATTENED,
    Seen.NESTED: Outcome.NESTED,
}


@strict
@dataclass(frozen=True, kw_only=True)
class Known:
    """A shape, and the forms of patterns that are written like it, as ``tool-async/naive``.

    ``numbers`` are the places of these patterns in the catalogue.
    """

    shape: Shape
    forms: tuple[str, ...]
    numbers: tuple[int, ...]


SHAPES: Final = TypeAdapter(tuple[Known, ...])


def load_shapes() -> tuple[Known, ...]:
    """Return the shapes of the catalogue."""
    return SHAPES.validate_json(PLACE.read_bytes())


def find_pattern(site: CallSite, cell: Cell, shapes: Sequence[Known]) -> str | None:
    """Return the pattern that a call is written like, if the matrix has it do the same there.

    One that can be written so that it is complete comes first, then one for the same kind of child,
    then the catalogue's order counts; one with several calls says nothing of each. None where the
    matrix knows no such shape, or saw something else come of it for whom misses most: then nothing
    is to be advised.
    """
    calls = Counter(form for known in shapes for form in known.forms)
    alike = [
        (not _can_be_mended(site, cell, form), known.shape != site.shape, number, form)
        for known in shapes
        if _is_alike(known.shape, site.shape)
        for number, form in zip(known.numbers, known.forms, strict=True)
        if calls[form] == 1
    ]
    for *_, form in sorted(alike):
        scenario, _, variant = form.partition("/")
        if _does_the_same(site, cell, scenario, variant):
            return scenario
    return None


def find_worst_off(site: CallSite) -> Listener:
    """Return who misses most of a call: the stream before others."""
    return next(each for each, seen in site.outcomes.items() if seen is site.worst)


def is_advised(site: CallSite) -> bool:
    """Tell whether there can be advice: for what came of the code of the call itself."""
    own = site.through is None and not site.inherited
    return own and site.shape.passed is not Passed.OWN


def _is_alike(one: Shape, other: Shape) -> bool:
    """Tell whether two shapes are the same, whatever the child; an event is no run."""
    events = "custom_event" in (one.child, other.child)
    return one == other if events else replace(one, child=other.child) == other


def _can_be_mended(site: CallSite, cell: Cell, form: str) -> bool:
    """Tell whether some form of a pattern is complete there for whom misses most of a call."""
    result = cell.results.get(form.partition("/")[0])
    if result is None:
        return False
    return Outcome.NESTED in result.heard_by(find_worst_off(site)).forms.values()


def _does_the_same(site: CallSite, cell: Cell, scenario: str, variant: str) -> bool:
    result = cell.results.get(scenario)
    if result is None:
        return False
    listener = find_worst_off(site)
    return result.heard_by(listener).outcomes.get(variant) is _ALIKE[site.worst]
