"""The workers of what outlives a request: they stay, they end, and nobody waits for ever."""

import asyncio
import gc
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from typing import Any

import pytest
from langchain_core.runnables import RunnableLambda

from compat.incell.child import REVERSED
from compat.incell.isolation import cancelled
from compat.incell.scenarios import workers

Worker = Callable[[Any], Coroutine[Any, Any, None]]
WORKERS = [
    pytest.param(workers.work, dict, id="config"),
    pytest.param(workers.work_in_contexts, copy_context, id="context"),
    pytest.param(workers.work_with_variable, dict, id="variable"),
]


async def ask(worker: Worker, given: object) -> str:
    """Return what a worker answers, when nothing but itself holds it any more."""
    jobs: asyncio.Queue[Any] = asyncio.Queue()
    asyncio.get_running_loop().create_task(worker(jobs))
    await asyncio.sleep(0)
    gc.collect()
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    await jobs.put(("a text", given, answer))
    try:
        return await asyncio.wait_for(answer, 5)
    finally:
        await cancelled(asyncio.all_tasks() - {asyncio.current_task()})


@pytest.mark.parametrize(("worker", "given"), WORKERS)
def test_a_worker_answers_and_ends_when_it_is_cancelled(
    worker: Worker, given: Callable[[], object]
) -> None:
    assert asyncio.run(ask(worker, given())) == REVERSED
    assert not workers._WORKING  # noqa: SLF001 - what a test may look at


@pytest.mark.parametrize(("worker", "given"), WORKERS)
def test_what_a_worker_raises_reaches_who_waits(
    worker: Worker, given: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: object) -> str:
        message = "no answer"
        raise RuntimeError(message)

    monkeypatch.setattr(workers, "guide_chain", lambda: RunnableLambda(fail))
    with pytest.raises(RuntimeError, match="no answer"):
        asyncio.run(ask(worker, given()))


def test_a_worker_that_nobody_holds_is_not_dropped() -> None:
    said: list[dict[str, Any]] = []

    async def drop() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: said.append(context))
        loop.create_task(workers.work(asyncio.Queue()))  # noqa: RUF006 - meant
        await asyncio.sleep(0)
        gc.collect()
        await cancelled(asyncio.all_tasks() - {asyncio.current_task()})

    asyncio.run(drop())
    assert said == []
