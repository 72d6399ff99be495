"""A line for an answer on langchain-core alone: where code like it comes to something else."""

from collections.abc import Mapping

from compat.difference.layered import Beside
from compat.matrix.model import Outcome
from compat.reports.difference.answer_words import LIKE
from compat.reports.difference.sentence import word_lack

_NEVER = "In LangGraph Python {python} never becomes automatic: {code} {lack}: see {row}."
_DIFFERS = "In LangGraph {layer} it is otherwise: {code} {comes}: see {row}."
_COMPLETE = "need nothing by hand"


def describe_beside(found: Beside, codes: Mapping[str, str]) -> str:
    """Return how it is otherwise under LangGraph, in one line."""
    code = codes.get(found.row) or LIKE.format(scenario=found.row)
    lack = word_lack(found.child, found.seen)
    if found.never:
        return _NEVER.format(python=found.python, code=code, lack=lack, row=found.row)
    comes = _COMPLETE if found.seen is Outcome.NESTED else lack
    return _DIFFERS.format(layer=found.layer, code=code, comes=comes, row=found.row)
