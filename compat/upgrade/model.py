"""What an upgrade changes, as values. Nothing here says it in words: that is for reports."""

from dataclasses import dataclass
from enum import StrEnum

from compat.matrix.model import Outcome, Verdict
from compat.record.model import Status
from compat.schema import strict


class Effect(StrEnum):
    """What a change means for code that was written in a certain form, the most pressing first.

    ``SILENT``: the child shows less, and nothing is raised. ``RAISES``: an exception comes out
    where none did. ``LEAKS``: what is meant to be hidden shows. ``WORSE``: any other loss, such as
    the caller's tags or the API itself. ``UNKNOWN``: not found out before or after. ``OTHER``: a
    difference that is neither better nor worse, such as another answer.
    """

    SILENT = "silent"
    RAISES = "raises"
    LEAKS = "leaks"
    WORSE = "worse"
    UNKNOWN = "unknown"
    OTHER = "other"
    BETTER = "better"


LOSSES = (Effect.SILENT, Effect.RAISES, Effect.LEAKS, Effect.WORSE)
"""Effects that code has to be looked at for."""


class Axis(StrEnum):
    """What a change comes from, as far as the cells show.

    ``EITHER``: each alone brings it. ``BOTH``: neither alone does. ``UNKNOWN``: the cells that
    would tell were not probed.
    """

    PYTHON = "python"
    CORE = "core"
    EITHER = "either"
    BOTH = "both"
    UNKNOWN = "unknown"


class Decision(StrEnum):
    """Whether the upgrade may be made.

    ``BLOCKED``: the target was tried and cannot be had. ``UNKNOWN``: nothing measured gets worse,
    but something was not found out; it is neither a yes nor a no.
    """

    SAFE = "safe"
    CHANGES = "needs-changes"
    BLOCKED = "blocked"
    UNKNOWN = "not-known"


@strict
@dataclass(frozen=True, kw_only=True)
class FormChange:
    """One form of a scenario: a variant, or ``remedy-NAME``.

    ``flags`` are those that come or go with it, ``+tags-lost`` and ``-tags-lost``.
    """

    form: str
    effect: Effect
    before: Outcome | None
    after: Outcome | None
    flags: tuple[str, ...] = ()


@strict
@dataclass(frozen=True, kw_only=True)
class Turn:
    """Where the scenario's result changes on the way.

    ``axis`` is ``PYTHON`` or ``CORE``; ``at`` is what stands still: a release or a Python. The
    result is one thing in ``last`` and another in ``first``; ``exact`` if nothing published lies
    between. ``packages`` are the other packages that differ between these two cells, (name, last,
    first): what is due to them cannot be told from what is due to the axis.
    """

    axis: Axis
    at: str
    last: str
    first: str
    exact: bool
    packages: tuple[tuple[str, str, str], ...]


@strict
@dataclass(frozen=True, kw_only=True)
class Remedy:
    """A by-hand form to write: what it comes to in the target, and today; ``None``: not measured.

    ``code`` is the form's source as the suite has it.
    """

    form: str
    before: Outcome | None
    after: Outcome
    code: str


@strict
@dataclass(frozen=True, kw_only=True)
class Said:
    """A scenario in a cell, in short."""

    verdict: Verdict
    answer: str | None


@strict
@dataclass(frozen=True, kw_only=True)
class Change:
    """One scenario that differs. ``remedy`` is there for losses, where a form helps."""

    scenario: str
    group: str
    title: str
    effect: Effect
    before: Said | None
    after: Said | None
    forms: tuple[FormChange, ...]
    axis: Axis
    turns: tuple[Turn, ...]
    remedy: Remedy | None


@strict
@dataclass(frozen=True, kw_only=True)
class End:
    """A configuration: a cell, its status, its reason if it was not probed, its exact Python.

    ``overrides`` are those that it cannot be installed without; ``yanked`` is why its release was,
    empty if no reason was given, None if it was not.
    """

    cell: str
    python: str
    core: str
    status: Status
    reason: str | None
    exact: str | None
    overrides: tuple[str, ...]
    yanked: str | None


@strict
@dataclass(frozen=True, kw_only=True)
class Upgrade:
    """From one configuration to another.

    ``changes`` are the scenarios that differ, the most pressing first; ``same`` counts those that
    do not. ``nearest`` are safe targets near the one that was asked for, the nearest first.
    """

    source: End
    target: End
    decision: Decision
    changes: tuple[Change, ...]
    same: int
    nearest: tuple[str, ...]
