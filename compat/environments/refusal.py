"""What uv's refusal to install means: a finding about the release, or a failure of the run."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from compat.environments.lacks import Lack, describe_lacks, flatten
from compat.record.model import Status
from compat.shortage import find_shortage_in

VANISHED = "vanished"
INSTALL = "install"
"""The class of what uv fails at and does not say whose fault it is: what it has kept may be."""
_LINES = 6
_LINE_LENGTH = 400

_ADDRESS = re.compile(r"\b[a-z][a-z+.-]*://[^\s`'\")]+")
_PATH = re.compile(r"(?<![\w./])/(?:[^\s/`'\"]+/)+")

_NO_SOLUTION = "No solution found when resolving"
# uv takes what it could not read for a version that is not there; its words for that, up to 0.13.
_UNREAD = re.compile(
    r"network was disabled|not found in the (?:cache|package registry|provided package locations)"
    r"|(?:invalid|inconsistent) metadata|invalid package format|could not be fetched"
)
# A file that the index named, or its page, could not be read.
_NO_FILE = re.compile(r"Failed to fetch|Request failed after|error sending request")
_NO_WHEEL = re.compile(
    r"[Bb]ecause (?:all versions of )?(?P<package>[\w.-]+)\S* has no (?:usable )?wheels"
)
_TOO_OLD = re.compile(
    r"[Bb]ecause (?:only (?P<index>[\w.-]+<=?\S+) is available|there is no version of \S+) and "
    r"(?:\S+) depends on (?P<needed>[\w.-]+\S*?),? "
)
_PYTHON = re.compile(r"does not satisfy Python")


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Why a cell has no environment: a status, a class for grouping, and uv's own words.

    ``rests_on`` has the digests of the pages of the projects that a proof names, ``lacks`` what of
    it the index lacks.
    """

    status: Status
    reason_class: str
    reason: str
    rests_on: Mapping[str, str] = field(default_factory=dict)
    lacks: tuple[Lack, ...] = ()


def classify_refusal(output: str, python: str) -> Refused:
    """Classify what uv printed when it failed; ``python`` is the cell's Python, for the words.

    Only a resolver's proof that there is no solution is a finding, as of the moment that the run
    resolves for. Everything else, and a proof that rests on what could not be read, is a failure.
    """
    words = _pick_words(output)
    flat = flatten(output)
    if found := find_shortage_in(flat):
        reason = f"the machine ran short: {found}\n{words}"
        return Refused(status=Status.MACHINE_FAILED, reason_class="shortage", reason=reason)
    if _NO_SOLUTION not in flat and _NO_FILE.search(flat):
        return Refused(status=Status.INDEX_FAILED, reason_class="index", reason=words)
    if _NO_SOLUTION not in flat or _UNREAD.search(flat):
        return Refused(status=Status.INSTALL_FAILED, reason_class=INSTALL, reason=words)
    reason_class, summary = _classify(flat, python)
    reason = f"{summary}\n{words}" if summary else words
    return Refused(status=Status.NOT_INSTALLABLE, reason_class=reason_class, reason=reason)


def refuse_not_installed(output: str, python: str) -> Refused:
    """Return the failure of installing what was resolved: of the index or the disk, no finding.

    A file that the index had when it was resolved may be gone: its class is ``vanished``.
    """
    refused = classify_refusal(output, python)
    if refused.status is not Status.NOT_INSTALLABLE:
        return refused
    gone = not refused.reason_class.startswith("no-wheel")
    return Refused(
        status=Status.INSTALL_FAILED,
        reason_class=VANISHED if gone else refused.reason_class,
        reason=f"gone from the index since: {refused.reason}" if gone else refused.reason,
    )


def refuse_unread(project: str, why: str) -> Refused:
    """Return the failure of a cell that needs a project whose page could not be read."""
    if found := find_shortage_in(why):
        reason = f"the machine ran short, and {project} could not be asked for: {found}"
        return Refused(status=Status.MACHINE_FAILED, reason_class="shortage", reason=reason)
    reason = f"the index did not tell of {project}: {why}"
    return Refused(status=Status.INDEX_FAILED, reason_class=f"index:{project}", reason=reason)


def refuse_lagging(lacks: tuple[Lack, ...], day: str) -> Refused:
    """Return the failure of a cell that needs what the index lacks, and cannot do without."""
    return Refused(
        status=Status.INDEX_FAILED,
        reason_class=f"lacks:{lacks[0].project}",
        reason=describe_lacks(lacks, day) or "",
        lacks=lacks,
    )


def _classify(flat: str, python: str) -> tuple[str, str]:
    if found := _NO_WHEEL.search(flat):
        package = re.split(r"[<>=!~]", found["package"])[0]
        return f"no-wheel:{package}", f"no wheel for Python {python}: {package}"
    if found := _TOO_OLD.search(flat):
        has = f", index has {found['index']}" if found["index"] else ""
        package = re.split(r"[<>=!~]", found["needed"])[0]
        return f"requirement:{package}", f"needs {found['needed']}{has}"
    if _PYTHON.search(flat):
        return "python", ""
    return "conflict", ""


def _pick_words(output: str) -> str:
    """Return uv's first lines, from its error on, without its notes on progress.

    They are published: an index's address, which may hold a password, and the folders of this
    machine are taken out.
    """
    plain = _PATH.sub("", _ADDRESS.sub("<address>", output))
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    start = next((i for i, line in enumerate(lines) if line.startswith("error")), 0)
    return "\n".join(line[:_LINE_LENGTH] for line in lines[start : start + _LINES])
