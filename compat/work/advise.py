"""What to write at a call that somebody misses: the matrix's word on code like it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Self

from compat.axes.cell import CellId
from compat.check.model import Advice, CallSite, Environment, Passed
from compat.check.patterns import (
    OWN_MODEL,
    Known,
    find_pattern,
    find_worst_off,
    is_advised,
    load_layer_shapes,
    load_shapes,
)
from compat.difference.advice import describe_situation
from compat.matrix.hearing import hear
from compat.matrix.index import Index
from compat.matrix.model import Cell, Listener, Matrix, Outcome
from compat.reports.advice.words import reply_to
from compat.symptoms.model import load_codes, load_facts
from compat.work.pairs import find_nearest_pairs

_NONE: Final = Advice()
_TOOLS: Final = "tools"
"""The name of ToolNode's run, unless a person gives it another one."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Source:
    """A matrix that tells of one environment, by a cell of it; ``shapes`` are those of its rows.

    ``measured_with`` names what the cell has, where that is not the very same.
    """

    matrix: Matrix
    shapes: Sequence[Known]
    cell: Cell
    measured_with: str | None = None

    def advise(self, site: CallSite) -> Advice:
        """Return what to write at a call, without a pattern if there is none like it."""
        if self.cell.layer and not _may_be_of_layer(site):
            return _NONE
        scenario = find_pattern(site, self.cell, self.shapes)
        if scenario is None:
            return _NONE
        known = _hear(self, find_worst_off(site))
        advice = replace(_word(known, self.cell, scenario), measured_with=self.measured_with)
        if site.through in OWN_MODEL:
            return replace(advice, needless_from_python=_find_python(known, self.cell, scenario))
        if site.shape.passed is Passed.NOTHING:
            return advice
        # Elsewhere nothing has to be passed; what this call passes is wrong there too.
        return replace(
            advice,
            needless_from_core=None,
            needless_from_python=None,
            needless_from_langgraph=None,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Advisor:
    """Knows what is measured of one environment: with its LangGraph first, then without."""

    sources: tuple[Source, ...]

    @classmethod
    def of(cls, matrix: Matrix, environment: Environment, layered: Matrix | None = None) -> Self:
        """Return the advisor for an environment; ``layered`` is what is known of LangGraph."""
        python, core = ".".join(environment.python.split(".")[:2]), environment.core or ""
        return cls(
            sources=(
                *_find_in_layer(layered, python, core, environment.langgraph),
                *_find_in_core(matrix, python, core),
            )
        )

    def advise(self, site: CallSite) -> Advice:
        """Return what to write at a call, without a pattern if there is none like it."""
        if not is_advised(site):
            return _NONE
        found = (source.advise(site) for source in self.sources)
        return next((advice for advice in found if advice.scenario), _NONE)


def _find_in_core(matrix: Matrix, python: str, core: str) -> Iterator[Source]:
    cell = Index(matrix=matrix).probed(python, core)
    if cell is not None:
        yield Source(matrix=matrix, shapes=load_shapes(), cell=cell)


def _find_in_layer(
    layered: Matrix | None, python: str, core: str, layer: str | None
) -> Iterator[Source]:
    """Give what is known of a pair, or of the nearest one on the same Python."""
    if layered is None or not (core and layer):
        return
    known, pair = Index(matrix=layered), CellId(python=python, core=core, layer=layer)
    for near in find_nearest_pairs(pair, layered)[:1]:
        words = f"langchain-core {near.core} and LangGraph {near.layer}"
        yield Source(
            matrix=layered,
            shapes=load_layer_shapes(),
            cell=known.cells[str(near)],
            measured_with=None if near == pair else words,
        )


def _may_be_of_layer(site: CallSite) -> bool:
    """Tell whether a row of the layer may be of a call: those on tools are of ToolNode's."""
    return site.shape.caller != "tool" or site.true_path[-2:-1] == (_TOOLS,)


def _find_python(known: Index, cell: Cell, scenario: str) -> str | None:
    """Return the next Python on which an agent's own model is complete; nothing can be passed."""
    later = known.pythons[known.pythons.index(cell.python) + 1 :]
    cells = (known.probed(python, cell.core, cell.layer) for python in later)
    return next((each.python for each in cells if each and _is_complete(each, scenario)), None)


def _is_complete(cell: Cell, scenario: str) -> bool:
    result = cell.results.get(scenario)
    return result is not None and set(result.outcomes.values()) == {Outcome.NESTED}


@cache
def _hear(source: Source, listener: Listener) -> Index:
    return Index(matrix=hear(source.matrix, listener))


def _word(known: Index, cell: Cell, scenario: str) -> Advice:
    own = known.cells[cell.id]
    found = describe_situation(known, own, {scenario})
    reply = reply_to(found, load_codes(), load_facts(), all_of_them=True)
    (told,), (pattern,) = found.advices, reply.patterns
    return Advice(
        scenario=scenario,
        title=told.title,
        heading=pattern.write if pattern.example else "",
        code=tuple(pattern.example.after.splitlines()) if pattern.example else (),
        needless_from_core=told.needless_from_core,
        needless_from_python=told.needless_from_python,
        needless_from_langgraph=told.needless_from_layer,
    )
