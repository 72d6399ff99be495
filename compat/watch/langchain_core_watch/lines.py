"""Which line of a person's code a frame is at."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING

from .model import Site

if TYPE_CHECKING:
    from types import CodeType, FrameType

_MOST = 20_000
_sites: dict[tuple[int, int], tuple[CodeType, Site]] = {}
"""By the id of some code, which is kept, and the instruction that it is at."""
_FORMS = (
    (inspect.CO_ASYNC_GENERATOR, "async generator"),
    (inspect.CO_COROUTINE, "async def"),
    (inspect.CO_GENERATOR, "generator"),
)


def find_site(frame: FrameType) -> Site:
    """Return the line that a frame is at."""
    code = frame.f_code
    key = (id(code), frame.f_lasti)
    found = _sites.get(key)
    if found is None:
        if len(_sites) > _MOST:
            _sites.clear()
        name = code.co_qualname if sys.version_info >= (3, 11) else code.co_name
        site = Site(code.co_filename, frame.f_lineno, name, name_form(code))
        found = _sites[key] = (code, site)
    return found[1]


def name_form(code: CodeType) -> str:
    """Return what kind of function some code is."""
    return next((name for flag, name in _FORMS if code.co_flags & flag), "def")
