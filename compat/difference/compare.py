"""Two matrices compared: all that differs, grouped."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from packaging.version import Version

from compat.difference.change import find_shared_changes
from compat.difference.comparison import (
    SCHEMA_VERSION,
    Comparison,
    InterpreterChange,
    NewRelease,
    Side,
    StatusChange,
)
from compat.difference.kind import Kind, find_status_kind
from compat.difference.pair import Pair, pair_cells, pair_neighbours
from compat.errors import EvidenceError
from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix
from compat.plan.model import ReleaseRow
from compat.record.model import ScenarioInfo, Status

_KINDS = tuple(Kind)


def refuse_other_suite(before: str, after: str) -> None:
    """Refuse to compare what suites of different hashes measured. Raises EvidenceError."""
    if before != after:
        message = (
            f"different suites measured them ({before[:12]!a} and {after[:12]!a}), so a difference"
            " may be the suite's own; measure both with one suite, or --across-suites compares the"
            " scenarios that both have"
        )
        raise EvidenceError(message, "other-suite")


def compare(before: Matrix, after: Matrix) -> Comparison:
    """Return what the later of two matrices says differently from the earlier one.

    Scenarios that only one of them has are named and not compared. Nothing is refused here: see
    ``refuse_other_suite``.
    """
    was, now = {s.id: s for s in before.scenarios}, {s.id: s for s in after.scenarios}
    both = [name for name in now if name in was]
    pairs = pair_cells(before, after)
    telling = [pair for pair in pairs if pair.tells]
    releases = _list_versions(before.releases), _list_versions(after.releases)
    layers = _list_versions(before.layers), _list_versions(after.layers)
    pythons = Index(matrix=before).exact, Index(matrix=after).exact
    return Comparison(
        schema_version=SCHEMA_VERSION,
        before=_describe_side(before),
        after=_describe_side(after),
        compared=len(telling),
        changes=find_shared_changes(telling, both),
        statuses=_compare_statuses(pairs),
        new_releases=tuple(_find_new_releases(after, releases[1] - releases[0])),
        gone_releases=_sort(releases[0] - releases[1]),
        yanked=_find_newly_yanked(before.releases, after.releases),
        new_pythons=_sort(pythons[1].keys() - pythons[0].keys()),
        gone_pythons=_sort(pythons[0].keys() - pythons[1].keys()),
        interpreters=tuple(
            InterpreterChange(id=name, before=pythons[0][name], after=exact)
            for name, exact in pythons[1].items()
            if name in pythons[0] and pythons[0][name] != exact
        ),
        new_scenarios=tuple(name for name in now if name not in was),
        gone_scenarios=tuple(name for name in was if name not in now),
        recoded=tuple(name for name in both if _read_terms(was[name]) != _read_terms(now[name])),
        added=_find_only(after, before),
        removed=_find_only(before, after),
        gone_layers=_sort(layers[0] - layers[1]) if after.layered else (),
        yanked_layers=_find_newly_yanked(before.layers, after.layers),
    )


def _describe_side(matrix: Matrix) -> Side:
    known = matrix.provenance
    return Side(
        generated_at=known.generated_at,
        dependencies_as_of=known.dependencies_as_of,
        suite_version=known.suite_version,
        suite_hash=known.suite_hash,
        plan=known.plan,
        selection=known.selection,
        platform=known.platform,
        planned=known.planned,
        probed=known.probed,
        failures=known.failures,
    )


def _compare_statuses(pairs: Iterable[Pair]) -> tuple[StatusChange, ...]:
    groups: defaultdict[tuple[Status, Status, str | None], list[Cell]] = defaultdict(list)
    for pair in pairs:
        if pair.before.status is not pair.after.status:
            key = pair.before.status, pair.after.status, pair.after.reason_class
            groups[key].append(pair.after)
    found = (
        StatusChange(
            kind=find_status_kind(before, after),
            before=before,
            after=after,
            reason_class=reason_class,
            reason=cells[0].reason,
            cells=tuple(cell.id for cell in cells),
        )
        for (before, after, reason_class), cells in groups.items()
    )
    return tuple(sorted(found, key=lambda each: (_KINDS.index(each.kind), -len(each.cells))))


def _find_new_releases(matrix: Matrix, versions: Collection[str]) -> Iterator[NewRelease]:
    """Give releases, oldest first, each held against what was probed before it on its Python."""
    names = [scenario.id for scenario in matrix.scenarios]
    pairs = {pair.after.id: pair for pair in pair_neighbours(matrix) if pair.tells}
    for version in _sort(versions):
        cells = [cell for cell in matrix.cells if cell.core == version]
        compared = [pairs[cell.id] for cell in cells if cell.id in pairs]
        yield NewRelease(
            version=version,
            cells=tuple(cell.id for cell in cells),
            statuses=dict(sorted(Counter(str(cell.status) for cell in cells).items())),
            compared=len(compared),
            changes=find_shared_changes(compared, names),
        )


def _find_only(one: Matrix, other: Matrix) -> tuple[str, ...]:
    """Return the cells that only one has, of Pythons and releases that both know."""
    theirs = {cell.id for cell in other.cells}
    releases, pythons = _list_versions(other.releases), {row.id for row in other.pythons}
    return tuple(
        cell.id
        for cell in one.cells
        if cell.id not in theirs and cell.core in releases and cell.python in pythons
    )


def _list_versions(rows: Iterable[ReleaseRow]) -> set[str]:
    return {row.version for row in rows}


def _find_newly_yanked(
    before: Collection[ReleaseRow], after: Iterable[ReleaseRow]
) -> tuple[str, ...]:
    """Return the releases that both know, and that only the later one knows as yanked."""
    yanked = _list_versions(row for row in after if row.yanked)
    return _sort(yanked & _list_versions(row for row in before if not row.yanked))


def _sort(versions: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(versions, key=Version))


def _read_terms(scenario: ScenarioInfo) -> tuple[object, ...]:
    """Return what decides about a scenario's results, its title and group aside."""
    return (
        scenario.child,
        scenario.children,
        scenario.row,
        scenario.variants,
        scenario.remedies,
        scenario.sources,
    )
