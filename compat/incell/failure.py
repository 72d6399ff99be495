"""What a drive raised: the object under test failing, or a release that lacks what is asked."""

from __future__ import annotations

import asyncio
import inspect
import re
import traceback
from typing import TYPE_CHECKING, Any

from compat.incell.text import qualified, scrub

if TYPE_CHECKING:
    from compat.incell.registry import Case

# All that ends a drive without being a wish to end the whole session.
RAISED = (Exception, asyncio.CancelledError)
_VERSION = re.compile(r"\bversion\b")


def describe(case: Case, error: BaseException) -> dict[str, Any]:
    """Return what the record says of an exception: ``absent`` or ``exception``.

    Before any code of the scenario ran, the framework's NotImplementedError, or an error in how it
    was called that names the ``version``, means that the release does not have that; everything
    else was raised by what is measured.
    """
    if _refuses(error) and not _reached(case, error):
        return {"absent": f"{qualified(type(error))}: {scrub(str(error))}"}
    return {"exception": {"type": qualified(type(error)), "message": scrub(str(error))}}


def _refuses(error: BaseException) -> bool:
    misused = isinstance(error, (TypeError, ValueError)) and _VERSION.search(str(error))
    return isinstance(error, NotImplementedError) or bool(misused)


def _reached(case: Case, error: BaseException) -> bool:
    """Tell whether code of the scenario other than its factory had begun to run."""
    factory = inspect.unwrap(case.build).__code__
    codes = [frame.f_code for frame, _ in traceback.walk_tb(error.__traceback__)]
    return any(c.co_filename == factory.co_filename and c is not factory for c in codes)
