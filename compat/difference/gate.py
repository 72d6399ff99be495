"""Whether the statements of a baseline still hold in the cells of a new matrix."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from compat.difference.comparison import Comparison, StatusChange
from compat.difference.expected import Expected
from compat.difference.kind import Kind
from compat.difference.losses import find_gone, find_lost, find_of_kind
from compat.difference.tally import Tally
from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix, Reading, Statement, Verdict
from compat.matrix.statement import Universe, list_statements, map_published
from compat.schema import strict


@strict
@dataclass(frozen=True, kw_only=True)
class Broken:
    """A statement that cells do not bear out: what is measured now, and in which of its cells.

    ``now`` is None where the scenario was not measured in cells that were probed.
    """

    statement: Statement
    now: Reading | None
    cells: tuple[str, ...]


@strict
@dataclass(frozen=True, kw_only=True)
class Met:
    """An expected difference that occurs, in so many results."""

    entry: Expected
    results: int


@strict
@dataclass(frozen=True, kw_only=True)
class Gate:
    """How the statements of a baseline came out.

    ``checked`` of them were held in a cell that was measured again, in ``cells`` cells altogether,
    ``unchecked`` in none. ``broken`` no longer hold. ``lost`` are cells that were probed and can no
    longer be had, which is a finding; ``failed`` are those about which the new run could not find
    out, ``unknown`` are statements about which it could not in cells that it probed. Of the
    expected differences those are ``stale`` that have expired, ``dead`` that do not occur;
    ``unjudged`` are those whose cells were not measured.
    """

    checked: int
    unchecked: int
    cells: int
    broken: tuple[Broken, ...]
    unknown: tuple[Broken, ...]
    lost: tuple[StatusChange, ...]
    failed: tuple[StatusChange, ...]
    met: tuple[Met, ...]
    stale: tuple[Expected, ...]
    dead: tuple[Expected, ...]
    unjudged: tuple[Expected, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing that was published and measured again says otherwise."""
        return not (self.broken or self.lost)

    @property
    def missed(self) -> frozenset[str]:
        """The ids of the cells of which something is not known."""
        cells = (*(each.cells for each in self.failed), *(each.cells for each in self.unknown))
        return frozenset(chain.from_iterable(cells))


@dataclass(frozen=True, kw_only=True)
class _Held:
    """What became of statements that were held to cells, and the ids of these cells."""

    broken: list[Broken] = field(default_factory=list)
    unknown: list[Broken] = field(default_factory=list)
    cells: set[str] = field(default_factory=set)

    def add(self, cells: Iterable[Cell], found: Collection[Broken]) -> bool:
        """Note a statement, and what does not bear it out; tell whether it was held anywhere."""
        missed = [each for each in found if not _is_found_out(each.now)]
        self.broken.extend(each for each in found if _is_found_out(each.now))
        self.unknown.extend(missed)
        here = {cell.id for cell in cells}.difference(*(each.cells for each in missed))
        self.cells.update(here)
        return bool(here)


def hold_statements(
    baseline: Matrix,
    measured: Matrix,
    comparison: Comparison,
    entries: Sequence[Expected],
    today: date,
) -> Gate:
    """Hold the statements of a baseline to the cells of a new matrix.

    ``comparison`` is of the two. A statement speaks of every release in its range that was
    published when it was made, but those that were tried there and could not be probed. What is
    not among ``baseline``'s releases, Pythons and scenarios, or not measured now, breaks nothing.
    ``today`` decides which of ``entries`` have expired: these still count, and are told.
    """
    tally = Tally(entries=entries)
    new = Index(matrix=measured)
    known = map_published(baseline.releases, baseline.pythons)
    still = {scenario.id for scenario in measured.scenarios}
    held = _Held()
    checked = 0
    stated = list_statements(baseline)
    for each in stated:
        versions = tuple(_find_spoken_of(each, known))
        tally.note(each.scenario, each.python, versions)
        cells = (new.probed(each.python, version, each.layer) for version in versions)
        again = [cell for cell in cells if cell]
        if each.scenario in still:
            checked += held.add(again, tuple(_find_broken(each, again, tally)))
    both = {**Index(matrix=baseline).cells, **new.cells}
    had = (*find_of_kind(comparison, Kind.WORSE), *find_gone(baseline, measured, comparison))
    # Before the entries are asked about: what was expected of these cells occurs too.
    left = tuple(find_lost(had, both, tally))
    return Gate(
        checked=checked,
        unchecked=len(stated) - checked,
        cells=len(held.cells),
        broken=tuple(held.broken),
        unknown=tuple(held.unknown),
        lost=left,
        failed=tuple(find_of_kind(comparison, Kind.LOST_SIGHT)),
        met=tuple(Met(entry=entries[n], results=count) for n, count in sorted(tally.met.items())),
        stale=tuple(entry for entry in entries if entry.stale(today)),
        dead=tuple(tally.unmet(today, dead=True)),
        unjudged=tuple(tally.unmet(today, dead=False)),
    )


def _find_spoken_of(said: Statement, known: Universe) -> Iterable[str]:
    versions = known.get((said.python, said.line), ())
    if not {said.from_release, said.through_release} <= set(versions):
        return ()
    first, last = versions.index(said.from_release), versions.index(said.through_release)
    return (each for each in versions[first : last + 1] if each not in said.gaps)


def _find_broken(said: Statement, cells: Iterable[Cell], tally: Tally) -> Iterator[Broken]:
    groups: defaultdict[Reading | None, list[str]] = defaultdict(list)
    for cell in cells:
        result = cell.results.get(said.scenario)
        now = result.reading if result else None
        expected = False
        for number, entry in tally.about(said.scenario, cell.python, cell.core):
            if _is_found_out(now):
                tally.judged.add(number)
            if now != said.reading and entry.expects(now):
                tally.meet(number)
                expected = True
        if now != said.reading and not expected:
            groups[now].append(cell.id)
    for now, names in groups.items():
        yield Broken(statement=said, now=now, cells=tuple(names))


def _is_found_out(now: Reading | None) -> bool:
    return now is not None and now.verdict is not Verdict.UNKNOWN
