"""``compat report``: the pages again, from records, without running a cell."""

from pathlib import Path

from compat.errors import CompatError, ExitCode
from compat.matrix.build import build
from compat.matrix.derive import derive
from compat.matrix.model import Matrix, Traces
from compat.plan import codec
from compat.plan.loose import plan_of
from compat.record.store import load as load_records
from compat.reports.data import MATRIX, load


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
    if (folder / "plan.json").exists():
        plan = codec.decode((folder / "plan.json").read_bytes())
        found = load_records(folder / "records")
    else:
        found = load_records(folder)
        plan = plan_of(found.records.values()) if found.records else None
    if plan is None:
        message = f"{folder} holds neither reports, nor a run, nor records; name a folder that does"
        raise NoRecordsError(message)
    return *build(plan, found.records), found.set_aside
