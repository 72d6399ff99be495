"""Who called: the owners of frames, and what lies between a run's start and its caller."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING

from .beside import Weakly
from .edges import NOWHERE
from .internals.agents import PACKAGE
from .internals.handing import running_loop
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
    from types import CodeType, FrameType

    from .edges import Boundary, Edges

_sites: dict[tuple[str, int, str, int], Site] = {}
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
_FORMS = (
    (inspect.CO_ASYNC_GENERATOR, "async generator"),
    (inspect.CO_COROUTINE, "async def"),
    (inspect.CO_GENERATOR, "generator"),
)


class Owners:
    """The frames that own open runs."""

    def __init__(self, edges: Edges) -> None:
        self.runs: dict[FrameType, list[Run]] = {}
        self.edges = edges
        self._agents = Weakly()

    def own(self, run: Run, frame: FrameType | None) -> None:
        """Let a run be owned by the frame that started it, and by the framework's frames above.

        The nearest may be a helper that returns before the run ends.
        """
        runs = self.runs
        while frame is not None:
            mine = runs.get(frame)
            if mine is None:
                runs[frame] = [run]
            else:
                mine.append(run)
            run.frames.append(frame)
            frame = frame.f_back
            if frame is None or frame in runs:
                break
            code = frame.f_code
            if (known.get(id(code)) or classify(code))[1] is not FRAMEWORK:
                break
        if len(runs) > _MOST:
            self.release(next(iter(runs.values()))[0])

    def release(self, run: Run) -> None:
        """Forget a run that has ended."""
        run.open = False
        for frame in run.frames:
            mine = self.runs.get(frame)
            if mine is not None and run in mine:
                mine.remove(run)
                if not mine:
                    self.runs.pop(frame, None)
        run.frames.clear()

    def has_caller(self, frame: FrameType | None) -> bool:
        """Tell whether a call from a frame has a caller; in short what ``walk`` finds."""
        if not self.runs:
            return False
        bottom = self.edges.find_bottom()
        while frame is not None:
            if frame in self.runs:
                return True
            code = frame.f_code
            special = (known.get(id(code)) or classify(code))[2]
            if special == INTERRUPTS:
                return False
            if frame is bottom or (special and self._is_end(special, frame)):
                break
            frame = frame.f_back
        boundary = self.edges.find_boundary(frame)
        return boundary is not None and any(run.open for run in boundary.path.callers)

    def walk(self, frame: FrameType | None) -> Path:
        """Return what lies above a frame, up to the nearest owner."""
        site: Site | None = None
        through: str | None = None
        bottom = self.edges.find_bottom()
        while frame is not None:
            runs = self.runs.get(frame)
            if runs:
                if site is None and through == PACKAGE:
                    site = self._find_agent(runs[-1])
                return Path(tuple(runs[::-1]), site, (), through)
            code = frame.f_code
            _, owner, special = known.get(id(code)) or classify(code)
            if site is None:
                if owner is PERSON:
                    site = find_site(frame)
                elif owner is not STDLIB and owner is not FRAMEWORK:
                    through = through or owner
                elif special == AGENTS:
                    through = through or PACKAGE
            if special >= INTERRUPTS and (site is None or special != PLACES):
                return self._begin_anew(special, site, through)
            if frame is bottom or (special and self._is_end(special, frame)):
                break
            frame = frame.f_back
        return self._join(self.edges.find_boundary(frame), site, through)

    def made(self, agent: object, frame: FrameType | None) -> None:
        """Remember which line of a person's code made an agent."""
        while frame is not None:
            if classify(frame.f_code)[1] is PERSON:
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
            return self.edges.is_work(frame)
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

    def _join(self, boundary: Boundary | None, site: Site | None, through: str | None) -> Path:
        if boundary is None:
            return Path(site=site, through=through)
        if site is None and through == PACKAGE and boundary.path.callers:
            site = self._find_agent(boundary.path.callers[0])
        path = boundary.join(site, through)
        if boundary is NOWHERE and not self.runs:  # nobody is there who could have called
            path = path._replace(ended=False)
        return path


def name_edge(frame: FrameType | None, plain: str) -> str:
    """Return how a person's code handed work over: by the function of Python's that it called.

    ``plain`` is the word where there is none between. Empty where the framework did it.
    """
    called = plain
    while frame is not None:
        owner = classify(frame.f_code)[1]
        if owner is FRAMEWORK:
            return ""
        if owner is not STDLIB:
            return _WORDS.get(called, called)
        called = frame.f_code.co_name
        frame = frame.f_back
    return ""


def find_site(frame: FrameType) -> Site:
    """Return the line that a frame is at."""
    code = frame.f_code
    # By names: the hash of code is that of all its constants.
    key = (code.co_filename, frame.f_lineno, code.co_name, code.co_firstlineno)
    site = _sites.get(key)
    if site is None:
        if len(_sites) > _MOST:
            _sites.clear()
        name = code.co_qualname if sys.version_info >= (3, 11) else code.co_name
        site = _sites[key] = Site(code.co_filename, frame.f_lineno, name, name_form(code))
    return site


def name_form(code: CodeType) -> str:
    """Return what kind of function some code is."""
    return next((name for flag, name in _FORMS if code.co_flags & flag), "def")
