"""Letters to customers, written by tasks, threads and a worker."""

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from langchain_core.messages import BaseMessage
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda, chain

from shop.parts import model

Letters = asyncio.Queue[tuple[str, asyncio.Future[BaseMessage]]]


@chain
async def write_at_once(_: str, config: RunnableConfig) -> BaseMessage:
    """Write letters side by side, two of them as parts of this step."""
    await asyncio.gather(model.ainvoke("Gather: one"), model.ainvoke("Gather: two"))
    await asyncio.gather(*(model.ainvoke(f"Passed: {part}", config) for part in ("one", "two")))
    return await asyncio.create_task(model.ainvoke("Task"))


@chain
def post(_: str, config: RunnableConfig) -> None:
    """Write letters in threads, one of them with the handlers alone."""

    def write() -> None:
        model.invoke("Thread")

    handlers = config["callbacks"].handlers
    plain = threading.Thread(target=write)
    heard = threading.Thread(target=model.invoke, args=("Handlers", {"callbacks": handlers}))
    for thread in (plain, heard):
        thread.start()
        thread.join()


@chain
def submit(_: str, config: RunnableConfig) -> None:
    """Write letters in a pool, one as a part of this step, one in a loop of its own."""
    with ThreadPoolExecutor() as pool:
        pool.submit(model.invoke, "Pool").result()
        pool.submit(model.invoke, "Pool with config", config).result()
        pool.submit(asyncio.run, model.ainvoke("Other loop")).result()


@chain
async def hand_over(_: str) -> BaseMessage:
    """Write letters in threads that asyncio keeps."""
    await asyncio.get_running_loop().run_in_executor(None, model.invoke, "Executor")
    return await asyncio.to_thread(model.invoke, "To thread")


async def work(letters: Letters) -> None:
    """Write one letter after another, for whoever sent it."""
    while True:
        letter, done = await letters.get()
        done.set_result(await model.ainvoke(letter))


@asynccontextmanager
async def open_office() -> AsyncIterator[Runnable[str, BaseMessage]]:
    """Run a worker, and give the step that sends it a letter."""
    letters: Letters = asyncio.Queue()

    async def send(letter: str) -> BaseMessage:
        done = asyncio.get_running_loop().create_future()
        await letters.put((letter, done))
        return await done

    worker = asyncio.create_task(work(letters))
    yield RunnableLambda(send)
    worker.cancel()
