"""What the watcher costs: microseconds a run, and memory after many runs.

    PYTHONPATH=compat/watch python benchmarks/watch.py [ROUNDS]

with the Python of any environment that has langchain-core. A run with the watcher and one without
alternate, by the CPU's time of this process; the least of each counts. Three kinds of code: a model
that is called, one that is awaited, and the dearest case, an awaited function that is not async:
it takes two tasks and a thread.
"""

import asyncio
import gc
import resource
import sys
import time
from collections.abc import Callable

from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.runnables import RunnableLambda
from langchain_core_watch import watching

CALLS = 10
AGAIN = 40
MANY = 100_000

Code = Callable[[str], object]

model = FakeListChatModel(responses=["yes"])
plain = RunnableLambda(lambda given: given)


def call_model(given: str) -> str:
    """Call a model some times."""
    for _ in range(CALLS):
        model.invoke(given)
    return given


async def await_model(given: str) -> str:
    """Await a model some times."""
    for _ in range(CALLS):
        await model.ainvoke(given)
    return given


async def await_plain(given: str) -> str:
    """Await a plain function some times, which runs in a thread."""
    for _ in range(CALLS):
        await plain.ainvoke(given)
    return given


def run_sync(code: Code) -> None:
    """Run code as often as it is timed."""
    runnable = RunnableLambda(code)
    for _ in range(AGAIN):
        runnable.invoke("x")


def run_async(code: Code) -> None:
    """Run asynchronous code as often as it is timed."""
    runnable = RunnableLambda(code)

    async def go() -> None:
        for _ in range(AGAIN):
            await runnable.ainvoke("x")

    asyncio.run(go())


def measure(run: Callable[[Code], None], code: Code) -> float:
    """Return the microseconds of CPU time for each run of langchain-core."""
    gc.collect()
    start = time.process_time()
    run(code)
    return (time.process_time() - start) / (AGAIN * (CALLS + 1)) * 1e6


def compare(name: str, run: Callable[[Code], None], code: Code, rounds: int) -> None:
    """Print what one kind of code takes, without the watcher and with it."""
    run(code)
    without, watched = [], []
    for _ in range(rounds):
        without.append(measure(run, code))
        with watching():
            watched.append(measure(run, code))
    least, more = min(without), min(watched)
    print(f"{name}: {least:.0f} µs a run, {more - least:+.0f} µs watched, {more / least:.2f} times")


def grow() -> None:
    """Print by how much memory grows over many runs, after a tenth of them."""
    many = RunnableLambda(call_plain)
    with watching() as watch:
        while watch.runs < MANY // 10:
            many.invoke("x")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        while watch.runs < MANY:
            many.invoke("x")
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"{watch.runs} runs: {after - before:+} kB of {after} kB after the first tenth")


def call_plain(given: str) -> str:
    """Call a plain function some times."""
    for _ in range(CALLS):
        plain.invoke(given)
    return given


if __name__ == "__main__":
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    compare("a model that is called", run_sync, call_model, rounds)
    compare("a model that is awaited", run_async, await_model, rounds)
    compare("a function in a thread", run_async, await_plain, rounds)
    grow()
