"""Who called: the owners of frames, and what lies between a run's start and its caller."""

from __future__ import annotations

import inspect
import sys
import sysconfig
from pathlib import PurePath
from typing import TYPE_CHECKING

from .internals.handing import STEP
from .internals.layer import is_scheduler
from .internals.told import is_telling
from .model import Path, Run, Site

if TYPE_CHECKING:
    from types import CodeType, FrameType

    from .edges import Edges

PERSON, FRAMEWORK, STDLIB = "a person's code", "the framework", "the standard library"
_OWN = str(PurePath(__file__).parent)
_SELFTEST = str(PurePath(__file__).with_name("selftest.py"))
_sites: dict[tuple[str, int, str, int], Site] = {}
_known: dict[str, str] = {}
_STDLIB = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
_SERVERS = frozenset({"aiohttp", "django", "fastapi", "flask", "starlette", "werkzeug"})
"""A request that these answer has no caller here: its client is elsewhere, but in some tests."""
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


def whose(file: str) -> str:
    """Return whose code a file holds.

    A person's, the framework's (langchain and langgraph), the standard library's (with what is
    made of no file, and this package), or else the name of an installed package.
    """
    owner = _known.get(file)
    if owner is None:
        if len(_known) > _MOST:
            _known.clear()
        owner = _known[file] = _find_owner(file)
    return owner


def _find_owner(file: str) -> str:
    if file == _SELFTEST:
        return PERSON
    if file.startswith(("<", _OWN)):
        return STDLIB
    parts = PurePath(file).parts
    for folder in ("site-packages", "dist-packages"):
        if folder in parts:
            package = parts[parts.index(folder) + 1].partition(".")[0]
            return FRAMEWORK if package.startswith(("langchain", "langgraph")) else package
    inside = any(file.startswith(f"{each}{_SEPARATOR}") for each in _STDLIB if each)
    return STDLIB if inside else PERSON


_SEPARATOR = "\\" if "\\" in _OWN else "/"


class Owners:
    """The frames that own open runs."""

    def __init__(self, edges: Edges) -> None:
        self.runs: dict[FrameType, list[Run]] = {}
        self.edges = edges

    def own(self, run: Run, frame: FrameType | None) -> None:
        """Let a run be owned by the frame that started it, and by the framework's frames above.

        The nearest may be a helper that returns before the run ends.
        """
        while frame is not None:
            self.runs.setdefault(frame, []).append(run)
            run.frames.append(frame)
            frame = frame.f_back
            if frame is None or frame in self.runs:
                break
            if whose(frame.f_code.co_filename) != FRAMEWORK:
                break
        if len(self.runs) > _MOST:
            self.release(next(iter(self.runs.values()))[0])

    def release(self, run: Run) -> None:
        """Forget a run that has ended."""
        run.open = False
        for frame in run.frames:
            runs = self.runs.get(frame, [])
            if run in runs:
                runs.remove(run)
            if not runs:
                self.runs.pop(frame, None)
        run.frames.clear()

    def has_caller(self, frame: FrameType | None) -> bool:
        """Tell whether a call from a frame has a caller; in short what ``walk`` finds."""
        if not self.runs:
            return False
        boundary = self.edges.find_boundary()
        while frame is not None:
            if frame in self.runs:
                return True
            if boundary is not None and (frame is boundary.frame or frame.f_code is STEP):
                break
            frame = frame.f_back
        return boundary is not None and any(run.open for run in boundary.path.callers)

    def walk(self, frame: FrameType | None) -> Path:
        """Return what lies above a frame, up to the nearest owner."""
        site: Site | None = None
        through: str | None = None
        boundary = self.edges.find_boundary()
        while frame is not None:
            runs = self.runs.get(frame)
            if runs:
                return Path(callers=tuple(reversed(runs)), site=site, through=through)
            code = frame.f_code
            owner = _known.get(code.co_filename) or whose(code.co_filename)
            if owner is PERSON:
                site = site or find_site(frame)
            elif owner is not STDLIB:
                if _begins_anew(owner, code, called=site is not None):
                    return Path(placed=True)
                if site is None and owner is not FRAMEWORK:
                    through = through or owner
            if boundary is not None and (frame is boundary.frame or code is STEP):
                return boundary.join(site, through)
            frame = frame.f_back
        if boundary is not None:
            return boundary.join(site, through)
        return Path(site=site, through=through)


def _begins_anew(owner: str, code: CodeType, *, called: bool) -> bool:
    """Tell whether what some code calls is nobody's child here.

    A handler that is told and a request that is answered have no caller. So has what LangGraph's
    scheduler places, unless a person's code in there has ``called`` already.
    """
    if owner is not FRAMEWORK:
        return owner in _SERVERS
    return is_telling(code) or (not called and is_scheduler(code))


def name_edge(frame: FrameType | None, plain: str) -> str:
    """Return how a person's code handed work over: by the function of Python's that it called.

    ``plain`` is the word where there is none between. Empty where the framework did it.
    """
    called = plain
    while frame is not None:
        owner = whose(frame.f_code.co_filename)
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
