"""Running as a bare script would, under a test runner that would not by itself."""

from __future__ import annotations

import asyncio
import contextvars
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")


async def alone(work: Coroutine[Any, Any, T]) -> T:
    """Await ``work`` as the task that ``asyncio.run`` starts in a bare script: in an empty context.

    What pytest and its plugins hold in context variables does not reach it.
    """
    return await contextvars.Context().run(asyncio.get_running_loop().create_task, work)
