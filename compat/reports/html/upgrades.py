"""The upgrades that a page answers before it is asked, those with equal answers together."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from compat.difference.rank import find_consequential, find_likely
from compat.difference.upgrade import Upgrade
from compat.matrix.index import Index
from compat.matrix.model import Matrix
from compat.reports.difference.answer_words import DECISION_TONES, DECISIONS, NEAREST
from compat.reports.difference.change_words import count_effects
from compat.reports.difference.end_words import ARROW
from compat.reports.difference.sentence import Codes, word_answer
from compat.reports.span import list_pythons
from compat.reports.text import TIMES
from compat.reports.words import Tone

_NAMED = 4


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An upgrade with its answer in words.

    ``source`` and ``target`` are ids of cells; where several upgrades have one answer they are
    those of the newest. ``change`` is what moves, ``still`` what does not. ``named`` are the most
    pressing scenarios, ``more`` counts the others.
    """

    source: str
    target: str
    change: str
    still: str
    decision: str
    tone: Tone
    answer: str
    tally: str
    named: tuple[str, ...]
    more: int
    nearest: str


@dataclass(frozen=True, kw_only=True)
class Likely:
    """``questions`` are the most consequential upgrades, ``rows`` all that are likely."""

    questions: tuple[Answered, ...]
    rows: tuple[Answered, ...]


def answer_likely(matrix: Matrix, codes: Codes) -> Likely:
    """Return the likely upgrades of a matrix with their answers.

    ``codes`` say whose code each scenario is about.
    """
    known = Index(matrix=matrix)
    found = find_likely(known)
    most = find_consequential(known, found)
    questions = [each for each in (most.python, most.core, most.nothing) if each]
    return Likely(
        questions=tuple(_answer(known, [each], codes) for each in questions),
        rows=tuple(_make_rows(known, found, codes)),
    )


def _make_rows(known: Index, found: Sequence[Upgrade], codes: Codes) -> Iterable[Answered]:
    """Yield the upgrades of core, then those of Python, neighbours of equal answers together."""
    of_core = [each for each in found if each.source.python == each.target.python]
    of_python = [each for each in found if each.source.python != each.target.python]
    moves = dict.fromkeys((each.source.core, each.target.core) for each in of_core)
    for move in moves:
        same_move = [each for each in of_core if (each.source.core, each.target.core) == move]
        for _, same in groupby(same_move, key=_read_answer):
            yield _answer(known, list(same), codes)
    for _, moved in groupby(of_python, key=lambda each: (each.source.python, each.target.python)):
        for _, same in groupby(moved, key=_read_answer):
            yield _answer(known, list(same), codes)


def _read_answer(each: Upgrade) -> Hashable:
    """Return what makes answers equal: the decision, what changes and how, what is missed."""
    changes = tuple((change.scenario, change.effect) for change in each.changes)
    return each.decision, changes, tuple(missed.scenario for missed in each.missed)


def _answer(known: Index, same: Sequence[Upgrade], codes: Codes) -> Answered:
    newest = same[-1]
    source, target = newest.source, newest.target
    cores = list(dict.fromkeys(each.source.core for each in same))
    of_core = source.python == target.python
    pythons = list_pythons([each.source.python for each in same])
    names = [change.scenario for change in newest.changes]
    return Answered(
        source=source.cell,
        target=target.cell,
        change=f"langchain-core {source.core} {ARROW} {target.core}"
        if of_core
        else f"Python {source.python} {ARROW} {target.python}",
        still=f"Python {pythons}" if of_core else f"langchain-core {', '.join(cores)}",
        decision=DECISIONS[newest.decision],
        tone=DECISION_TONES[newest.decision],
        answer=word_answer(newest, codes),
        tally=count_effects(newest),
        named=tuple(names[:_NAMED]),
        more=len(names[_NAMED:]),
        nearest=_describe_nearest(known, newest),
    )


def _describe_nearest(known: Index, found: Upgrade) -> str:
    cells = [known.cells[name] for name in found.nearest]
    ends = [f"Python {cell.python} {TIMES} {cell.core}" for cell in cells]
    return NEAREST.format(cells=", ".join(ends)) if ends else ""
