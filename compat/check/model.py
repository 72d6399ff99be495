"""What ``compat check`` found: its JSON Schema is made from these classes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from pydantic import TypeAdapter

from compat.matrix.model import Listener
from compat.schema import strict

CHECK_VERSION: Literal["1.0"] = "1.0"


class Seen(StrEnum):
    """What a listener sees of a call, best last, by the rules of the matrix.

    ``misplaced``: it is seen by a listener of another caller, under that one's run.
    """

    RAISED = "raised"
    LOST = "lost"
    MISPLACED = "misplaced"
    SPLIT = "split"
    FLATTENED = "flattened"
    NESTED = "nested"


WORST_FIRST: Final = tuple(Seen)


def find_worst(outcomes: Mapping[Listener, Seen]) -> Seen:
    """Return the worst outcome for any listener."""
    return min(outcomes.values(), key=WORST_FIRST.index, default=Seen.NESTED)


class Passed(StrEnum):
    """Whose callbacks a call was given."""

    NOTHING = "nothing"
    CALLER = "caller"
    ABOVE = "above"
    ANOTHER = "another"
    EMPTY = "empty"
    OWN = "own"
    FOREIGN = "foreign"


class Private(StrEnum):
    """Why a call is no finding, whatever came of it."""

    CALLBACKS = "an empty list of callbacks"
    COMMENT = "a comment"
    SETTINGS = "the settings"
    FOREIGN = "a parent of another tracing library"


@strict
@dataclass(frozen=True, kw_only=True)
class Place:
    """A line of a person's code: a file as seen from the project, ``text`` what stands there.

    ``form`` is what the function is: ``def``, ``async def``, ``generator``, ``async generator``.
    """

    file: str
    line: int
    function: str
    form: str
    text: str = ""


@strict
@dataclass(frozen=True, kw_only=True)
class Shape:
    """How a call is written, as far as the watcher can tell.

    ``caller`` and ``child`` are kinds of runs, ``place`` is the framework's class that runs the
    caller, ``form`` what the function is that the call stands in, ``awaited`` whether the child
    was called by an asynchronous method, ``edges`` the tasks, threads, pools and loops between the
    two, the nearest first.
    """

    caller: str
    place: str
    form: str
    child: str
    awaited: bool
    edges: tuple[str, ...]
    passed: Passed


@strict
@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who made some of the calls of a call site: the names of the runs above, outermost first.

    ``environment`` is its place in the ``environments`` of a check, ``outcomes`` the worst that
    came of these ``calls``. Where a call site has very many callers, the last have no names.
    """

    true_path: tuple[str, ...]
    environment: int
    outcomes: dict[Listener, Seen]
    duplicated: bool = False
    calls: int = 0

    @property
    def worst(self) -> Seen:
        """The worst outcome for any listener."""
        return find_worst(self.outcomes)


@strict
@dataclass(frozen=True, kw_only=True)
class CallSite:
    """The calls of one line that are alike, with the worst that came of them, by listener.

    ``name`` is the child's; ``true_path`` are the names of the runs above it, outermost first,
    ``seen_path`` those that a stream and a handler are told, ``hook_path`` those that a tracer is
    told. ``through`` is an installed package that made the call for this line. ``dropped`` names
    what of the caller's tags and metadata does not reach the child. ``inherited``: the child is
    under its caller, and it is the caller that is missing. ``callers`` are all that made the
    calls, those of whose calls the worst came first.
    """

    place: Place
    name: str
    shape: Shape
    true_path: tuple[str, ...]
    seen_path: tuple[str, ...]
    hook_path: tuple[str, ...]
    outcomes: dict[Listener, Seen]
    through: str | None = None
    dropped: tuple[str, ...] = ()
    duplicated: bool = False
    inherited: bool = False
    calls: int = 0
    private: Private | None = None
    callers: tuple[Caller, ...] = ()

    @property
    def worst(self) -> Seen:
        """The worst outcome for any listener."""
        return find_worst(self.outcomes)

    @property
    def is_complete(self) -> bool:
        """Whether every listener sees the call once, under its caller."""
        return self.worst is Seen.NESTED and not self.duplicated


@strict
@dataclass(frozen=True, kw_only=True)
class Advice:
    """What the matrix knows of calls that are written like this.

    ``scenario`` is the pattern, None if there is none like it: then there is no advice.
    ``heading`` says what the code below it does, ``code`` are its lines, none where nothing is to
    be written. The call needs no change with ``needless_from_core`` on the same Python, and on
    ``needless_from_python`` with the same langchain-core; with LangGraph also with
    ``needless_from_langgraph``, the others being the same. ``measured_with`` names the
    langchain-core and the LangGraph that all this is of, where the very two were not measured.
    """

    scenario: str | None = None
    title: str = ""
    heading: str = ""
    code: tuple[str, ...] = ()
    needless_from_core: str | None = None
    needless_from_python: str | None = None
    needless_from_langgraph: str | None = None
    measured_with: str | None = None


@strict
@dataclass(frozen=True, kw_only=True)
class Finding:
    """A call site that a listener misses something of; ``id`` stays when lines move."""

    id: str
    site: CallSite
    advice: Advice


@strict
@dataclass(frozen=True, kw_only=True)
class Uncalled:
    """A call in the project's code that never ran while it was watched."""

    place: Place
    method: str


@strict
@dataclass(frozen=True, kw_only=True)
class Environment:
    """What some of it ran on; a version is None where that is not installed."""

    python: str
    core: str | None
    langgraph: str | None = None
    langchain: str | None = None


@strict
@dataclass(frozen=True, kw_only=True)
class Driven:
    """A target that was driven: how, and the type of the error that ended it, if one did.

    ``ran`` counts the models and tools that ran, by a count of their own methods, ``shown`` those
    of them that the event stream showed; None where no stream was read. ``found`` are those that it
    did not show and that a finding's line led to.
    """

    target: str
    way: Literal["astream_events", "ainvoke", "invoke"]
    error: str | None = None
    ran: int | None = None
    shown: int | None = None
    found: int | None = None


@strict
@dataclass(frozen=True, kw_only=True)
class Counts:
    """How much was seen.

    ``processes`` were watched, ``unreached`` ones were started and were not. ``unknown_callers``
    are runs whose caller was over before they began.
    """

    processes: int = 0
    unreached: int = 0
    tests: int = 0
    runs: int = 0
    unknown_callers: int = 0


@strict
@dataclass(frozen=True, kw_only=True)
class Check:
    """One check of a project.

    ``command`` is what ran, as it was typed; ``date`` is UTC, in ISO 8601. ``partial`` says why
    not all was seen; nothing if all was. ``environments`` are all that were watched, in the order
    in which they were. ``refused`` are the hosts that a connection was refused
    to, ``network`` says by what means. ``unread`` are the project's files whose calls cannot be
    listed, with the reason. ``unused`` are the marks and settings of private calls that match
    nothing. The findings come worst first; ``known`` are the ids of those that the baseline has
    too, ``gone`` the ids of those that only the baseline has.
    """

    schema_version: Literal["1.0"] = CHECK_VERSION
    project: str
    command: tuple[str, ...]
    date: str
    environments: tuple[Environment, ...]
    network: str
    counts: Counts
    findings: tuple[Finding, ...] = ()
    complete: tuple[CallSite, ...] = ()
    private: tuple[CallSite, ...] = ()
    uncalled: tuple[Uncalled, ...] = ()
    driven: tuple[Driven, ...] = ()
    refused: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


CHECK: Final = TypeAdapter(Check)
