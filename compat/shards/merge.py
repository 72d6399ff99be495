"""Shards put together: proven to be all of one plan, then made into its matrix."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from compat.errors import EvidenceError, NotFoundOutError
from compat.matrix.build import assemble
from compat.matrix.digest import Digest
from compat.matrix.model import Matrix, Traces
from compat.plan.codec import make_plan_id, strip_plan
from compat.plan.model import Plan
from compat.record.model import Observation, Record, Status, SuiteInfo
from compat.shards.model import Cut
from compat.shards.name import ShardName
from compat.shards.piece import Piece, read_records
from compat.shards.service import list_filled


@dataclass(frozen=True, kw_only=True)
class Complete:
    """Shards of one cut, each once, in their order; ``missing`` are those that are accepted so."""

    cut: Cut
    pieces: tuple[Piece, ...]
    missing: tuple[ShardName, ...]


def share(pieces: Iterable[Piece]) -> list[Piece]:
    """Return shards that have one plan and one suite in memory where theirs are equal."""
    cuts: dict[str, Cut] = {}
    suites: dict[str, SuiteInfo] = {}
    found = []
    for each in pieces:
        shard = each.shard
        cut = cuts.setdefault(shard.cut.plan_id, shard.cut)
        own = {name: suites.setdefault(name, suite) for name, suite in shard.suites.items()}
        same = replace(shard, suites=own, cut=cut if cut == shard.cut else shard.cut)
        found.append(replace(each, shard=same))
    return found


def prove_complete(
    pieces: Iterable[Piece], *, expected: Cut | None = None, allow_missing: bool = False
) -> Complete:
    """Return shards with the proof that they are all of one cut, whatever order they come in.

    ``expected`` is the cut that they have to be of; by default that of most. Raises
    EvidenceError or NotFoundOutError.
    """
    pieces = sorted(share(pieces), key=lambda each: (each.shard.number, each.artifact.name))
    if expected is None:
        expected = _pick_cut_of_most(pieces)
    for each in pieces:
        _refuse_foreign(each, expected)
    numbers = Counter(each.shard.number for each in pieces)
    for number, count in sorted(numbers.items()):
        if count > 1:
            twice = [each.artifact.name for each in pieces if each.shard.number == number]
            message = f"shard {number}/{len(expected.shards)} is there {count} times: "
            message += f"{' and '.join(twice)}; leave one out"
            raise EvidenceError(message, "duplicated-shard")
    missing = tuple(name for name in list_filled(expected) if name.number not in numbers)
    if missing and not allow_missing:
        cells = sum(len(expected.shards[name.number - 1]) for name in missing)
        message = (
            f"missing: shard{'s' if len(missing) > 1 else ''} {', '.join(map(str, missing))} of"
            f" plan {expected.plan_id}, {cells} cells; run what is missing, or publish without"
            " it by --allow-missing"
        )
        raise NotFoundOutError(message, "shard-missing")
    return Complete(cut=expected, pieces=tuple(pieces), missing=missing)


def merge_shards(found: Complete) -> tuple[Matrix, Traces]:
    """Return the matrix and traces that one run of the whole plan gives, but for the provenance.

    The cells of a shard that is missing say so. Raises what reading records raises.
    """
    known: dict[str, Observation] = {}
    digest = Digest()
    for each in found.pieces:
        for record in read_records(each, known):
            _refuse_other_suite(record, digest, each)
            _add(record, digest, each)
    plan = _leave_out_missing(found.cut, found.missing)
    origins = [each.shard.origin for each in found.pieces]
    matrix, traces = assemble(plan, digest, origins)
    said = replace(matrix.provenance, plan=make_plan_id(found.cut.plan))
    return replace(matrix, provenance=said), traces


def _pick_cut_of_most(pieces: Iterable[Piece]) -> Cut:
    """Return the cut that most shards are of, as the first of these has it."""
    kinds: dict[tuple[str, tuple[tuple[str, ...], ...]], list[Cut]] = {}
    for each in pieces:
        cut = each.shard.cut
        kinds.setdefault((cut.plan_id, cut.shards), []).append(cut)
    return max(kinds.values(), key=len)[0]


def _refuse_foreign(each: Piece, expected: Cut) -> None:
    plan, cut = each.shard.cut.plan, each.shard.cut
    if plan.suite_hash != expected.plan.suite_hash:
        message = (
            f"{each.label} was measured by another suite than the plan {expected.plan_id}; run it"
            " again at the commit of the others"
        )
        raise EvidenceError(message, "foreign-shard")
    mine, theirs = strip_plan(plan), strip_plan(expected.plan)
    if mine != theirs:
        differing = [
            field.name.replace("_", " ")
            for field in fields(Plan)
            if getattr(mine, field.name) != getattr(theirs, field.name)
        ]
        message = (
            f"{each.label} is of another plan, {cut.plan_id} and not {expected.plan_id}: it has"
            f" other {', '.join(differing)}; give every shard the same plan with --plan"
        )
        raise EvidenceError(message, "foreign-shard")
    if cut.shards != expected.shards:
        message = (
            f"{each.label} is of another cut of plan {cut.plan_id}, which has other cells in its"
            f" {len(cut.shards)} shards; give every shard the same plan with --plan"
        )
        raise EvidenceError(message, "foreign-shard")


def _add(record: Record, digest: Digest, each: Piece) -> None:
    """Judge a record. What somebody made up may be of its schema and still make no sense."""
    try:
        digest.add(record)
    except (LookupError, ValueError, TypeError, StopIteration) as error:
        message = f"{each.label}: what {record.cell} observed makes no sense; run it again"
        raise EvidenceError(message, "edited-shard") from error


def _refuse_other_suite(record: Record, digest: Digest, each: Piece) -> None:
    """Refuse a record whose suite has other scenarios than those before it."""
    if record.suite and digest.scenarios and record.suite.scenarios != digest.scenarios:
        message = f"{each.label}: {record.cell} was measured with other scenarios; run it again"
        raise EvidenceError(message, "foreign-shard")


def _leave_out_missing(cut: Cut, missing: Iterable[ShardName]) -> Plan:
    """Return the plan with the cells of missing shards excluded, each with the reason."""
    lost: Mapping[str, ShardName] = {
        cell: name for name in missing for cell in cut.shards[name.number - 1]
    }
    cells = tuple(
        replace(
            cell,
            excluded=Status.NOT_MERGED,
            reason=f"missing: shard {lost[cell.id]} was not merged",
        )
        if cell.id in lost
        else cell
        for cell in cut.plan.cells
    )
    return replace(cut.plan, cells=cells)
