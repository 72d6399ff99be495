"""What is known of a run: what it is, who really called it, and who gets to hear of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from types import FrameType

STREAM, HANDLER, HOOK = "stream", "handler", "hook"
LISTENERS = (STREAM, HANDLER, HOOK)

RAISED = "raised"
LOST = "lost"
MISPLACED = "misplaced"
SPLIT = "split"
FLATTENED = "flattened"
NESTED = "nested"
WORST_FIRST = (RAISED, LOST, MISPLACED, SPLIT, FLATTENED, NESTED)


# Named tuples: there is one of each a run, and frozen dataclasses take three times as long.
class Site(NamedTuple):
    """A line of a person's code: where a call was made.

    ``function`` is its name, qualified from Python 3.11 on. ``form`` says what it is: ``def``,
    ``async def``, ``generator`` or ``async generator``.
    """

    file: str
    line: int
    function: str
    form: str


class Path(NamedTuple):
    """How a run came to be: who called it, from where, and over which edges.

    ``callers`` are the runs of the nearest owner: several for a batch, and none for an outermost
    run or an unknown one. ``edges`` name the tasks, threads and work items between, the nearest
    first. ``through`` is the installed package, other than the framework, that made the call for
    the person's line. ``ended``: nobody knows for whom the run works, since the caller was over
    already, or is none that can be known: of a signal handler, or of a callback of a loop.
    ``placed``: the framework decides where such a run belongs, not the caller.
    """

    callers: tuple[Run, ...] = ()
    site: Site | None = None
    edges: tuple[str, ...] = ()
    through: str | None = None
    ended: bool = False
    placed: bool = False


class Passed(NamedTuple):
    """What a run was called with, as two listeners would find it.

    ``how`` is what the call was given: ``nothing``, callbacks that were ``given`` to somebody
    before, an ``empty`` list, handlers of its ``own``, or the ``foreign`` parent of another
    tracing library. ``root`` is the outermost run whose handler hears of it, None if none does.
    ``parent`` is the parent that this handler is told, ``hook_parent`` the one that a tracer is
    told which the context holds.
    """

    how: str = "nothing"
    root: Run | None = None
    parent: Run | None = None
    hook_parent: Run | None = None


INHERITS_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


@dataclass(eq=False)
class Run:
    """A run of langchain-core, open until its end was told.

    ``name`` and ``kind`` are the framework's own words, ``awaited`` says by which of its two kinds
    of managers it began. ``hooked`` is the outermost run whose tracer the context held then.
    ``inherits`` are the tags and the names of metadata that its children are to have, ``dropped``
    says which of the two the caller has and this run has not. ``handlers`` are those that it was
    called with, of whoever listens.
    """

    kind: str
    name: str
    awaited: bool
    path: Path
    passed: Passed
    hooked: Run | None
    inherits: tuple[frozenset[str], frozenset[str]] = INHERITS_NOTHING
    dropped: tuple[str, ...] = ()
    duplicated: bool = False
    handlers: tuple[Any, ...] = ()
    frames: list[FrameType] = field(default_factory=list)
    open: bool = True
    id: Any = None
    top: Run | None = None

    @property
    def caller(self) -> Run | None:
        """The run that called this one; the first of a batch."""
        return self.path.callers[0] if self.path.callers else None

    @property
    def outermost(self) -> Run:
        """The run at the top; known once, since it never changes."""
        if self.top is None:
            self.top = self.path.callers[0].outermost if self.path.callers else self
        return self.top


def list_callers(run: Run) -> list[Run]:
    """Return the true path of a run: the runs above it, outermost first."""
    found: list[Run] = []
    above = run.caller
    while above is not None:
        found.append(above)
        above = above.caller
    return found[::-1]


def list_ancestors(run: Run, which: str) -> list[Run]:
    """Return the runs above a run as a listener is told, nearest first.

    ``which`` is ``parent`` for a handler and a stream, ``hook_parent`` for a tracer.
    """
    found: list[Run] = []
    known: set[int] = set()
    above: Run | None = getattr(run.passed, which)
    while above is not None and id(above) not in known:
        found.append(above)
        known.add(id(above))
        above = getattr(above.passed, which)
    return found
