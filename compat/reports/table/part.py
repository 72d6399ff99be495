"""What is said of a stretch of releases on one Python: a statement, or why there is none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from compat.matrix.model import Cell, Edge, Statement
from compat.record.model import Status
from compat.reports.span import Span
from compat.reports.table.grid import Grid
from compat.reports.text import DASH
from compat.reports.words import (
    OVERRIDDEN,
    Tone,
    describe_status,
    describe_verdict,
    find_result_tone,
    find_tone,
    word_result,
)

NOT_MEASURED = "not measured"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Words over ranges of releases.

    ``tested`` of the ``of`` releases published there were probed, on some of the Pythons that say
    the same up to ``most``; in an unprobed part ``of`` counts cells. ``until`` is the release by
    which the verdict has changed, where the releases between were not probed. ``gaps`` were
    selected inside the ranges and could not be probed.
    """

    tone: Tone
    words: str
    flags: tuple[str, ...] = ()
    spans: tuple[Span, ...]
    tested: int = 0
    of: int = 1
    from_edge: Edge = Edge.OPEN
    through_edge: Edge = Edge.OPEN
    until: str | None = None
    gaps: tuple[str, ...] = ()
    most: int | None = None

    @property
    def counted(self) -> str:
        """How many were tested, as ``2 of 87``."""
        least = str(self.tested)
        return f"{least if self.most is None else f'{least}{DASH}{self.most}'} of {self.of}"

    @property
    def interpolated(self) -> bool:
        """Whether something is said of releases that were not tested."""
        return 0 < self.tested < self.of - len(self.gaps)

    @property
    def since(self) -> str | None:
        """The release that changed it, if that is known exactly."""
        return self.spans[0].first if self.from_edge is Edge.EXACT else None


def make_parts(index: Grid, scenario: str, python: str, lines: Iterable[str]) -> tuple[Part, ...]:
    """Return everything said of a scenario on a Python over ``lines``, oldest release first.

    Neighbours that say the same are one part, across lines too: lines that have others between them
    keep ranges of their own.
    """
    found: list[Part] = []
    for line in lines:
        for part in _make_line_parts(index, scenario, python, line):
            merged = _merge(index, found[-1], part) if found else None
            found[-1:] = [merged] if merged else [*found[-1:], part]
    return tuple(found)


def _make_line_parts(index: Grid, scenario: str, python: str, line: str) -> list[Part]:
    statements = index.statements.get((scenario, python, line), ())
    gaps = set(chain.from_iterable(s.gaps for s in statements))
    rest = (
        _make_unsaid_part(release, cell, scenario)
        for release, cell in _pick_shown(index, python, line)
        if release not in gaps
    )
    said = chain(_make_said_parts(index, statements), (part for part in rest if part))
    return sorted(said, key=lambda part: index.place[part.spans[0].first])


def _pick_shown(index: Grid, python: str, line: str) -> list[tuple[str, Cell | None]]:
    """Return the releases of a line that a Python has something to say of, with their cells.

    What only another Python was asked, between two that this one was, is nobody's question here.
    """
    every = [(release, index.at(python, release)) for release in index.lines[line]]
    own = [n for n, (_, cell) in enumerate(every) if cell]
    inside = range(own[0], own[-1]) if own else range(0)
    return [(release, cell) for n, (release, cell) in enumerate(every) if cell or n not in inside]


def _make_said_parts(index: Grid, statements: tuple[Statement, ...]) -> Iterator[Part]:
    for each, after in pairwise([*statements, None]):
        if each is None:
            continue
        tone, words = _look(index, each)
        bracketed = after is not None and each.through_edge is Edge.BRACKETED
        yield Part(
            tone=tone,
            words=words,
            flags=each.flags,
            spans=(Span(first=each.from_release, last=each.through_release),),
            tested=each.tested,
            of=each.of,
            from_edge=each.from_edge,
            through_edge=each.through_edge,
            until=after.from_release if after is not None and bracketed else None,
            gaps=each.gaps,
        )


def _look(index: Grid, said: Statement) -> tuple[Tone, str]:
    """Return how a statement looks, and its words: as its first cell does."""
    cell = index.at(said.python, said.from_release)
    result = cell.results.get(said.scenario) if cell else None
    if result is None:
        return find_tone(said.verdict), describe_verdict(said.verdict, said.answer)
    return find_result_tone(result), word_result(result)


def _make_unsaid_part(release: str, cell: Cell | None, scenario: str) -> Part | None:
    match cell:
        case None:
            words = "not selected"
        case Cell(stands_apart=True):
            words = OVERRIDDEN
        case Cell(status=Status.PROBED):
            if scenario in cell.results:
                return None
            words = NOT_MEASURED
        case _:
            words = describe_status(cell.status)
    return Part(tone=Tone.UNPROBED, words=words, spans=(Span(first=release, last=release),))


def _merge(index: Grid, before: Part, after: Part) -> Part | None:
    same = (before.tone, before.words, before.flags) == (after.tone, after.words, after.flags)
    if not same or before.through_edge is not Edge.OPEN or after.from_edge is not Edge.OPEN:
        return None
    last, first = before.spans[-1], after.spans[0]
    if index.near(last.last, first.first):
        spans = (*before.spans[:-1], Span(first=last.first, last=first.last), *after.spans[1:])
    else:
        spans = before.spans + after.spans
    return replace(
        before,
        spans=spans,
        tested=before.tested + after.tested,
        of=before.of + after.of,
        through_edge=after.through_edge,
        until=after.until,
        gaps=before.gaps + after.gaps,
    )
