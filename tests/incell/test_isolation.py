"""Running in an empty context, and leaving a loop as it was."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextvars import ContextVar, copy_context

from compat.incell.isolation import alone, fresh_threads, tidied

VARIABLE: ContextVar[str] = ContextVar("VARIABLE")


def test_nothing_of_the_surrounding_context_is_seen_and_nothing_leaks_out() -> None:
    async def look() -> int:
        seen = len(copy_context())
        VARIABLE.set("inner")
        return seen

    async def main() -> tuple[int, str]:
        VARIABLE.set("outer")
        return await alone(look()), VARIABLE.get()

    assert asyncio.run(main()) == (0, "outer")


def test_a_case_leaves_no_task_and_no_thread_with_what_it_set() -> None:
    async def leave() -> tuple[asyncio.Task[None], threading.Thread]:
        async def work() -> threading.Thread:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, VARIABLE.set, "left")
            return await loop.run_in_executor(None, threading.current_thread)

        async with tidied():
            task = asyncio.create_task(asyncio.sleep(3600))
            return task, await alone(work())

    async def look() -> str:
        return await asyncio.get_running_loop().run_in_executor(None, VARIABLE.get, "nothing")

    async def main() -> tuple[bool, bool, str]:
        task, thread = await leave()
        async with tidied():
            return task.cancelled(), thread.is_alive(), await alone(look())

    assert asyncio.run(main()) == (True, False, "nothing")


def test_a_second_call_finds_no_thread_of_the_first() -> None:
    async def work() -> str:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(None, VARIABLE.get, "nothing")
        await loop.run_in_executor(None, VARIABLE.set, "left")
        return found

    async def main() -> list[str]:
        async with tidied():
            seen = [await alone(work())]
            with fresh_threads():
                seen.append(await alone(work()))
        return seen

    assert asyncio.run(main()) == ["nothing", "nothing"]


def test_what_another_one_runs_in_the_loop_goes_on() -> None:
    async def main() -> bool:
        task = asyncio.create_task(asyncio.sleep(3600))
        async with tidied():
            pass
        return task.cancelled() or bool(task.cancelling())

    assert asyncio.run(main()) is False


def test_a_generator_that_was_dropped_is_closed() -> None:
    closed: list[bool] = []

    async def count() -> AsyncIterator[int]:
        try:
            yield 1
        finally:
            closed.append(True)

    async def main() -> None:
        async with tidied():
            async for _ in count():
                break

    asyncio.run(main())
    assert closed == [True]
