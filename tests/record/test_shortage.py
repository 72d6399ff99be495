"""A machine that ran short is told from a release that raises."""

import errno
import os
from dataclasses import replace

import pytest

from compat.matrix.model import Matrix, Traces
from compat.record.model import Raised, Record, Status
from compat.record.shortage import find_shortage
from compat.shortage import ERRNOS, find_shortage_in
from tests.build import NESTED, observation, record

CELL = "py3.12-core0.3.0"


@pytest.mark.parametrize("code", sorted(ERRNOS))
def test_every_errno_of_a_shortage_is_known_by_its_words(code: int) -> None:
    assert find_shortage_in(f"OSError: {OSError(code, os.strerror(code))}")


@pytest.mark.parametrize("code", [errno.ENOENT, errno.EACCES, errno.ECONNREFUSED, errno.EPIPE])
def test_other_errors_are_none(code: int) -> None:
    assert find_shortage_in(f"OSError: {OSError(code, os.strerror(code))}") is None


def raised(kind: str, message: str) -> Record:
    seen = replace(observation(NESTED), exception=Raised(type=kind, message=message))
    return record(CELL, seen)


def unimportable(kind: str, reason: str) -> Record:
    return replace(record(CELL), status=Status.IMPORT_FAILED, reason_class=kind, reason=reason)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (raised("MemoryError", ""), "MemoryError, in tool-async"),
        (raised("RuntimeError", "can't start new thread"), "can't start new thread, in tool-async"),
        (
            replace(record(CELL), status=Status.IMPORT_FAILED, reason_class="MemoryError"),
            "MemoryError, while importing",
        ),
        (unimportable("PermissionError", "[Errno 13]"), "PermissionError, while importing"),
        (unimportable("OSError", "[Errno 71] Protocol error"), "OSError, while importing"),
        (unimportable("FileNotFoundError", "[Errno 2] no template"), None),
        (
            unimportable("ImportError", "libz.so.1: cannot open shared object file: no file"),
            "cannot open shared object file, while importing",
        ),
        (
            unimportable("ImportError", "/lib/libm.so.6: version `GLIBC_2.99' not found"),
            "version `GLIBC_2.99' not found, while importing",
        ),
        (raised("ValueError", "no thread"), None),
    ],
)
def test_a_record_tells_of_it(found: Record, said: str | None) -> None:
    assert find_shortage(found) == said


def test_no_scenario_of_the_suite_raises_such_by_itself(
    committed: tuple[Matrix, Traces],
) -> None:
    matrix, traces = committed
    assert len(traces.traces) > 1000
    for seen in traces.traces.values():
        assert find_shortage(record(CELL, seen)) is None, seen.scenario
    assert not any(find_shortage_in(cell.reason or "") for cell in matrix.cells)
