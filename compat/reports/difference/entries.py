"""Differences between two matrices as lines: what changed, where, and what else differs there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from compat.difference.change import SharedChange
from compat.difference.comparison import Comparison, NewRelease, StatusChange
from compat.difference.effect import FormChange
from compat.difference.history import Entry, NewsOf, Told, beginning_id, entry_id, names
from compat.difference.kind import Kind
from compat.matrix.extended import extend
from compat.matrix.model import REMEDY, Matrix, Reading
from compat.reports.difference.upgrade_words import ARROW, NOT_MEASURED, PACKAGE, STEP
from compat.reports.form import form_words
from compat.reports.table.grid import Grid, where
from compat.reports.text import clip
from compat.reports.words import status_words, verdict_words

_PACKAGES = 4
"""Packages that a line names."""

_LONGEST_PLACE = 600
"""Characters of ranges; a place that needs more is cut, and its cells are counted."""


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """The cells of two matrices as one grid, so that a range runs over no cell of either."""

    index: Grid

    def where(self, ids: Iterable[str]) -> str:
        """Return the place of cells as text."""
        return clip(where(self.index, [self.index.cells[name] for name in ids]), _LONGEST_PLACE)


def atlas(before: Matrix, after: Matrix) -> Atlas:
    """Return the cells of two matrices as one grid."""
    return Atlas(index=Grid(matrix=replace(extend(before, after), statements=())))


def entry(places: Atlas, found: Comparison) -> Entry:
    """Return a comparison as an entry in which nothing is left out."""
    told = (*_of_cells(places, found.statuses), *_of_scenarios(places, found.changes))
    was, now = found.before, found.after
    made = Entry(
        id="",
        generated_at=now.generated_at,
        plan=now.plan,
        since=was.generated_at,
        planned=now.planned,
        probed=now.probed,
        compared=found.compared,
        suites=_turned(was.suite_hash, now.suite_hash),
        dependencies=_turned(was.dependencies_as_of, now.dependencies_as_of),
        platforms=_turned(was.platform, now.platform),
        told=told,
        changes=_counted(told),
        new_releases=tuple(_news(places, each) for each in found.new_releases),
        gone_releases=names(found.gone_releases),
        yanked=names(found.yanked),
        new_pythons=names(found.new_pythons),
        gone_pythons=names(found.gone_pythons),
        interpreters=names(
            f"{each.id}: {each.before or 'none'} {ARROW} {each.after or 'none'}"
            for each in found.interpreters
        ),
        new_scenarios=names(found.new_scenarios),
        gone_scenarios=names(found.gone_scenarios),
        recoded=names(found.recoded),
        added=len(found.added),
        removed=len(found.removed),
    )
    return replace(made, id=entry_id(made))


def beginning(matrix: Matrix) -> Entry:
    """Return the entry with which a history begins."""
    known = matrix.provenance
    return Entry(
        id=beginning_id(known.plan, known.generated_at),
        generated_at=known.generated_at,
        plan=known.plan,
        since=None,
        planned=known.planned,
        probed=known.probed,
        compared=0,
        changes={},
    )


def said_words(said: Reading | None) -> str:
    """Return a verdict with its flags, an answer; ``not measured`` where there is none."""
    if said is None:
        return NOT_MEASURED
    words = verdict_words(said.verdict, said.answer)
    return clip(f"{words} ({', '.join(said.flags)})" if said.flags else words)


def _turned(before: str, after: str) -> tuple[str, str] | None:
    return (before, after) if before != after else None


def _counted(told: Iterable[Told]) -> dict[Kind, int]:
    counts: Counter[Kind] = Counter()
    for each in told:
        counts[each.kind] += each.changes
    return dict(counts)


def _of_scenarios(places: Atlas, changes: Iterable[SharedChange]) -> Iterable[Told]:
    """Return changes in words, scenarios that changed alike in the same cells together."""
    groups: dict[Told, list[str]] = {}
    for each in changes:
        told = Told(
            kind=each.kind,
            effect=each.effect,
            scenarios=(),
            before=said_words(each.before),
            after=said_words(each.after),
            forms=tuple(map(_form, each.forms)),
            where=places.where(each.cells),
            cells=len(each.cells),
            why=_why(each),
        )
        groups.setdefault(told, []).append(clip(each.scenario))
    return [replace(told, scenarios=tuple(found)) for told, found in groups.items()]


def _of_cells(places: Atlas, statuses: Iterable[StatusChange]) -> Iterable[Told]:
    for each in statuses:
        kind = f" ({each.reason_class})" if each.reason_class else ""
        yield Told(
            kind=each.kind,
            effect=None,
            scenarios=(),
            before=status_words(each.before),
            after=clip(f"{status_words(each.after)}{kind}"),
            forms=(),
            where=places.where(each.cells),
            cells=len(each.cells),
            why=clip((each.reason or "").strip().partition("\n")[0]),
        )


def _news(places: Atlas, each: NewRelease) -> NewsOf:
    told = tuple(_of_scenarios(places, each.changes))
    return NewsOf(
        version=each.version,
        statuses=each.statuses,
        compared=each.compared,
        told=told,
        changes=sum(each.changes for each in told),
    )


def _form(each: FormChange) -> str:
    name = form_words(each.form)
    if each.form.startswith(REMEDY):
        name += " (by hand)"
    before, after = (seen.value if seen else NOT_MEASURED for seen in (each.before, each.after))
    seen = before if before == after else STEP.format(before=before, after=after)
    flags = [f"{'now' if flag.startswith('+') else 'no longer'} {flag[1:]}" for flag in each.flags]
    return clip(", ".join([f"{name} {seen}", *flags]))


def _why(each: SharedChange) -> str:
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
