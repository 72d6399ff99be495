"""The framework's frames that tell a handler: a run that begins inside of one is the handler's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import CodeType

_MANAGERS = ("callbacks/manager.py", "callbacks\\manager.py")
_TELLING = {"handle_event", "ahandle_event", "_ahandle_event_for_handler"}


def is_telling(code: CodeType) -> bool:
    """Tell whether some code of the framework calls the methods of handlers."""
    return code.co_name in _TELLING and "callbacks" in code.co_filename


def is_managers(code: CodeType) -> bool:
    """Tell whether some code is of the callback managers, which call handlers and nothing else."""
    return code.co_filename.endswith(_MANAGERS)
