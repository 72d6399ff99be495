"""A matrix from what a folder holds: reports, a run, or records of the plain hosts."""

from pathlib import Path

from compat.errors import CorruptRecordError, MissingReportError
from compat.matrix.build import assemble
from compat.matrix.derive import derive
from compat.matrix.digest import Digest
from compat.matrix.model import Matrix, Traces
from compat.plan import codec
from compat.plan.loose import make_loose_plan
from compat.plan.model import Plan
from compat.record.asked import Asked, find_complaint, only
from compat.record.codec import decode
from compat.record.model import Record
from compat.record.pack import Evidence
from compat.record.store import read
from compat.run.folder import EVIDENCE, RECORDS
from compat.run.suite import find_suite_hash
from compat.stored.reports import MATRIX, load


def gather(folder: Path) -> tuple[Matrix, Traces, tuple[str, ...]]:
    """Return the matrix of a folder, its traces, and a line for each record that was set aside.

    The folder holds reports (their verdicts are judged again from the traces), or a run (its plan
    and records), or records as the plain hosts write them. Raises MissingReportError,
    NewerVersionError, NotFoundOutError and what reading reports raises.
    """
    if (folder / MATRIX).exists():
        matrix, traces = load(folder)
        return derive(matrix, traces), traces, ()
    planned = folder / "plan.json"
    set_aside: list[str] = []
    if planned.exists():
        evidence = Evidence(root=folder.parent.parent / EVIDENCE)
        records = read(folder / RECORDS, set_aside.append, evidence.unpack)
    else:
        records = read(folder, set_aside.append, _hold)
    digest = Digest(records)
    plan = codec.decode(planned.read_bytes()) if planned.exists() else _make_plan(digest)
    if plan is None:
        message = f"{folder} holds neither reports, nor a run, nor records; name a folder that does"
        raise MissingReportError(message)
    return *assemble(plan, digest), tuple(set_aside)


def _hold(content: bytes, name: str) -> Record:
    """Return a record as a plain host writes it, by the suite of this checkout.

    Raises CorruptRecordError, also for one that is not of a whole run of that suite.
    """
    record = decode(content, name)
    suite = find_suite_hash(layered="-lg" in record.cell)
    asked = Asked(cell=record.cell, suite=suite, options=only(_list_scenarios(record)))
    if wrong := find_complaint(record, asked):
        message = f"{name} is not what a cell of this suite records: {wrong}"
        raise CorruptRecordError(message)
    return record


def _list_scenarios(record: Record) -> tuple[str, ...]:
    """Return the scenarios that a record names: a plain host may have run some of them only."""
    return tuple(each.id for each in record.suite.scenarios) if record.suite else ()


def _make_plan(digest: Digest) -> Plan | None:
    return make_loose_plan(digest.records.values()) if digest.records else None
