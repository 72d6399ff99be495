"""Whether what a cell, a tool or we ourselves say tells of a machine that ran short.

No disk, or one that fails, no memory, process, thread or open file, a library of the system that is
not there or cannot be read: whatever was being measured then says nothing. The words are those of
errno(3), dlopen(3) and CPython.
"""

import errno
import re
from typing import Final

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


def find_shortage_in(text: str) -> str | None:
    """Return the words of a text that tell of a shortage, or None."""
    found = _WORDS.search(text)
    return found[0] if found else None


def find_shortage_behind(error: BaseException) -> str | None:
    """Return the words of an error of our own process that tell of a shortage, or None."""
    return find_shortage_in(f"{type(error).__name__}: {error}")
