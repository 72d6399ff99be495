"""The base of all errors that a person can cause or mend, and the exit codes.

One small class a cause, each with its exit code; only ``main`` exits. A message is one line: what,
why, and what to do.
"""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What ``compat`` exits with."""

    OK = 0
    FAILURES = 1  # the run could not find out about some cells
    USAGE = 2  # an unknown Python, release, id, specifier or option
    NOTHING_SELECTED = 3
    INTERPRETER_MISSING = 4  # one that is required
    INDEX = 5  # unreachable, or its answer makes no sense
    RECORDS = 6  # records or reports that cannot be read
    DISK = 7  # or memory, processes, threads: what the machine refuses
    DIFFERS = 8  # a replay that does not reproduce its record
    UNSOUND = 9  # statements that contradict their cells: a mistake of ours
    NEEDS_CHANGES = 10  # an upgrade after which something is worse
    BLOCKED = 11  # an upgrade to what cannot be had
    NOT_KNOWN = 12  # an upgrade of which something was not found out
    NOT_PROBED = 13  # a configuration of which nothing was measured
    WORSE = 14  # of two matrices the later one says something worse
    OTHER_SUITE = 15  # two matrices that different suites measured
    BASELINE = 16  # a published statement no longer holds
    EXPECTED = 17  # an expected difference that is malformed, has expired, or does not occur
    SHARD_MISSING = 18
    SHARD_DUPLICATED = 19
    SHARD_FOREIGN = 20  # of another plan, or of another suite
    SHARD_HALF = 21  # a part of its files is missing
    SHARD_EDITED = 22  # not what was written: other bytes, links, too large
    BUG = 70  # a fault of ours; EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130


class CompatError(Exception):
    """An error with one line for the person and an exit code for the shell."""

    exit_code: ClassVar[ExitCode] = ExitCode.FAILURES
