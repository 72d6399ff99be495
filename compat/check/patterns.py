"""Which pattern of the matrix a call is written like.

The shapes of the catalogue's own code, as the watcher saw it run, stand in ``shapes.json``, and
those of the layer's rows in ``layer-shapes.json``: ``python -m tests.watch.shapes`` writes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from compat.check.model import CallSite, Passed, Seen, Shape
from compat.matrix.model import NAIVE, Cell, Listener, Outcome, Verdict
from compat.schema import strict

PLACE: Final = Path(__file__).with_name("shapes.json")
LAYER_PLACE: Final = Path(__file__).with_name("layer-shapes.json")
OWN_MODEL: Final = {"langchain": "create-agent"}
"""By the package that makes a call for a person's line: the pattern that is of such a call."""

_LIKE_NODES: Final = "middleware-before-model"
_HOOKS: Final = {
    **dict.fromkeys(("before_agent", "before_model", "after_model", "after_agent"), _LIKE_NODES),
    "wrap_model_call": "middleware-wrap-model",
    "wrap_tool_call": "middleware-wrap-tool",
}
"""What a middleware's methods are called, and the pattern that is of their code."""

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

    ``numbers`` are the places of these patterns in the catalogue. ``beside`` are those of the forms
    that make calls of another shape too: what they come to says nothing of each.
    """

    shape: Shape
    forms: tuple[str, ...]
    numbers: tuple[int, ...]
    beside: tuple[str, ...] = ()


SHAPES: Final = TypeAdapter(tuple[Known, ...])


def load_shapes() -> tuple[Known, ...]:
    """Return the shapes of the catalogue."""
    return SHAPES.validate_json(PLACE.read_bytes())


def load_layer_shapes() -> tuple[Known, ...]:
    """Return the shapes of the layer's rows."""
    return SHAPES.validate_json(LAYER_PLACE.read_bytes())


def find_pattern(site: CallSite, cell: Cell, shapes: Sequence[Known]) -> str | None:
    """Return the pattern that a call is written like, if the matrix has it do the same there.

    One that can be written so that it is complete comes first, then one for the same kind of child,
    then the catalogue's order counts; one with several calls says nothing of each. None where the
    matrix knows no such shape, or saw something else come of it for whom misses most: then nothing
    is to be advised.
    """
    if own := OWN_MODEL.get(site.through or ""):
        return own if _does_the_same(site, cell, own, NAIVE) else None
    hook = _find_hook(site)
    alike = [
        (
            hook not in (None, _name_pattern(form)),
            not _can_be_mended(site, cell, form),
            known.shape != site.shape,
            number,
            form,
        )
        for known in shapes
        if _is_alike(known.shape, site.shape)
        for number, form in zip(known.numbers, known.forms, strict=True)
        if (form not in known.beside or _name_pattern(form) == hook)
        and _may_stand_there(hook, _name_pattern(form))
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
    ours = site.through is None or site.through in OWN_MODEL
    return ours and not site.inherited and site.shape.passed is not Passed.OWN


def _is_alike(one: Shape, other: Shape) -> bool:
    """Tell whether two shapes are the same, whatever the child; an event is no run."""
    events = "custom_event" in (one.child, other.child)
    return one == other if events else replace(one, child=other.child) == other


def _may_stand_there(hook: str | None, pattern: str) -> bool:
    """Tell whether a pattern may be of code in a middleware's method, or elsewhere.

    What a node is handed, a method that wraps a call is not.
    """
    if pattern in _HOOKS.values():
        return pattern == hook
    return hook is None or hook == _LIKE_NODES


def _find_hook(site: CallSite) -> str | None:
    """Return the pattern of the middleware's method that a call stands in, if it is one."""
    node = site.true_path[-1].rpartition(".")[2] if site.true_path else ""
    method = site.place.function.rpartition(".")[2]
    names = (node, method, method.removeprefix("a"))  # after_model begins with an a too
    return next((_HOOKS[name] for name in names if name in _HOOKS), None)


def _can_be_mended(site: CallSite, cell: Cell, form: str) -> bool:
    """Tell whether some form of a pattern is complete there for whom misses most of a call."""
    result = cell.results.get(_name_pattern(form))
    if result is None:
        return False
    return Outcome.NESTED in result.heard_by(find_worst_off(site)).forms.values()


def _name_pattern(form: str) -> str:
    return form.partition("/")[0]


def _does_the_same(site: CallSite, cell: Cell, scenario: str, variant: str) -> bool:
    """Tell whether code of a pattern comes to the same; of what is to be hidden nothing is said."""
    result = cell.results.get(scenario)
    if result is None:
        return False
    heard = result.heard_by(find_worst_off(site))
    meant = heard.verdict is Verdict.RECORDED
    return not meant and heard.outcomes.get(variant) is _ALIKE[site.worst]
