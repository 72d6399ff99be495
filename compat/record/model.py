"""What a cell writes: normalised facts, never a conclusion.

Outcomes and verdicts are derived from these (see ``compat.matrix``), so that a change of the rules
needs no cell to run again. Run ids, times and addresses never appear in an observation.
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from compat.schema import strict

SCHEMA_VERSION = "1.1"

ChildKind = Literal["chat_model", "retriever", "custom_event", "custom_write"]
RunKind = Literal["tool", "chain", "chat_model", "llm", "prompt", "parser", "retriever", "unknown"]
Row = Literal["verdict", "fact", "hiding"]


class Status(StrEnum):
    """Of a cell. All but ``PROBED`` carry a reason."""

    PROBED = "probed"
    NOT_PUBLISHED = "not-published"
    NOT_INSTALLABLE = "not-installable"
    INSTALL_FAILED = "install-failed"
    INDEX_FAILED = "index-failed"  # the index did not answer well, or lacks what is asked for
    MACHINE_FAILED = "machine-failed"  # no disk, memory, process or thread: not the release
    INTERPRETER_MISSING = "interpreter-missing"
    IMPORT_FAILED = "import-failed"
    CRASHED = "crashed"
    TIMED_OUT = "timed-out"
    NOT_MERGED = "not-merged"  # of a matrix that was merged without one of its shards


FAILED = frozenset(
    {
        Status.CRASHED,
        Status.TIMED_OUT,
        Status.INSTALL_FAILED,
        Status.INDEX_FAILED,
        Status.MACHINE_FAILED,
        Status.NOT_MERGED,
    }
)
"""What stays unknown; a required interpreter that is missing is one more."""

FOUND_OUT = frozenset(
    {Status.PROBED, Status.NOT_PUBLISHED, Status.NOT_INSTALLABLE, Status.IMPORT_FAILED}
)
"""What is a finding about a cell. All else tells nothing of it, neither a yes nor a no."""


@strict
@dataclass(frozen=True, kw_only=True)
class ScenarioInfo:
    """A scenario as the suite declares it.

    ``children`` is how many child runs its code starts. ``row`` says what is made of it: a verdict,
    a fact's answer, or whether what is meant to be hidden shows. ``sources`` holds the real code
    of each variant and, as ``remedy-NAME``, of each remedy.
    """

    id: str
    group: str
    title: str
    child: ChildKind
    children: Annotated[int, Field(ge=1)]
    row: Row
    variants: tuple[str, ...]
    remedies: tuple[str, ...]
    sources: dict[str, str]


@strict
@dataclass(frozen=True, kw_only=True)
class SuiteInfo:
    """The in-cell suite that observed: its version, the SHA-256 of its files, its scenarios."""

    version: str
    hash: str
    scenarios: tuple[ScenarioInfo, ...]


@strict
@dataclass(frozen=True, kw_only=True)
class Run:
    """One run as a stream or a handler saw it, named, never identified.

    ``parents`` are the names of its ancestors, outermost first; an ancestor that was never seen
    itself is ``"?"``. ``parent`` is the direct parent's place in the same list, or None.
    """

    name: str
    kind: RunKind
    parent: int | None
    parents: tuple[str, ...]
    events: dict[str, int]
    tags: tuple[str, ...] = ()
    metadata_keys: tuple[str, ...] = ()
    caller_tags: bool = False
    caller_metadata: bool = False


@strict
@dataclass(frozen=True, kw_only=True)
class Stream:
    """What one stream yielded. ``parents_known`` is False where the protocol gives no parents."""

    protocol: str
    parents_known: bool
    runs: tuple[Run, ...]


@strict
@dataclass(frozen=True, kw_only=True)
class Raised:
    """An exception, by its class's qualified name and its message (addresses and ids removed)."""

    type: str
    message: str


def _is_none(value: object) -> bool:
    return value is None


Drives = tuple[tuple[Run, ...], ...]
"""What a listener saw of each object that was driven; the caller's own trace comes first."""


@strict
@dataclass(frozen=True, kw_only=True)
class Call:
    """What a plain call did, which streams nothing, and what a listener saw of it.

    ``absent`` says why there was no such listener, of one that only a layer has.
    """

    exception: Raised | None
    drives: Drives
    absent: Annotated[str | None, Field(exclude_if=_is_none)] = None


@strict
@dataclass(frozen=True, kw_only=True)
class Observation:
    """What one variant, or one remedy, of one scenario did in one cell.

    ``absent`` names the API check that failed, ``exception`` what the object under test raised,
    ``harness_error`` a failure of our own (a traceback; never a verdict). ``handler`` holds the
    runs that the caller's callback handler saw beside the stream, ``handler_call`` what one saw of
    a plain call, None where that can be no other. ``hook_call`` is what a handler saw of a plain
    call that the context held, as it holds tracers and token counters, and that nobody passed.
    ``messages_call`` and ``custom_call`` are those of a layer's own streams; files of cells without
    one leave them out. ``returned`` is the final output as text. Records before 1.1 have no call.
    """

    scenario: str
    variant: str
    remedy: bool
    path: tuple[str, ...]
    absent: str | None
    exception: Raised | None
    harness_error: str | None
    returned: str | None
    facts: dict[str, str | int | bool | None]
    streams: tuple[Stream, ...]
    handler: tuple[Run, ...]
    handler_call: Call | None = None
    hook_call: Call | None = None
    messages_call: Annotated[Call | None, Field(exclude_if=_is_none)] = None
    custom_call: Annotated[Call | None, Field(exclude_if=_is_none)] = None

    @property
    def hears_all(self) -> bool:
        """Whether every listener was there."""
        return self.hook_call is not None

    @property
    def hears_layer(self) -> bool:
        """Whether those were there too whom only a layer has."""
        return self.messages_call is not None

    @cached_property
    def id(self) -> str:
        """The first 12 hex digits of the SHA-256 of its JSON, by which traces are named."""
        return make_content_id(_OBSERVATION.dump_json(self))


EVIDENCE_ID_DIGITS: Final = 12
_OBSERVATION = TypeAdapter(Observation)


def make_content_id(content: bytes) -> str:
    """Return the first 12 hex digits of the SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()[:EVIDENCE_ID_DIGITS]


@strict
@dataclass(frozen=True, kw_only=True)
class PythonBuild:
    """The interpreter that ran the cell; ``build`` is ``sys.version`` on one line."""

    exact: str
    implementation: str
    build: str


@strict
@dataclass(frozen=True, kw_only=True)
class Timing:
    """Who ran the cell and when: all that may differ between two runs of one cell.

    ``seconds`` is how long it took with all that it needed, ``cpu`` the seconds of CPU of its own
    process, the last one of several, where the host knows.
    """

    host: str
    finished_at: str
    seconds: float
    cpu: float | None = None


@strict
@dataclass(frozen=True, kw_only=True)
class Record:
    """One cell's evidence, one JSON file.

    A probed record is written by the in-cell suite, whoever hosts it; a record of any other status
    is written by the engine and has neither suite nor observations. ``repeated`` is how often the
    cell ran in its environment; of the later runs those observations are kept in ``differing``
    that are not what the first run saw.
    """

    schema_version: str
    cell: str
    status: Status
    timing: Timing
    reason: str | None = None
    reason_class: str | None = None
    python: PythonBuild | None = None
    platform: str | None = None
    packages: dict[str, str] = field(default_factory=dict)
    overrides: tuple[str, ...] = ()
    suite: SuiteInfo | None = None
    observations: tuple[Observation, ...] = ()
    repeated: int = 1
    differing: tuple[Observation, ...] = ()
