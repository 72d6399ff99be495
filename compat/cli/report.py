"""``compat report``: the pages again, from records, without running a cell."""

from pathlib import Path

from compat.errors import CompatError, ExitCode
from compat.matrix.build import assembled
from compat.matrix.derive import derive
from compat.matrix.digest import Digest
from compat.matrix.model import Matrix, Traces
from compat.plan import codec
from compat.plan.loose import plan_of
from compat.plan.model import Plan
from compat.record.packed import Evidence
from compat.record.store import read
from compat.reports.data import MATRIX, load
from compat.run.folder import EVIDENCE, RECORDS


class NoRecordsError(CompatError):
    """A folder with nothing in it to report on."""

    exit_code = ExitCode.RECORDS


def gather(folder: Path) -> tuple[Matrix, Traces, tuple[str, ...]]:
    """Return the matrix of a folder, its traces, and a line for each record that was set aside.

    The folder holds reports (their verdicts are judged again from the traces), or a run (its plan
    and records), or records as the plain hosts write them. Raises NoRecordsError,
    NewerRecordError, MissingRecordsError and what reading reports raises.
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
        records = read(folder, set_aside.append)
    digest = Digest(records)
    plan = codec.decode(planned.read_bytes()) if planned.exists() else _loose(digest)
    if plan is None:
        message = f"{folder} holds neither reports, nor a run, nor records; name a folder that does"
        raise NoRecordsError(message)
    return *assembled(plan, digest), tuple(set_aside)


def _loose(digest: Digest) -> Plan | None:
    return plan_of(digest.records.values()) if digest.records else None
