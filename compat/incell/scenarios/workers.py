"""What outlives a request: a worker task with a queue, which serves more than one."""

import asyncio
from collections.abc import Awaitable
from contextvars import Context, copy_context
from typing import Any, Callable

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario

GROUP = "what outlives a request"
PATH = ("summarize_later",)
VALUE = {"long_text": LONG_TEXT}
# A loop drops, with a complaint, a task that waits and that nobody holds.
_WORKING: set["asyncio.Task[None]"] = set()


class QueueWorker:
    """A task that does one job after the other, for ever, from a queue."""

    def __init__(self, do: Callable[..., Awaitable[str]]) -> None:
        self.do = do
        self.started = False

    def start(self) -> None:
        """Start it, in the loop that runs."""
        self.started = True
        self.jobs: asyncio.Queue[Any] = asyncio.Queue()
        task = asyncio.get_running_loop().create_task(self._work())
        _WORKING.add(task)
        task.add_done_callback(_WORKING.discard)

    async def ask(self, *job: Any) -> str:  # noqa: ANN401 - what ``do`` takes
        """Leave a job, and wait until it is done."""
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        await self.jobs.put((job, answer))
        return await answer

    async def _work(self) -> None:
        while True:
            job, answer = await self.jobs.get()
            try:
                answer.set_result(await self.do(*job))
            except Exception as error:  # noqa: BLE001 - whoever waits has to hear of it
                answer.set_exception(error)


def started(worker: QueueWorker) -> list[BaseTool]:
    """Start a worker before any request, and return none: what is driven stands after it."""
    worker.start()
    return []


@scenario("worker-first-request", group=GROUP, path=PATH, value=VALUE)
def worker_first_request() -> list[BaseTool]:
    """Let a worker task answer that was started inside the first of two requests."""

    async def summarize(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    worker = QueueWorker(summarize)

    @tool
    async def summarize_later(long_text: str) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        if not worker.started:
            worker.start()
        return await worker.ask(long_text)

    return [summarize_later, summarize_later]


@worker_first_request.variant("callbacks")
def _() -> list[BaseTool]:
    async def summarize(long_text: str, callbacks: Callbacks) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    worker = QueueWorker(summarize)

    @tool
    async def summarize_later(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        if not worker.started:
            worker.start()
        return await worker.ask(long_text, callbacks)

    return [summarize_later, summarize_later]


@worker_first_request.remedy("config")
def _() -> list[BaseTool]:
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    worker = QueueWorker(summarize)

    @tool
    async def summarize_later(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        if not worker.started:
            worker.start()
        return await worker.ask(long_text, config)

    return [summarize_later, summarize_later]


@worker_first_request.remedy("copied-context")
def _() -> list[BaseTool]:
    async def summarize(long_text: str, context: Context) -> str:
        work = guide_chain().ainvoke({"long_text": long_text})
        return await context.run(asyncio.get_running_loop().create_task, work)

    worker = QueueWorker(summarize)

    @tool
    async def summarize_later(long_text: str) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        if not worker.started:
            worker.start()
        return await worker.ask(long_text, copy_context())

    return [summarize_later, summarize_later]


@worker_first_request.remedy("context-variable")
def _() -> list[BaseTool]:
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    worker = QueueWorker(summarize)

    @tool
    async def summarize_later(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        if not worker.started:
            worker.start()
        return await worker.ask(long_text, patch_config(config, callbacks=callbacks))

    return [summarize_later, summarize_later]


@scenario("worker-startup", group=GROUP, path=PATH, value=VALUE)
def worker_startup() -> list[BaseTool]:
    """Let a worker task answer that was started before any request."""

    async def summarize(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    # A server calls worker.start() before it takes a request.
    worker = QueueWorker(summarize)

    @tool
    async def summarize_later(long_text: str) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        return await worker.ask(long_text)

    return [*started(worker), summarize_later, summarize_later]


@worker_startup.variant("callbacks")
def _() -> list[BaseTool]:
    async def summarize(long_text: str, callbacks: Callbacks) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    # A server calls worker.start() before it takes a request.
    worker = QueueWorker(summarize)

    @tool
    async def summarize_later(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        return await worker.ask(long_text, callbacks)

    return [*started(worker), summarize_later, summarize_later]


@worker_startup.remedy("config")
def _() -> list[BaseTool]:
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    # A server calls worker.start() before it takes a request.
    worker = QueueWorker(summarize)

    @tool
    async def summarize_later(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        return await worker.ask(long_text, config)

    return [*started(worker), summarize_later, summarize_later]


@worker_startup.remedy("copied-context")
def _() -> list[BaseTool]:
    async def summarize(long_text: str, context: Context) -> str:
        work = guide_chain().ainvoke({"long_text": long_text})
        return await context.run(asyncio.get_running_loop().create_task, work)

    # A server calls worker.start() before it takes a request.
    worker = QueueWorker(summarize)

    @tool
    async def summarize_later(long_text: str) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        return await worker.ask(long_text, copy_context())

    return [*started(worker), summarize_later, summarize_later]


@worker_startup.remedy("context-variable")
def _() -> list[BaseTool]:
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    # A server calls worker.start() before it takes a request.
    worker = QueueWorker(summarize)

    @tool
    async def summarize_later(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        return await worker.ask(long_text, patch_config(config, callbacks=callbacks))

    return [*started(worker), summarize_later, summarize_later]
