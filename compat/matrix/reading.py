"""The words for what a scenario came to, for one listener: outcomes, a verdict, a reading."""

from dataclasses import dataclass
from enum import StrEnum

from compat.schema import strict

NAIVE = "naive"
"""The form that passes nothing."""

REMEDY = "remedy-"
"""What comes before a remedy's name where forms of both kinds stand side by side."""

SIMPLEST_FIRST = (NAIVE, "configured", "callbacks")
"""The variants in the order in which they are taught."""


class Listener(StrEnum):
    """Who looks at the runs of a cell; an outcome belongs to a listener.

    ``STREAM`` iterates over the events that a call streams. ``HANDLER`` is passed in ``config`` to
    a plain call. ``HOOK`` is held by the context, where a context manager or the environment put
    it: tracers and token counters are. ``MESSAGES`` and ``CUSTOM`` read langgraph's streams of that
    mode: the tokens of models, and what code writes. They tell of no parents.
    """

    STREAM = "stream"
    HANDLER = "handler"
    HOOK = "hook"
    MESSAGES = "messages"
    CUSTOM = "custom"


OF_CORE = (Listener.STREAM, Listener.HANDLER, Listener.HOOK)
"""Who can listen to whatever is built on langchain-core; the others need langgraph."""


class Outcome(StrEnum):
    """Of one variant, for a listener, the worst of its children and streams.

    ``SPLIT``, of a hook only: the child is seen as the root of a second trace.
    """

    NESTED = "nested"
    FLATTENED = "flattened"
    SPLIT = "split"
    LOST = "lost"
    RAISED = "raised"
    ABSENT = "absent"
    UNKNOWN = "unknown"


SHOWN = (Outcome.NESTED, Outcome.FLATTENED, Outcome.SPLIT)
"""Outcomes in which the child is seen, the best first."""


class Verdict(StrEnum):
    """Of a scenario in a cell, for a listener."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    BROKEN = "broken"
    ABSENT = "absent"
    INCONSISTENT = "inconsistent"
    RECORDED = "recorded"
    UNKNOWN = "unknown"


class Flag(StrEnum):
    """What a verdict does not say of a variant, or a remedy; written ``flag:variant``.

    ``MISPLACED``: lost for its own caller and seen by another's listener. ``DUPLICATED``: a
    listener saw more children than the code starts.
    """

    FLATTENED = "flattened"
    SPLIT = "split"
    MISPLACED = "misplaced"
    DUPLICATED = "duplicated"
    SILENT = "silent"
    RAISES = "raises"
    LEAKS = "leaks"
    TAGS_LOST = "tags-lost"
    METADATA_LOST = "metadata-lost"
    CALLBACKS_LOST = "callbacks-lost"
    TOKENS_LOST = "tokens-lost"


LOSSES_ON_THE_WAY = (
    Flag.TAGS_LOST,
    Flag.METADATA_LOST,
    Flag.CALLBACKS_LOST,
    Flag.TOKENS_LOST,
)
"""Flags of a child that is seen, and worse for them: what did not travel with it."""


@strict
@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a scenario came to for a listener, in short.

    A statement is one reading over a range of releases: two cells say the same there if their
    readings are equal.
    """

    listener: Listener = Listener.STREAM
    verdict: Verdict
    flags: tuple[str, ...]
    answer: str | None


Saying = tuple[Reading, tuple[tuple[str, Outcome], ...]]
"""A reading with what each form came to: what two results share that say the same of code."""
