"""What the watcher of one process wrote: hostile lines, held to what they may be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from compat.check.model import Passed, Seen
from compat.matrix.model import Listener
from compat.matrix.reading import OF_CORE
from compat.schema import strict

FORMAT: Final = "1"
"""Of the lines; ``langchain_core_watch.output`` writes it."""

_Text = Annotated[str, Field(max_length=1000)]
_Names = Annotated[tuple[Annotated[str, Field(max_length=80)], ...], Field(max_length=100)]
_Word = Annotated[str, Field(max_length=80)]
_Count = Annotated[int, Field(ge=0)]


def _check_listeners(told: dict[Listener, Seen]) -> dict[Listener, Seen]:
    if missing := set(OF_CORE) - told.keys():
        message = f"nothing is said of {', '.join(sorted(missing))}"
        raise ValueError(message)
    return told


_Outcomes = Annotated[dict[Listener, Seen], AfterValidator(_check_listeners)]


@strict
@dataclass(frozen=True, kw_only=True)
class ProcessLine:
    """The first line of a process."""

    kind: Literal["process"]
    format: _Word
    python: Annotated[str, Field(pattern=r"^3\.\d{1,3}\.\d{1,3}$")]
    pid: int
    parent: int
    program: _Text
    forked: bool


@strict
@dataclass(frozen=True, kw_only=True)
class CoreLine:
    """What is watched, and why it cannot be, if it cannot."""

    kind: Literal["core"]
    versions: dict[_Word, _Word | None]
    problem: Annotated[str, Field(max_length=10_000)] | None


@strict
@dataclass(frozen=True, kw_only=True)
class SiteLine:
    """Where a call stands."""

    file: _Text
    line: _Count
    function: _Text
    form: _Word


@strict
@dataclass(frozen=True, kw_only=True)
class ShapeLine:
    """How it is written."""

    caller: _Word
    place: _Word
    form: _Word
    child: _Word
    awaited: bool
    edges: _Names
    passed: Passed


@strict
@dataclass(frozen=True, kw_only=True)
class CallLine:
    """A call site, new or worse than before; the last one of a number counts."""

    kind: Literal["site"]
    number: _Count
    site: SiteLine
    name: _Word
    shape: ShapeLine
    true_path: _Names
    through: _Word | None
    seen_path: _Names
    hook_path: _Names
    outcomes: _Outcomes
    dropped: tuple[Literal["metadata", "tags"], ...]
    duplicated: bool
    inherited: bool
    calls: _Count


@strict
@dataclass(frozen=True, kw_only=True)
class OutermostLine:
    """A line whose call has no caller: it ran, and there is nothing to judge."""

    kind: Literal["outermost"]
    file: _Text
    line: _Count


@strict
@dataclass(frozen=True, kw_only=True)
class CountsLine:
    """How much was seen so far; ``calls`` are by the number of a call site.

    Where not the same came of all of them ``came`` counts them by what a stream, a handler and a
    tracer see.
    """

    kind: Literal["counts"]
    runs: _Count
    calls: dict[int, _Count]
    unknown_callers: _Count
    overflowed: bool
    tests: _Count
    came: dict[int, tuple[tuple[Seen, Seen, Seen, _Count], ...]] = field(default_factory=dict)


@strict
@dataclass(frozen=True, kw_only=True)
class ChildNote:
    """A Python was started."""

    kind: Literal["note"]
    told: Literal["child"]


@strict
@dataclass(frozen=True, kw_only=True)
class RefusedNote:
    """A connection was refused."""

    kind: Literal["note"]
    told: Literal["refused"]
    host: _Text
    port: _Word


@strict
@dataclass(frozen=True, kw_only=True)
class TargetNote:
    """A target could not be driven."""

    kind: Literal["note"]
    told: Literal["target"]
    problem: _Text


@strict
@dataclass(frozen=True, kw_only=True)
class Unshown:
    """Models or tools of one name of which a stream shows some less than ran, and where all did.

    A place is the lines of the person's code that led there, the nearest first.
    """

    missing: _Count
    places: tuple[tuple[tuple[_Text, _Count], ...], ...]


@strict
@dataclass(frozen=True, kw_only=True)
class DrivenNote:
    """A target was driven."""

    kind: Literal["note"]
    told: Literal["driven"]
    target: _Text
    way: Literal["astream_events", "ainvoke", "invoke"]
    error: _Text | None
    ran: _Count | None
    shown: _Count | None
    unshown: tuple[Unshown, ...] = ()


@strict
@dataclass(frozen=True, kw_only=True)
class EndLine:
    """The last line: the process was not killed."""

    kind: Literal["end"]


Note = ChildNote | RefusedNote | TargetNote | DrivenNote
Line = (
    ProcessLine
    | CoreLine
    | CallLine
    | OutermostLine
    | CountsLine
    | EndLine
    | Annotated[Note, Field(discriminator="told")]
)
_LINE: Final[TypeAdapter[Line]] = TypeAdapter(Annotated[Line, Field(discriminator="kind")])


@dataclass(frozen=True, kw_only=True)
class Process:
    """What one process wrote; ``unread`` counts the lines that nobody can read."""

    start: ProcessLine
    core: CoreLine | None = None
    calls: tuple[CallLine, ...] = ()
    outermost: tuple[OutermostLine, ...] = ()
    counts: CountsLine | None = None
    notes: tuple[Note, ...] = ()
    ended: bool = False
    unread: int = 0


def read_process(lines: Iterable[bytes]) -> Process | None:
    """Return what a process wrote; None if it wrote not even its first line, or another format."""
    start: ProcessLine | None = None
    core: CoreLine | None = None
    counts: CountsLine | None = None
    calls: dict[int, CallLine] = {}
    outermost: list[OutermostLine] = []
    notes: list[Note] = []
    ended, unread = False, 0
    for line in _parse(lines):
        match line:
            case ProcessLine():
                start = line if line.format == FORMAT else None
            case CoreLine():
                core = line if core is None or line.problem else core
            case CallLine():
                calls[line.number] = line
            case OutermostLine():
                outermost.append(line)
            case CountsLine():
                counts = line
            case EndLine():
                ended = True
            case None:
                unread += 1
            case _:
                notes.append(line)
    if start is None:
        return None
    return Process(
        start=start,
        core=core,
        calls=tuple(calls.values()),
        outermost=tuple(outermost),
        counts=counts,
        notes=tuple(notes),
        ended=ended,
        unread=unread,
    )


def _parse(lines: Iterable[bytes]) -> Iterator[Line | None]:
    """Give lines, None for one that is not what it may be: the last one of a killed process."""
    for line in lines:
        try:
            yield _LINE.validate_json(line)
        except ValidationError:
            yield None
