"""What the page's script looks up to answer as ``compat ask`` does, for any cell and listener.

The sentences are those of ``compat.reports.advice``, formed here for every cell and held once:
cells that say the same share a row, and rows share the patterns in them.
"""

from dataclasses import dataclass, replace

from compat.difference.advice import Advice, Adviser, describe_situation
from compat.difference.end import describe_end
from compat.difference.layered import Beholder, hear_layer
from compat.difference.remedy import Remedy
from compat.matrix.hearing import hear
from compat.matrix.index import Index
from compat.matrix.model import Cell, Listener, Matrix, Verdict
from compat.record.model import ScenarioInfo, Status
from compat.reports.advice.beside import describe_beside
from compat.reports.advice.words import (
    COUNTS,
    answer_all,
    answer_each,
    is_unseen,
    list_near,
    sort_advice,
    tell,
)
from compat.reports.difference.end_words import describe_obstacle, list_notes
from compat.reports.difference.sentence import Codes
from compat.reports.example import Example, make_example
from compat.reports.html.places import Places
from compat.reports.words import GUIDE, LAYER_GUIDES, Tone, find_tone
from compat.symptoms.model import load_facts

_ORDER = tuple(COUNTS)


@dataclass(frozen=True, kw_only=True)
class TextPattern:
    """A pattern in words; all but ``form`` and ``tone`` are places among the texts.

    ``sort`` is a place among the words by which patterns are counted, None where it was not
    measured. ``form`` is what to write, ``unseen`` that nothing is seen of it.
    """

    first: int
    says: int
    beside: int
    needless: int
    write: int
    form: str | None
    tone: Tone
    sort: int | None
    unseen: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is said of all patterns: ``first`` of the usual ones together, ``said`` of each."""

    first: int
    said: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ReplyKind:
    """What is said of cells: a row, or by ``obstacle`` why there is none; ``notes`` besides."""

    row: int | None
    obstacle: int
    notes: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PatternHead:
    """A pattern's title as an answer has it, with the code to write by its form."""

    id: str
    title: str
    group: str
    examples: dict[str, Example]


@dataclass(frozen=True, kw_only=True)
class Replies:
    """All answers of a matrix; ``said[listener]`` has the place of each cell's kind.

    ``guides`` are the places of the patterns that are told of who names none.
    """

    cells: tuple[str, ...]
    said: dict[str, tuple[int, ...]]
    guides: tuple[int, ...]
    heads: tuple[PatternHead, ...]
    texts: tuple[str, ...]
    patterns: tuple[TextPattern, ...]
    rows: tuple[Row, ...]
    kinds: tuple[ReplyKind, ...]


def make_replies(matrix: Matrix, codes: Codes, layered: Matrix | None = None) -> Replies:
    """Return what ``ask`` says of every cell; ``layered`` is the layer's matrix, if it is known."""
    maker = _Maker(matrix, codes, layered)
    said = {each.value: maker.answer_for(each) for each in matrix.listeners}
    return Replies(
        cells=tuple(cell.id for cell in matrix.cells),
        said=said,
        guides=tuple(maker.guides),
        heads=tuple(map(maker.make_head, matrix.scenarios)),
        texts=tuple(maker.texts.values),
        patterns=tuple(maker.patterns.values),
        rows=tuple(maker.rows.values),
        kinds=tuple(maker.kinds.values),
    )


class _Maker:
    """Collects what is said; equal things are held once."""

    def __init__(self, matrix: Matrix, codes: Codes, layered: Matrix | None) -> None:
        self.matrix = matrix
        self.layered = layered
        self.codes = codes
        self.facts = load_facts()
        names = LAYER_GUIDES if matrix.layered else (GUIDE,)
        self.guides = [n for n, each in enumerate(matrix.scenarios) if each.id in names]
        self.texts, self.patterns = Places[str](), Places[TextPattern]()
        self.rows, self.kinds = Places[Row](), Places[ReplyKind]()
        self._remedies: dict[tuple[str, str], Remedy] = {}
        self._apart: dict[str, tuple[int, tuple[int, ...]]] = {}

    def answer_for(self, listener: Listener) -> tuple[int, ...]:
        """Return the places of what is said of each cell to a listener."""
        listen = hear_layer if self.matrix.layered else hear
        known = Index(matrix=listen(self.matrix, listener))
        return tuple(map(_Listening(self, known, listener).kind, known.matrix.cells))

    def tell_apart(self, known: Index, cell: Cell) -> tuple[int, tuple[int, ...]]:
        """Return why nothing runs in a cell, and what else is to be known: the same for all."""
        if cell.id not in self._apart:
            end = describe_end(known, cell)
            if end.status is Status.PROBED:
                obstacle, notes = "", list_notes(end)
            else:
                obstacle = describe_obstacle(end.status, end.reason, end.reason_class)
                notes = tuple(list_near(describe_situation(known, cell)))
            self._apart[cell.id] = self.texts(obstacle), tuple(map(self.texts, notes))
        return self._apart[cell.id]

    def tell(self, advice: Advice, beside: str) -> int:
        """Return the place of a pattern in words."""
        remedy = advice.remedy
        if remedy:
            self._remedies.setdefault((advice.scenario, remedy.form), remedy)
        # Its code is told once, with the pattern's head.
        bare = replace(advice, remedy=remedy and replace(remedy, code=""))
        told = tell(bare, beside)
        sort = sort_advice(advice)
        return self.patterns(
            TextPattern(
                first=self.texts(answer_all([advice], self.codes, self.facts)),
                says=self.texts(told.says),
                beside=self.texts(beside),
                needless=self.texts(told.needless),
                write=self.texts(told.write),
                form=remedy.form if remedy else None,
                tone=_find_tone(advice, sort),
                sort=None if sort is None else _ORDER.index(sort),
                unseen=is_unseen(advice),
            )
        )

    def make_head(self, scenario: ScenarioInfo) -> PatternHead:
        """Return a pattern's head, with the code that an answer may tell to write."""
        examples = {
            form: example
            for (name, form), remedy in self._remedies.items()
            if name == scenario.id and (example := make_example(remedy))
        }
        return PatternHead(
            id=scenario.id,
            title=scenario.title.removesuffix("."),
            group=scenario.group,
            examples=examples,
        )


class _Listening:
    """One listener's part: what is said of a cell."""

    def __init__(self, maker: _Maker, known: Index, listener: Listener) -> None:
        self.maker = maker
        self.known = known
        self.adviser = Adviser(known)
        layered = maker.layered
        hears = layered is not None and listener in layered.listeners
        other = Index(matrix=hear(layered, listener)) if layered and hears else None
        self.beholder = Beholder(known, other) if other else None
        self._told: dict[tuple[int, str], int] = {}
        self._rows: dict[tuple[int, ...], int] = {}

    def kind(self, cell: Cell) -> int:
        """Return the place of what is said of a cell."""
        obstacle, notes = self.maker.tell_apart(self.known, cell)
        row = self._find_row(cell) if cell.results else None
        return self.maker.kinds(ReplyKind(row=row, obstacle=obstacle, notes=notes))

    def _find_row(self, cell: Cell) -> int:
        maker = self.maker
        advices = [self.adviser.advise(cell, each) for each in maker.matrix.scenarios]
        said = tuple(self._tell(cell, each) for each in advices)
        if said not in self._rows:
            guides = [advices[place] for place in maker.guides]
            first = maker.texts(answer_each(guides, maker.codes, maker.facts))
            self._rows[said] = maker.rows(Row(first=first, said=said))
        return self._rows[said]

    def _tell(self, cell: Cell, advice: Advice) -> int:
        found = self.beholder.find(cell, advice.scenario) if self.beholder else None
        beside = describe_beside(found, self.maker.codes) if found else ""
        # The adviser keeps each advice, so that its id is its own.
        key = id(advice), beside
        if key not in self._told:
            self._told[key] = self.maker.tell(advice, beside)
        return self._told[key]


def _find_tone(advice: Advice, sort: Verdict | None) -> Tone:
    """Return how an answer looks: what is hidden as it is meant is as good as can be."""
    if advice.row == "hiding" and sort is Verdict.RECORDED:
        return Tone.AUTOMATIC
    return Tone.UNSURE if sort is None else find_tone(sort)
