"""Which functions of a person's read the callbacks of a config.

Where these are None, so is what is passed on, and nothing else tells that it was passed on.
"""

from __future__ import annotations

import dis
import linecache
import re
from typing import TYPE_CHECKING, Any

from .whose import PERSON, whose

if TYPE_CHECKING:
    from types import CodeType, FrameType

_READ = re.compile(r"""(\[|\.get\(\s*)["']callbacks["']\s*(\]|\)|,)""")
_MOST = 5_000
_known: dict[int, tuple[CodeType, bool]] = {}


def list_configs_read(frame: FrameType | None) -> list[Any]:
    """Return the dicts that a person's function has, if it reads callbacks of one.

    That is the nearest function above a frame.
    """
    while frame is not None and whose(frame.f_code.co_filename) is not PERSON:
        frame = frame.f_back
    if frame is None or not reads_callbacks(frame.f_code):
        return []
    return [each for each in list(frame.f_locals.values()) if isinstance(each, dict)]


def reads_callbacks(code: CodeType) -> bool:
    """Tell whether the lines of a function read the callbacks of a config."""
    known = _known.get(id(code))
    if known is None:
        if len(_known) > _MOST:
            _known.clear()
        known = _known[id(code)] = (code, _find_read(code))  # it is kept, and so is its id
    return known[1]


def _find_read(code: CodeType) -> bool:
    if "callbacks" not in code.co_consts:
        return False
    last = max((line for _, line in dis.findlinestarts(code) if line), default=code.co_firstlineno)
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 : last]
    return any(_READ.search(line) for line in lines)
