"""Differences between two matrices as lines: what changed, where, and what else differs there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from compat.axes.layer import LAYER
from compat.difference.change import SharedChange
from compat.difference.comparison import Comparison, NewRelease, StatusChange
from compat.difference.effect import FormChange
from compat.difference.history import (
    ChangeLine,
    Entry,
    NewsOf,
    make_beginning_id,
    make_entry_id,
    make_names,
)
from compat.difference.kind import Kind
from compat.matrix.model import REMEDY, Matrix, Reading
from compat.matrix.union import extend
from compat.reports.difference.change_words import NOT_MEASURED, PACKAGE, STEP
from compat.reports.difference.end_words import ARROW
from compat.reports.form import describe_form
from compat.reports.table.grid import Grid, describe_place
from compat.reports.text import clip
from compat.reports.words import describe_status, describe_verdict

_PACKAGES = 4
"""Packages that a line names."""

_NAMED = 6
"""Cells with a layer that a line names."""

_LONGEST_PLACE = 600
"""Characters of ranges; a place that needs more is cut, and its cells are counted."""


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """The cells of two matrices as one grid, so that a range runs over no cell of either."""

    index: Grid

    def where(self, ids: Iterable[str]) -> str:
        """Return the place of cells as text; those with a layer by their names, a few of them."""
        cells = [self.index.cells[name] for name in ids]
        if any(cell.layer for cell in cells):
            more = len(cells) - _NAMED
            named = [cell.id for cell in cells[:_NAMED]]
            return ", ".join([*named, *([f"{more} more"] if more > 0 else [])])
        return clip(describe_place(self.index, cells), _LONGEST_PLACE)


def make_atlas(before: Matrix, after: Matrix) -> Atlas:
    """Return the cells of two matrices as one grid."""
    return Atlas(index=Grid(matrix=replace(extend(before, after), statements=())))


def make_entry(places: Atlas, found: Comparison) -> Entry:
    """Return a comparison as an entry in which nothing is left out."""
    told = (*_tell_cells(places, found.statuses), *_tell_scenarios(places, found.changes))
    was, now = found.before, found.after
    made = Entry(
        id="",
        generated_at=now.generated_at,
        plan=now.plan,
        since=was.generated_at,
        planned=now.planned,
        probed=now.probed,
        compared=found.compared,
        suites=_pair_unequal(was.suite_hash, now.suite_hash),
        dependencies=_pair_unequal(was.dependencies_as_of, now.dependencies_as_of),
        platforms=_pair_unequal(was.platform, now.platform),
        told=told,
        changes=_count(told),
        new_releases=tuple(_tell_release(places, each) for each in found.new_releases),
        gone_releases=make_names([*found.gone_releases, *_name_layers(found.gone_layers)]),
        yanked=make_names([*found.yanked, *_name_layers(found.yanked_layers)]),
        new_pythons=make_names(found.new_pythons),
        gone_pythons=make_names(found.gone_pythons),
        interpreters=make_names(
            f"{each.id}: {each.before or 'none'} {ARROW} {each.after or 'none'}"
            for each in found.interpreters
        ),
        new_scenarios=make_names(found.new_scenarios),
        gone_scenarios=make_names(found.gone_scenarios),
        recoded=make_names(found.recoded),
        added=len(found.added),
        removed=len(found.removed),
    )
    return replace(made, id=make_entry_id(made))


def make_beginning(matrix: Matrix) -> Entry:
    """Return the entry with which a history begins."""
    known = matrix.provenance
    return Entry(
        id=make_beginning_id(known.plan, known.generated_at),
        generated_at=known.generated_at,
        plan=known.plan,
        since=None,
        planned=known.planned,
        probed=known.probed,
        compared=0,
        changes={},
    )


def describe_reading(said: Reading | None) -> str:
    """Return a verdict with its flags, an answer; ``not measured`` where there is none."""
    if said is None:
        return NOT_MEASURED
    words = describe_verdict(said.verdict, said.answer)
    return clip(f"{words} ({', '.join(said.flags)})" if said.flags else words)


def _name_layers(versions: Iterable[str]) -> Iterator[str]:
    return (f"{LAYER} {each}" for each in versions)


def _pair_unequal(before: str, after: str) -> tuple[str, str] | None:
    return (before, after) if before != after else None


def _count(told: Iterable[ChangeLine]) -> dict[Kind, int]:
    counts: Counter[Kind] = Counter()
    for each in told:
        counts[each.kind] += each.changes
    return dict(counts)


def _tell_scenarios(places: Atlas, changes: Iterable[SharedChange]) -> Iterable[ChangeLine]:
    """Return changes in words, scenarios that changed alike in the same cells together."""
    groups: dict[ChangeLine, list[str]] = {}
    for each in changes:
        told = ChangeLine(
            kind=each.kind,
            effect=each.effect,
            scenarios=(),
            before=describe_reading(each.before),
            after=describe_reading(each.after),
            forms=tuple(map(_describe_form, each.forms)),
            where=places.where(each.cells),
            cells=len(each.cells),
            why=_explain(each),
        )
        groups.setdefault(told, []).append(clip(each.scenario))
    return [replace(told, scenarios=tuple(found)) for told, found in groups.items()]


def _tell_cells(places: Atlas, statuses: Iterable[StatusChange]) -> Iterable[ChangeLine]:
    for each in statuses:
        kind = f" ({each.reason_class})" if each.reason_class else ""
        yield ChangeLine(
            kind=each.kind,
            effect=None,
            scenarios=(),
            before=describe_status(each.before),
            after=clip(f"{describe_status(each.after)}{kind}"),
            forms=(),
            where=places.where(each.cells),
            cells=len(each.cells),
            why=clip((each.reason or "").strip().partition("\n")[0]),
        )


def _tell_release(places: Atlas, each: NewRelease) -> NewsOf:
    told = tuple(_tell_scenarios(places, each.changes))
    return NewsOf(
        version=each.version,
        statuses=each.statuses,
        compared=each.compared,
        told=told,
        changes=sum(each.changes for each in told),
    )


def _describe_form(each: FormChange) -> str:
    name = describe_form(each.form)
    if each.form.startswith(REMEDY):
        name += " (by hand)"
    before, after = (seen.value if seen else NOT_MEASURED for seen in (each.before, each.after))
    seen = before if before == after else STEP.format(before=before, after=after)
    flags = [f"{'now' if flag.startswith('+') else 'no longer'} {flag[1:]}" for flag in each.flags]
    return clip(", ".join([f"{name} {seen}", *flags]))


def _explain(each: SharedChange) -> str:
    """Return what else differs between the two sides of its cells, or that nothing does."""
    total = len(each.cells)
    if not each.packages:
        return "nothing else that is recorded differs there"
    named = [
        PACKAGE.format(name=package.name, before=package.before, after=package.after)
        + f"{'' if package.cells == total else f' (in {package.cells} of {total})'}"
        for package in each.packages[:_PACKAGES]
    ]
    left = len(each.packages) - len(named)
    more = [f"{left} more"] if left else []
    alike = f"; in {each.alike} of {total} cells nothing else differs" if each.alike else ""
    return clip(f"what else differs there: {', '.join([*named, *more])}{alike}")
