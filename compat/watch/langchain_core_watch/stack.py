"""Who called: the owners of frames, and what lies between a run's start and its caller."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from .beside import Weakly
from .edges import NOWHERE, join
from .internals.agents import PACKAGE
from .internals.handing import running_loop
from .lines import find_site
from .model import Path, Run, Site
from .whose import (
    AGENTS,
    EDGE,
    FRAMEWORK,
    INTERRUPTS,
    LOOPS,
    PERSON,
    PLACES,
    STDLIB,
    classify,
    known,
)

if TYPE_CHECKING:
    from types import FrameType

    from .edges import Edges
    from .whose import Kind

_MOST = 20_000
_WORDS = {
    "create_task": "task",
    "ensure_future": "task",
    "run": "other loop",
    "run_until_complete": "other loop",
    "run_coroutine_threadsafe": "other loop",
    "run_in_executor": "executor",
    "to_thread": "thread",
    "submit": "pool",
    "map": "pool",
    "start": "thread",
}
"""What functions of Python's do with the work that they are given; others go by their own name."""
_NOTHING: tuple[FrameType | None, Path] = (None, Path())
_GENERATES = inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR


class Owners:
    """The frames that own open runs, the latest run of each first."""

    def __init__(self, edges: Edges) -> None:
        self.runs: dict[FrameType, tuple[Run, ...]] = {}
        self.edges = edges
        self._agents = Weakly()
        self._found = _NOTHING

    def own(self, run: Run, frame: FrameType) -> None:
        """Let a run be owned by the frame that started it, and by the framework's frames above.

        The nearest may be a helper that returns before the run ends.
        """
        runs, frames, alone = self.runs, run.frames, (run,)
        runs[frame] = alone + runs.get(frame, ())
        frames.append(frame)
        above = frame.f_back
        while above is not None and above not in runs:
            code = above.f_code
            if (known.get(id(code)) or classify(code)).owner is not FRAMEWORK:
                break
            runs[above] = alone
            frames.append(above)
            above = above.f_back
        self._found = _NOTHING
        if len(runs) > _MOST:
            self.release(next(iter(runs.values()))[-1])

    def release(self, run: Run) -> None:
        """Forget a run that has ended, and a call in it that failed before its own run began."""
        run.open = False
        self._found = _NOTHING
        for frame in run.frames:
            mine = self.runs.get(frame)
            if mine is None:
                continue
            if len(mine) > 1:
                self.runs[frame] = tuple(each for each in mine if each is not run)
            elif mine[0] is run:
                self.runs.pop(frame, None)
        run.frames.clear()

    def has_caller(self, frame: FrameType) -> bool:
        """Tell whether a call from a frame has a caller, whatever places or interrupts it.

        What was found is kept for the call's run, which is about to begin below that frame; not
        of a generator, which may go on for somebody else.
        """
        if not self.runs:
            return False
        path = self.walk(frame)
        if path.placed:
            return self._is_below(frame)
        if path.callers and not frame.f_code.co_flags & _GENERATES:
            self._found = (frame, path)
        return bool(path.callers)

    def _is_below(self, frame: FrameType | None) -> bool:
        bottom, made = self.edges.find_task()
        while frame is not None:
            if frame in self.runs:
                return True
            code = frame.f_code
            special = (known.get(id(code)) or classify(code)).special
            if special == INTERRUPTS:
                return False
            if frame is bottom or (special and self._is_end(special, frame)):
                break
            frame = frame.f_back
        made = self.edges.find_work(frame) or made
        return made is not None and any(run.open for run in made.callers)

    def walk(self, frame: FrameType | None) -> Path:
        """Return what lies above a frame, up to the nearest owner."""
        site: Site | None = None
        through: str | None = None
        bottom, made = self.edges.find_task()
        before, found = self._found
        find_runs, find_code = self.runs.get, known.get
        while frame is not None:
            runs = find_runs(frame)
            if runs:
                if site is None and through == PACKAGE:
                    site = self._find_agent(runs[0])
                return Path(runs, site, (), through)
            if frame is before and not site and not through and _are_open(found.callers):
                return found
            code = frame.f_code
            kind = find_code(id(code)) or classify(code)
            if kind.tells:
                if site is None:
                    site, through = _place(frame, kind, through)
                special = kind.special
                if special >= INTERRUPTS and (site is None or special != PLACES):
                    return self._begin_anew(special, site, through)
                if special and self._is_end(special, frame):
                    break
            if frame is bottom:
                break
            frame = frame.f_back
        return self._join(self.edges.find_work(frame) or made, site, through)

    def made(self, agent: object, frame: FrameType | None) -> None:
        """Remember which line of a person's code made an agent."""
        while frame is not None:
            if classify(frame.f_code).owner is PERSON:
                self._agents.put(agent, find_site(frame))
                return
            frame = frame.f_back

    def _find_agent(self, caller: Run) -> Site | None:
        """Return the line that made the agent whose model is called, or else that calls the agent.

        Between the two is no code of a person's.
        """
        above: Run | None = caller
        while above is not None:
            for frame in above.frames:
                site: Site | None = self._agents.get(frame.f_locals.get("self"))
                if site is not None:
                    return site
            if above.path.site is not None:
                return above.path.site
            above = above.caller
        return None

    def _is_end(self, special: int, frame: FrameType) -> bool:
        """Tell whether what runs now was begun at a frame of special code."""
        if special == EDGE:
            return self.edges.find_work(frame) is not None
        return special < EDGE and (special != LOOPS or running_loop() is not None)

    def _begin_anew(self, special: int, site: Site | None, through: str | None) -> Path:
        """Return the path of what is nobody's child here.

        A handler that is told and a request that is answered have no caller. So has what
        LangGraph's scheduler places, unless a person's code in there has called already; of what
        interrupts nobody knows one.
        """
        if special == INTERRUPTS:
            return Path(site=site, through=through, ended=bool(self.runs))
        return Path(placed=True)

    def _join(self, made: Path | None, site: Site | None, through: str | None) -> Path:
        if made is None:
            return Path(site=site, through=through)
        if site is None and through == PACKAGE and made.callers:
            site = self._find_agent(made.callers[0])
        path = join(made, site, through)
        if made is NOWHERE and not self.runs:  # nobody is there who could have called
            path = path._replace(ended=False)
        return path


def _place(frame: FrameType, kind: Kind, through: str | None) -> tuple[Site | None, str | None]:
    """Return the call site that a frame is, if it is one, and the package that called for it."""
    owner = kind.owner
    if owner is PERSON:
        return find_site(frame), through
    if kind.special == AGENTS:
        return None, through or PACKAGE
    return None, through if owner is STDLIB or owner is FRAMEWORK else through or owner


def _are_open(runs: tuple[Run, ...]) -> bool:
    for run in runs:  # noqa: SIM110 - a generator takes three times as long
        if not run.open:
            return False
    return True


def name_edge(frame: FrameType | None, plain: str) -> str:
    """Return how a person's code handed work over: by the function of Python's that it called.

    ``plain`` is the word where there is none between. Empty where the framework did it.
    """
    called = plain
    while frame is not None:
        code = frame.f_code
        owner = (known.get(id(code)) or classify(code)).owner
        if owner is FRAMEWORK:
            return ""
        if owner is not STDLIB:
            return _WORDS.get(called, called)
        called = code.co_name
        frame = frame.f_back
    return ""
