"""What outlives a request: a worker with a queue, and a stream that is read when all is over."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from langchain_core.callbacks import Callbacks
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import BaseTool, tool

from compat.incell.caller import StreamCaller
from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.hook import install
from compat.incell.registry import scenario

GROUP = "what outlives a request"
PATH = ("summarize_later",)
VALUE = {"long_text": LONG_TEXT}
Job = tuple[str, RunnableConfig, "asyncio.Future[str]"]


async def work(jobs: "asyncio.Queue[Job]") -> None:
    """Answer one job after the other, for ever."""
    while True:
        long_text, config, answer = await jobs.get()
        answer.set_result(await guide_chain().ainvoke({"long_text": long_text}, config))


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


async def _read_late(
    root: Runnable[Any, Any], value: object, config: RunnableConfig
) -> AsyncIterator[Any]:
    """Ask for events inside a counter's ``with``, and read them when that has ended."""
    events = root.astream_events(value, config, version="v2")
    install(None)  # as leaving the `with` does
    async for event in events:
        yield event


async def _read_all_late(root: Runnable[Any, Any], value: object, config: RunnableConfig) -> None:
    async for _ in _read_late(root, value, config):
        pass


async def _read_all_inside(root: Runnable[Any, Any], value: object, config: RunnableConfig) -> None:
    async for _ in root.astream_events(value, config, version="v2"):
        pass


late = StreamCaller(
    protocol="events-v2", parents_known=True, stream=_read_late, plain=_read_all_late
)
inside = StreamCaller(
    protocol="events-v2",
    parents_known=True,
    stream=lambda root, value, config: root.astream_events(value, config, version="v2"),
    plain=_read_all_inside,
)


@scenario(
    "stream-after-context", group=GROUP, path=("summarize_backwards",), value=VALUE, caller=late
)
def stream_after_context() -> BaseTool:
    """Read the events of a tool after the `with` of a token counter has ended."""

    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@stream_after_context.remedy("read-inside", caller=inside)
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards
