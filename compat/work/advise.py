"""What to write at a call that somebody misses: the matrix's word on code like it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from compat.check.model import Advice, CallSite, Environment, Passed
from compat.check.patterns import Known, find_pattern, find_worst_off, is_advised
from compat.difference.advice import describe_situation
from compat.matrix.hearing import hear
from compat.matrix.index import Index
from compat.matrix.model import Cell, Listener, Matrix
from compat.reports.advice.words import reply_to
from compat.symptoms.model import load_codes, load_facts

_NONE: Final = Advice()


@dataclass(frozen=True, kw_only=True, eq=False)
class Advisor:
    """Knows what the matrix says of one environment; ``cell`` is None where it was not measured."""

    matrix: Matrix
    shapes: Sequence[Known]
    cell: Cell | None

    @classmethod
    def of(cls, matrix: Matrix, environment: Environment, shapes: Sequence[Known]) -> "Advisor":
        """Return the advisor for an environment."""
        python = ".".join(environment.python.split(".")[:2])
        cell = Index(matrix=matrix).probed(python, environment.core or "")
        return cls(matrix=matrix, shapes=shapes, cell=cell)

    def advise(self, site: CallSite) -> Advice:
        """Return what to write at a call, without a pattern if there is none like it."""
        if self.cell is None or not is_advised(site):
            return _NONE
        scenario = find_pattern(site, self.cell, self.shapes)
        if scenario is None:
            return _NONE
        advice = _word(_hear(self, find_worst_off(site)), self.cell, scenario)
        if site.shape.passed is Passed.NOTHING:
            return advice
        # Elsewhere nothing has to be passed; what this call passes is wrong there too.
        return replace(advice, needless_from_core=None, needless_from_python=None)


@cache
def _hear(advisor: Advisor, listener: Listener) -> Index:
    return Index(matrix=hear(advisor.matrix, listener))


def _word(known: Index, cell: Cell, scenario: str) -> Advice:
    own = known.cells[cell.id]
    found = describe_situation(known, own, {scenario})
    reply = reply_to(found, load_codes(), load_facts(), all_of_them=True)
    (told,), (pattern,) = found.advices, reply.patterns
    return Advice(
        scenario=scenario,
        title=told.title,
        heading=pattern.write,
        code=tuple(pattern.example.after.splitlines()) if pattern.example else (),
        needless_from_core=told.needless_from_core,
        needless_from_python=told.needless_from_python,
    )
