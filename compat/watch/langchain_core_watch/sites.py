"""The call sites of a process, each with what came of its calls; nothing of what was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .internals.core import name_class
from .judge import judge
from .model import (
    FLATTENED,
    HANDLER,
    LOST,
    MISPLACED,
    NESTED,
    WORST_FIRST,
    Path,
    Run,
    Site,
    list_ancestors,
    list_callers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 10_000
_LONGEST = 80


@dataclass(frozen=True)
class Shape:
    """How a call is written, as far as the watcher can tell.

    ``caller`` is the kind of run that called, ``place`` the framework's class that runs it,
    ``form`` what the function is that the call stands in. ``child`` is the kind of run that was
    called, ``awaited`` whether by an asynchronous method. ``edges`` are the tasks, threads, pools
    and loops between the two, the nearest first. ``passed`` is what the call was given:
    ``nothing``, the ``caller``'s callbacks, those of a run ``above`` it, or of ``another``, an
    ``empty`` list, handlers of its ``own``, or a ``foreign`` parent.
    """

    caller: str
    place: str
    form: str
    child: str
    awaited: bool
    edges: tuple[str, ...]
    passed: str


@dataclass
class CallSite:
    """Calls of one line that are alike.

    ``true_path`` are the names of the runs above the call's, outermost first, ``seen_path`` those
    that a handler is told, and ``hook_path`` those that a tracer is told. ``outcomes`` are the
    worst ones of all its calls, by listener. ``dropped`` says whether the caller's tags or
    metadata did not reach the run, ``duplicated`` whether a handler was told of it twice.
    ``inherited``: the call is under its caller, and it is the caller that is missing. ``came``
    counts the calls by what came of them, for the stream, the handler and the hook.
    """

    site: Site
    name: str
    shape: Shape
    true_path: tuple[str, ...]
    through: str | None
    seen_path: tuple[str, ...] = ()
    hook_path: tuple[str, ...] = ()
    outcomes: dict[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    duplicated: bool = False
    inherited: bool = False
    calls: int = 0
    came: dict[tuple[str, ...], int] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Whether an empty list of callbacks was passed: the call is hidden on purpose."""
        return self.shape.passed == "empty"

    @property
    def is_finding(self) -> bool:
        """Whether a listener misses something that it should have."""
        meant = self.shape.passed in ("empty", "foreign")
        return not meant and (self.duplicated or any(o != NESTED for o in self.outcomes.values()))


class CallSites:
    """All that was called, counted; ``outermost`` are the lines whose calls have no caller."""

    def __init__(self) -> None:
        self.runs = 0
        self.unknown_callers = 0
        self.overflowed = False
        self.outermost: dict[Site, None] = {}
        self._seen: dict[tuple[object, ...], CallSite] = {}

    def __iter__(self) -> Iterator[CallSite]:
        return iter(list(self._seen.values()))

    def add(self, run: Run) -> CallSite | None:
        """Count a run; return its call site if that is new or came out worse than before."""
        self.runs += run.kind != "custom_event"
        callers, site, edges, _, ended, _ = run.path
        if ended and not callers:
            self.unknown_callers += 1
        if site is None:
            return None
        if not callers:
            if len(self.outermost) < _MOST:
                self.outermost.setdefault(site)
            return None
        caller = callers[0]
        key = (
            site,
            run.name,
            run.kind,
            run.awaited,
            edges,
            caller.kind,
            caller.name,
            say_passed(run),
        )
        known = self._seen.get(key)
        if known is None:
            if len(self._seen) >= _MOST:
                self.overflowed = True
                return None
            known = self._seen[key] = _make_site(run, site)
        known.calls += 1
        outcomes = judge(run)
        came = tuple(outcomes.values())
        known.came[came] = known.came.get(came, 0) + 1
        return known if _worsen(known, run, outcomes) else None

    def list_findings(self) -> list[CallSite]:
        """Return the findings, the worst first."""
        return sorted((each for each in self if each.is_finding), key=rank)


def rank(site: CallSite) -> tuple[object, ...]:
    """Return the place of a call site in a list, the worst first."""
    worst = [WORST_FIRST.index(each) for each in site.outcomes.values()]
    return (min(worst, default=len(WORST_FIRST)), sum(worst), site.site.file, site.site.line)


def say_passed(run: Run) -> str:
    """Return what a call was given, in a word of ``Shape.passed``."""
    if run.passed.how != "given":
        return run.passed.how
    given = run.passed.parent
    if given is None:
        return "above" if run.passed.root is run.outermost else "another"
    if given in run.path.callers:
        return "caller"
    return "above" if given in list_callers(run) else "another"


def describe_shape(run: Run, caller: Run, path: Path) -> Shape:
    """Return how a call is written."""
    frame = caller.frames[0] if caller.frames else None
    return Shape(
        caller=caller.kind,
        place=name_class(frame),
        form=path.site.form if path.site else "",
        child=run.kind,
        awaited=run.awaited,
        edges=path.edges,
        passed=say_passed(run),
    )


def _make_site(run: Run, site: Site) -> CallSite:
    caller = run.path.callers[0]
    return CallSite(
        site=site,
        name=run.name[:_LONGEST],
        shape=describe_shape(run, caller, run.path),
        true_path=_name(list_callers(run)),
        through=run.path.through,
    )


def _worsen(known: CallSite, run: Run, outcomes: dict[str, str]) -> bool:
    """Let a call site have the worst outcome of each listener; tell whether one is worse."""
    if known.outcomes == outcomes and not run.duplicated and not run.dropped:
        return False
    changed = known.calls == 1
    for listener, outcome in outcomes.items():
        before = known.outcomes.get(listener)
        if before is None or WORST_FIRST.index(outcome) < WORST_FIRST.index(before):
            known.outcomes[listener] = outcome
            changed = True
    if run.duplicated and not known.duplicated:
        known.duplicated = changed = True
    seen = known.outcomes[HANDLER] in (FLATTENED, NESTED)
    if seen and set(run.dropped) - set(known.dropped):
        known.dropped = tuple(sorted({*known.dropped, *run.dropped}))
        changed = True
    if changed:
        own = run.passed.parent in run.path.callers
        known.inherited = own and known.outcomes[HANDLER] in (LOST, MISPLACED)
        known.seen_path = _name(list_ancestors(run, "parent")[::-1])
        known.hook_path = _name(list_ancestors(run, "hook_parent")[::-1])
    return changed


def _name(runs: list[Run]) -> tuple[str, ...]:
    return tuple(each.name[:_LONGEST] for each in runs[:100])
