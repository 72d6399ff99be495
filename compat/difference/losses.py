"""Cells of a baseline that were probed, and can no longer be installed or are not known now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from compat.difference.comparison import Comparison, StatusChange
from compat.difference.expected import EVERY
from compat.difference.kind import Kind
from compat.difference.tally import Tally
from compat.matrix.model import Cell, Matrix
from compat.plan.loose import NO_INDEX
from compat.plan.model import ReleaseRow
from compat.record.model import Status


def find_gone(baseline: Matrix, measured: Matrix, comparison: Comparison) -> Iterator[StatusChange]:
    """Give the cells that were probed with releases that the index does not have any more.

    Those of the layer count as those of langchain-core do. A pre-release is listed only where
    somebody asked for it, so it is not missed; nor is anything where nothing is known of an index.
    """
    if measured.provenance.index == NO_INDEX:
        return
    gone = _find_missed(baseline.releases, comparison.gone_releases)
    gone_layers = _find_missed(baseline.layers, comparison.gone_layers)
    asked = {python.id for python in measured.pythons}
    names = tuple(
        cell.id
        for cell in baseline.cells
        if cell.tells and cell.python in asked and (cell.core in gone or cell.layer in gone_layers)
    )
    if names:
        yield StatusChange(
            kind=Kind.WORSE,
            before=Status.PROBED,
            after=Status.NOT_PUBLISHED,
            reason_class=None,
            reason="gone from the index",
            cells=names,
        )


def _find_missed(rows: Iterable[ReleaseRow], gone: Iterable[str]) -> frozenset[str | None]:
    listed = {row.version for row in rows if not row.prerelease}
    return frozenset(each for each in gone if each in listed)


def find_lost(
    changes: Iterable[StatusChange], cells: Mapping[str, Cell], tally: Tally
) -> Iterator[StatusChange]:
    """Give cells that can no longer be installed, but those of which that is expected."""
    for each in changes:
        left = []
        for name in each.cells:
            cell = cells[name]
            numbers = [
                number
                for number, entry in tally.about(EVERY, cell.python, cell.core)
                if entry.now == each.after
            ]
            for number in numbers:
                tally.meet(number)
            if not numbers:
                left.append(name)
        if left:
            yield replace(each, cells=tuple(left))


def find_of_kind(comparison: Comparison, kind: Kind) -> Iterator[StatusChange]:
    """Give the changes of one kind, of cells that were probed."""
    for each in comparison.statuses:
        if each.kind is kind and each.before is Status.PROBED:
            yield each
