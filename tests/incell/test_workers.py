"""The workers of what outlives a request: they stay, they end, and nobody waits for ever."""

import asyncio
import gc
from collections.abc import Awaitable
from typing import Any

import pytest

from compat.incell.isolation import cancelled
from compat.incell.scenarios import workers
from compat.incell.scenarios.workers import QueueWorker


async def answer(text: str) -> str:
    if not text:
        message = "no text"
        raise ValueError(message)
    return text[::-1]


async def ended(work: Awaitable[Any]) -> Any:  # noqa: ANN401 - whatever it gives
    """Await something, and then cancel all else that runs in the loop."""
    try:
        return await asyncio.wait_for(work, 5)
    finally:
        await cancelled(asyncio.all_tasks() - {asyncio.current_task()})


def test_jobs_are_done_one_after_the_other_until_the_worker_is_cancelled() -> None:
    async def ask() -> list[str]:
        worker = QueueWorker(answer)
        worker.start()
        return [await worker.ask("one"), *await asyncio.gather(*map(worker.ask, ("two", "six")))]

    assert asyncio.run(ended(ask())) == ["eno", "owt", "xis"]
    assert not workers._WORKING  # noqa: SLF001 - what a test may look at


def test_what_a_job_raises_reaches_who_waits_and_the_worker_goes_on() -> None:
    async def ask() -> str:
        worker = QueueWorker(answer)
        worker.start()
        with pytest.raises(ValueError, match="no text"):
            await worker.ask("")
        return await worker.ask("one")

    assert asyncio.run(ended(ask())) == "eno"


def test_a_worker_that_nobody_holds_is_not_dropped() -> None:
    said: list[dict[str, Any]] = []

    async def drop() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: said.append(context))
        QueueWorker(answer).start()
        await asyncio.sleep(0)
        gc.collect()

    asyncio.run(ended(drop()))
    assert said == []


def test_one_that_is_started_before_any_request_stands_before_what_is_driven() -> None:
    async def start() -> list[Any]:
        return [*workers.started(worker), 1]

    worker = QueueWorker(answer)
    assert asyncio.run(ended(start())) == [1]
    assert worker.started
