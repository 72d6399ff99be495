"""Whether a record tells of a machine that ran short; no scenario of the suite does by itself."""

from typing import Final

from compat.record.model import Record, Status
from compat.shortage import find_shortage_in

# What an import raises when the system refuses something. A file that is not there, or of another
# kind, may be the release's own doing: its files are known to be whole.
_REFUSALS: Final = frozenset(
    each.__name__
    for each in (
        *(OSError, PermissionError, BlockingIOError, InterruptedError, TimeoutError),
        *(ConnectionError, ConnectionRefusedError, BrokenPipeError, ChildProcessError),
        ProcessLookupError,
    )
)


def find_shortage(record: Record) -> str | None:
    """Return what a record tells of a shortage, with where it was met, or None."""
    if found := find_shortage_in(f"{record.reason_class or ''}: {record.reason or ''}"):
        return f"{found}, while importing"
    if record.status is Status.IMPORT_FAILED and record.reason_class in _REFUSALS:
        return f"{record.reason_class}, while importing"
    for seen in (*record.observations, *record.differing):
        raised = f"{seen.exception.type}: {seen.exception.message}" if seen.exception else ""
        if found := find_shortage_in(f"{raised}\n{seen.harness_error or ''}"):
            return f"{found}, in {seen.scenario}"
    return None
