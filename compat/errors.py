"""What can go wrong that a person can cause or mend, and what ``compat`` exits with.

A class says what kind of thing it is, and so the exit code; its ``cause`` says for programs, in
``--json``, what it is exactly. Only ``main`` exits. A message is one line: what, why, what to do.
"""

from enum import IntEnum
from typing import ClassVar, Literal, Self, TypeAlias


class ExitCode(IntEnum):
    """What ``compat`` exits with, the same for every command, and what that means."""

    means: str

    def __new__(cls, number: int, means: str) -> Self:
        """Make a member of its number and of what that means."""
        member = int.__new__(cls, number)
        member._value_ = number
        member.means = means
        return member

    OK = 0, "done, and the answer is good"
    BAD_NEWS = 1, (
        "done, and the answer is bad news: an upgrade needs changes or is blocked, a gate is "
        "broken, an expected difference is over or does not occur, something is worse or differs, "
        "a check has findings"
    )  # fmt: skip
    USAGE = 2, "wrong usage: an unknown Python, release, id or option, or a malformed one"
    NOTHING_SELECTED = 3, "nothing is selected, or nothing of it exists or can be run"
    NOT_FOUND_OUT = 4, (
        "something is not known: a cell crashed or hung, the index cannot be read, the "
        "machine ran short, an interpreter, a shard or a part of a run is missing, or a check "
        "judged nothing or saw not all"
    )  # fmt: skip
    REFUSED = 5, (
        "evidence is refused: records, shards or reports are missing, unreadable, edited, there "
        "twice, of another suite or plan, or of a newer version"
    )  # fmt: skip
    CANNOT_WRITE = 6, "cannot write: the disk is full, or there is no right or place"
    BUG = 70, "a bug of this program: please report it"
    INTERRUPTED = 130, "interrupted; what was finished is kept"


Cause: TypeAlias = Literal[
    "wrong-usage",
    "unknown-python",
    "unknown-release",
    "unknown-cell",
    "unknown-scenario",
    "unreadable-expected",
    "nothing-selected",
    "not-found-out",
    "index-unreachable",
    "index-rubbish",
    "index-half-page",
    "index-lacks-project",
    "unreadable-settings",
    "interpreter-missing",
    "uv-missing",
    "never-probed",
    "shard-missing",
    "partial-run",
    "machine-ran-short",
    "unreadable",
    "corrupt-record",
    "missing-report",
    "torn-reports",
    "newer-version",
    "older-version",
    "other-suite",
    "other-run",
    "half-shard",
    "edited-shard",
    "foreign-shard",
    "duplicated-shard",
    "cannot-write",
    "bug",
    "unsound-matrix",
    "interrupted",
]


class CompatError(Exception):
    """An error with one line for the person, an exit code for the shell, a cause for programs."""

    exit_code: ClassVar[ExitCode]
    cause: Cause

    def __init__(self, message: str, cause: Cause | None = None) -> None:
        super().__init__(message)
        self.cause = cause or self.cause


class UsageError(CompatError):
    """What was typed, or a file of options, says nothing that can be done."""

    exit_code = ExitCode.USAGE
    cause: Cause = "wrong-usage"


class NothingSelectedError(CompatError):
    """A selection in which there is nothing, or nothing that can be run."""

    exit_code = ExitCode.NOTHING_SELECTED
    cause: Cause = "nothing-selected"


class NotFoundOutError(CompatError):
    """The index, this machine or who was asked did not give what an answer needs."""

    exit_code = ExitCode.NOT_FOUND_OUT
    cause: Cause = "not-found-out"


class EvidenceError(CompatError):
    """Records, shards or reports that nothing may rest on."""

    exit_code = ExitCode.REFUSED
    cause: Cause = "unreadable"


class CorruptRecordError(EvidenceError):
    """A record that is damaged, or is not of what was asked for."""

    cause: Cause = "corrupt-record"


class MissingReportError(EvidenceError):
    """A report that is not there."""

    cause: Cause = "missing-report"


class TornReportsError(EvidenceError):
    """A folder of reports that is not as it was written."""

    cause: Cause = "torn-reports"


class NewerVersionError(EvidenceError):
    """A record, a shard or a report of a later version of this program, which is no damage."""

    cause: Cause = "newer-version"


class DiskError(CompatError):
    """A file or folder that cannot be written, or locked for this process alone."""

    exit_code = ExitCode.CANNOT_WRITE
    cause: Cause = "cannot-write"


class BugError(CompatError):
    """A fault of this program."""

    exit_code = ExitCode.BUG
    cause: Cause = "bug"


class InterruptError(CompatError):
    """A person, or a CI service, ended the command."""

    exit_code = ExitCode.INTERRUPTED
    cause: Cause = "interrupted"
