"""Running as a bare script would, under a test runner that would not by itself."""

from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator

T = TypeVar("T")


async def alone(work: Coroutine[Any, Any, T]) -> T:
    """Await ``work`` as the task that ``asyncio.run`` starts in a bare script: in an empty context.

    What pytest and its plugins hold in context variables does not reach it.
    """
    return await contextvars.Context().run(asyncio.get_running_loop().create_task, work)


@asynccontextmanager
async def tidied() -> AsyncIterator[None]:
    """Leave the loop, which others use afterwards, as a loop of one's own would end.

    The loop's executor is a new one: what is set in a context variable in a thread stays there for
    whatever runs in that thread next. No task and no thread goes on.
    """
    before = asyncio.all_tasks()
    with fresh_threads():
        try:
            yield
        finally:
            await asyncio.sleep(0)  # the loop closes what was only dropped
            await cancelled(asyncio.all_tasks() - before)


@contextmanager
def fresh_threads() -> Iterator[None]:
    """Give the loop an executor of new threads, and wait in the end until they are done.

    A thread that an earlier call started may have its context, and would lead what runs in it to
    the listener of that call.
    """
    with ThreadPoolExecutor(thread_name_prefix="asyncio") as threads:
        asyncio.get_running_loop().set_default_executor(threads)
        yield


async def cancelled(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel tasks and wait until they have ended, however they do."""
    left = list(tasks)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
