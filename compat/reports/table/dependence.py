"""Whether the answer depends on the dependencies, or on chance."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compat.difference.sensitivity import Sensitivity
from compat.matrix.model import Cell, Result
from compat.options import Variation
from compat.reports.table.grid import Grid, describe_place
from compat.reports.text import clip
from compat.reports.words import describe_status

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


def describe_depending(index: Grid, found: Iterable[Sensitivity]) -> tuple[Depending, ...]:
    """Return what every other resolution that was measured changes."""
    return tuple(
        Depending(
            words=_WORDS[each.resolution],
            day=each.provenance.generated_at[:10],
            compared=each.compared,
            otherwise=_group(
                index,
                [
                    (
                        (
                            change.scenario,
                            _describe_result(change.before),
                            _describe_result(change.after),
                        ),
                        change.cell,
                    )
                    for change in each.changes
                ],
            ),
            lost=_group(
                index,
                [
                    (("", describe_status(one.before), _explain(one.after, one.reason)), one.cell)
                    for one in each.statuses
                ],
            ),
        )
        for each in sorted(found, key=lambda each: each.resolution)
    )


def _group(index: Grid, rows: Sequence[tuple[tuple[str, str, str], str]]) -> tuple[Otherwise, ...]:
    groups: defaultdict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    for key, cell in rows:
        if known := index.cells.get(cell):
            groups[key].append(known)
    return tuple(
        Otherwise(
            scenario=scenario,
            before=before,
            after=after,
            where=describe_place(index, group),
            cells=len(group),
        )
        for (scenario, before, after), group in sorted(groups.items())
    )


def _describe_result(result: Result) -> str:
    flags = ", ".join(result.flags)
    answer = f": {result.answer}" if result.answer else ""
    return clip(f"{result.verdict}{answer}{f' ({flags})' if flags else ''}")


def _explain(status: object, reason: str | None) -> str:
    first = (reason or "").strip().splitlines()
    return clip(f"{str(status).replace('-', ' ')}{f': {first[0]}' if first else ''}")
