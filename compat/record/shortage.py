"""Whether what a cell or a tool says tells of a machine that ran short, not of a release.

No disk, or one that fails, no memory, process, thread or open file, a library of the system that is
not there or cannot be read: whatever was being measured then says nothing. The words are those of
errno(3), dlopen(3) and CPython; no scenario of the suite causes them by itself.
"""

import errno
import re
from typing import Final

from compat.record.model import Record, Status

ERRNOS: Final = frozenset(
    {
        *(errno.EAGAIN, errno.ENOMEM, errno.ENFILE, errno.EMFILE, errno.ENOSPC, errno.EDQUOT),
        errno.EIO,
    }
)
_WORDS: Final = re.compile(
    r"MemoryError|[Cc]annot allocate memory|[Oo]ut of memory|memory allocation of \d+ bytes failed"
    r"|failed to map segment|cannot (?:map|mmap)"
    r"|No space left on device|[Dd]isk quota exceeded|Too many open files"
    r"|Input/output error|Stale file handle|Read-only file system"
    r"|Resource temporarily unavailable|can't (?:start|create) new thread|std::bad_alloc"
    r"|cannot open shared object file|file too short|invalid ELF header|cannot read file data"
    r"|version [`']GLIBC\w*_[\d.]+' not found"
)
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


def shortage_in(text: str) -> str | None:
    """Return the words of a text that tell of a shortage, or None."""
    found = _WORDS.search(text)
    return found[0] if found else None


def shortage_behind(error: BaseException) -> str | None:
    """Return the words of an error of our own process that tell of a shortage, or None."""
    return shortage_in(f"{type(error).__name__}: {error}")


def shortage_of(record: Record) -> str | None:
    """Return what a record tells of a shortage, with where it was met, or None."""
    if found := shortage_in(f"{record.reason_class or ''}: {record.reason or ''}"):
        return f"{found}, while importing"
    if record.status is Status.IMPORT_FAILED and record.reason_class in _REFUSALS:
        return f"{record.reason_class}, while importing"
    for seen in (*record.observations, *record.differing):
        raised = f"{seen.exception.type}: {seen.exception.message}" if seen.exception else ""
        if found := shortage_in(f"{raised}\n{seen.harness_error or ''}"):
            return f"{found}, in {seen.scenario}"
    return None
