"""Whether the answer depends on the dependencies, or on chance."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compat.difference.sensitivity import Sensitivity
from compat.matrix.model import Cell, Result
from compat.options import Variation
from compat.reports.table.grid import Grid, where
from compat.reports.text import clip
from compat.reports.words import status_words

_WORDS: dict[Variation, str] = {
    "highest": "the newest dependencies",
    "lowest": "the oldest dependencies that a release declares and that resolve",
    "as-of-release": "the dependencies of each release's first day",
    "repeat": "each cell run again in its environment, which tells chance from fact",
}


@dataclass(frozen=True, kw_only=True)
class Otherwise:
    """A scenario that is judged otherwise, alike in these cells."""

    scenario: str
    before: str
    after: str
    where: str
    cells: int


@dataclass(frozen=True, kw_only=True)
class Depending:
    """What one other resolution changes.

    ``compared`` cells were probed with both; ``lost`` says which cells only one could probe, and
    why.
    """

    words: str
    day: str
    compared: int
    otherwise: tuple[Otherwise, ...]
    lost: tuple[Otherwise, ...]


def depending(index: Grid, found: Iterable[Sensitivity]) -> tuple[Depending, ...]:
    """Return what every other resolution that was measured changes."""
    return tuple(
        Depending(
            words=_WORDS[each.resolution],
            day=each.provenance.generated_at[:10],
            compared=each.compared,
            otherwise=_grouped(
                index,
                [
                    ((change.scenario, _said(change.before), _said(change.after)), change.cell)
                    for change in each.changes
                ],
            ),
            lost=_grouped(
                index,
                [
                    (("", status_words(one.before), _why(one.after, one.reason)), one.cell)
                    for one in each.statuses
                ],
            ),
        )
        for each in sorted(found, key=lambda each: each.resolution)
    )


def _grouped(
    index: Grid, rows: Sequence[tuple[tuple[str, str, str], str]]
) -> tuple[Otherwise, ...]:
    groups: defaultdict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    for key, cell in rows:
        if known := index.cells.get(cell):
            groups[key].append(known)
    return tuple(
        Otherwise(
            scenario=scenario,
            before=before,
            after=after,
            where=where(index, group),
            cells=len(group),
        )
        for (scenario, before, after), group in sorted(groups.items())
    )


def _said(result: Result) -> str:
    flags = ", ".join(result.flags)
    answer = f": {result.answer}" if result.answer else ""
    return clip(f"{result.verdict}{answer}{f' ({flags})' if flags else ''}")


def _why(status: object, reason: str | None) -> str:
    first = (reason or "").strip().splitlines()
    return clip(f"{str(status).replace('-', ' ')}{f': {first[0]}' if first else ''}")
