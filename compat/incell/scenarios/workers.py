"""What outlives a request: a worker task with a queue, which serves more than one."""

import asyncio
from contextvars import Context, copy_context
from typing import Any

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario

GROUP = "what outlives a request"
PATH = ("summarize_later",)
VALUE = {"long_text": LONG_TEXT}
Job = tuple[str, RunnableConfig, "asyncio.Future[str]"]
JobInContext = tuple[str, Context, "asyncio.Future[str]"]
_WORKING: set["asyncio.Task[Any]"] = set()


def _stay() -> None:
    """Keep the task that runs until it ends: a loop alone would drop it, with a complaint."""
    if task := asyncio.current_task():
        _WORKING.add(task)
        task.add_done_callback(_WORKING.discard)


async def work(jobs: "asyncio.Queue[Job]") -> None:
    """Answer one job after the other, for ever."""
    _stay()
    while True:
        long_text, config, answer = await jobs.get()
        try:
            answer.set_result(await guide_chain().ainvoke({"long_text": long_text}, config))
        except Exception as error:  # noqa: BLE001 - whoever waits has to hear of it
            answer.set_exception(error)


async def work_in_contexts(jobs: "asyncio.Queue[JobInContext]") -> None:
    """Answer one job after the other, each as a task in the context that came with it."""
    _stay()
    start = asyncio.get_running_loop().create_task
    while True:
        long_text, context, answer = await jobs.get()
        try:
            answer.set_result(
                await context.run(start, guide_chain().ainvoke({"long_text": long_text}))
            )
        except Exception as error:  # noqa: BLE001 - whoever waits has to hear of it
            answer.set_exception(error)


async def work_with_variable(jobs: "asyncio.Queue[Job]") -> None:
    """Answer one job after the other, with the context variable set to the job's config."""
    _stay()
    while True:
        long_text, config, answer = await jobs.get()
        before = var_child_runnable_config.set(config)
        try:
            answer.set_result(await guide_chain().ainvoke({"long_text": long_text}))
        except Exception as error:  # noqa: BLE001 - whoever waits has to hear of it
            answer.set_exception(error)
        finally:
            var_child_runnable_config.reset(before)


@scenario("worker-first-request", group=GROUP, path=PATH, value=VALUE)
def worker_first_request() -> list[BaseTool]:
    """Let a worker task answer that was started inside the first of two requests."""
    jobs: asyncio.Queue[Job] = asyncio.Queue()
    workers: list[asyncio.Task[None]] = []

    @tool
    async def summarize_later(long_text: str) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        if not workers:
            workers.append(asyncio.create_task(work(jobs)))
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        await jobs.put((long_text, {}, answer))
        return await answer

    return [summarize_later, summarize_later]


@worker_first_request.variant("callbacks")
def _() -> list[BaseTool]:
    jobs: asyncio.Queue[Job] = asyncio.Queue()
    workers: list[asyncio.Task[None]] = []

    @tool
    async def summarize_later(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        if not workers:
            workers.append(asyncio.create_task(work(jobs)))
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        await jobs.put((long_text, {"callbacks": callbacks}, answer))
        return await answer

    return [summarize_later, summarize_later]


@worker_first_request.remedy("config")
def _() -> list[BaseTool]:
    jobs: asyncio.Queue[Job] = asyncio.Queue()
    workers: list[asyncio.Task[None]] = []

    @tool
    async def summarize_later(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        if not workers:
            workers.append(asyncio.create_task(work(jobs)))
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        await jobs.put((long_text, config, answer))
        return await answer

    return [summarize_later, summarize_later]


@worker_first_request.remedy("copied-context")
def _() -> list[BaseTool]:
    jobs: asyncio.Queue[JobInContext] = asyncio.Queue()
    workers: list[asyncio.Task[None]] = []

    @tool
    async def summarize_later(long_text: str) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        if not workers:
            workers.append(asyncio.create_task(work_in_contexts(jobs)))
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        await jobs.put((long_text, copy_context(), answer))
        return await answer

    return [summarize_later, summarize_later]


@worker_first_request.remedy("context-variable")
def _() -> list[BaseTool]:
    jobs: asyncio.Queue[Job] = asyncio.Queue()
    workers: list[asyncio.Task[None]] = []

    @tool
    async def summarize_later(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        if not workers:
            workers.append(asyncio.create_task(work_with_variable(jobs)))
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        await jobs.put((long_text, patch_config(config, callbacks=callbacks), answer))
        return await answer

    return [summarize_later, summarize_later]


@scenario("worker-startup", group=GROUP, path=PATH, value=VALUE)
def worker_startup() -> list[BaseTool]:
    """Let a worker task answer that was started before any request."""
    jobs: asyncio.Queue[Job] = asyncio.Queue()
    worker = asyncio.get_running_loop().create_task(work(jobs))

    @tool
    async def summarize_later(long_text: str) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        answer: asyncio.Future[str] = worker.get_loop().create_future()
        await jobs.put((long_text, {}, answer))
        return await answer

    return [summarize_later, summarize_later]


@worker_startup.variant("callbacks")
def _() -> list[BaseTool]:
    jobs: asyncio.Queue[Job] = asyncio.Queue()
    worker = asyncio.get_running_loop().create_task(work(jobs))

    @tool
    async def summarize_later(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        answer: asyncio.Future[str] = worker.get_loop().create_future()
        await jobs.put((long_text, {"callbacks": callbacks}, answer))
        return await answer

    return [summarize_later, summarize_later]


@worker_startup.remedy("config")
def _() -> list[BaseTool]:
    jobs: asyncio.Queue[Job] = asyncio.Queue()
    worker = asyncio.get_running_loop().create_task(work(jobs))

    @tool
    async def summarize_later(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        answer: asyncio.Future[str] = worker.get_loop().create_future()
        await jobs.put((long_text, config, answer))
        return await answer

    return [summarize_later, summarize_later]


@worker_startup.remedy("copied-context")
def _() -> list[BaseTool]:
    jobs: asyncio.Queue[JobInContext] = asyncio.Queue()
    worker = asyncio.get_running_loop().create_task(work_in_contexts(jobs))

    @tool
    async def summarize_later(long_text: str) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        answer: asyncio.Future[str] = worker.get_loop().create_future()
        await jobs.put((long_text, copy_context(), answer))
        return await answer

    return [summarize_later, summarize_later]


@worker_startup.remedy("context-variable")
def _() -> list[BaseTool]:
    jobs: asyncio.Queue[Job] = asyncio.Queue()
    worker = asyncio.get_running_loop().create_task(work_with_variable(jobs))

    @tool
    async def summarize_later(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, when a worker has time."""
        answer: asyncio.Future[str] = worker.get_loop().create_future()
        await jobs.put((long_text, patch_config(config, callbacks=callbacks), answer))
        return await answer

    return [summarize_later, summarize_later]
