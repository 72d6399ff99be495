"""What goes wrong in a person's own code, said as theirs."""

from __future__ import annotations

import importlib
import os
import runpy
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..whose import PERSON, whose

if TYPE_CHECKING:
    from collections.abc import Iterator

_OURS = (os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep, "<frozen ")
_PYTHONS = (importlib.__file__, runpy.__file__)


class TargetError(Exception):
    """A target cannot be driven; the message is the sentence that a person reads."""


@contextmanager
def theirs(doing: str) -> Iterator[None]:
    """Turn what a person's code raises into a ``TargetError``; their traceback is printed."""
    try:
        yield
    except TargetError:
        raise
    except SystemExit:
        message = f"{doing} called sys.exit"
        raise TargetError(message) from None
    except Exception as error:  # noqa: BLE001 - whatever it is, it is theirs
        sys.stderr.write("".join(_read(error).format()))
        message = f"{doing} raised {type(error).__name__}"
        raise TargetError(message) from None


def print_place(error: BaseException) -> None:
    """Print the lines of a person's code that something was raised below, and its type.

    Its message may tell of what was said, and is left out.
    """
    stack = traceback.extract_tb(error.__traceback__)
    lines = [each for each in stack if whose(each.filename) == PERSON] or stack[-1:]
    sys.stderr.write("".join(traceback.StackSummary.from_list(lines).format()))
    sys.stderr.write(f"{type(error).__name__}\n")


def _read(error: BaseException) -> traceback.TracebackException:
    """Return a traceback without frames of ours, or of the importing of modules."""
    told = traceback.TracebackException.from_exception(error)
    _strip(told)
    return told


def _strip(told: traceback.TracebackException | None) -> None:
    while told is not None:
        frames = [
            each
            for each in told.stack
            if not each.filename.startswith(_OURS) and each.filename not in _PYTHONS
        ]
        told.stack = traceback.StackSummary.from_list(frames)
        _strip(told.__context__)
        told = told.__cause__
