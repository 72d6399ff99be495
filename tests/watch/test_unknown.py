"""Runs whose caller nobody can know are not judged, and told to be such."""

import asyncio
import contextlib
import contextvars
import functools
import gc
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import Mock

import pytest
from langchain_core.callbacks import BaseCallbackManager
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.runnables import RunnableLambda
from langchain_core_watch import Watch, watching

model = FakeListChatModel(responses=["yes"])
Handler = Callable[[int, Any], None]


@pytest.fixture
def watch() -> Iterator[Watch]:
    with watching() as made:
        yield made


def ask(*_: Any) -> None:
    """Call a model in a context of its own, as what is called from elsewhere does."""
    contextvars.Context().run(model.invoke, "x")


class Asking:
    """Handles a signal by a method, or by being called."""

    def ask(self, *_: Any) -> None:
        ask()

    def __call__(self, *_: Any) -> None:
        ask()


@pytest.mark.parametrize(
    "handler", [lambda *_: ask(), functools.partial(lambda *_: ask()), Asking().ask, Asking()],
    ids=["function", "partial", "method", "object"],
)  # fmt: skip
def test_what_a_signal_handler_begins_is_nobodys(watch: Watch, handler: Handler) -> None:
    def interrupt(text: str) -> str:
        signal.raise_signal(signal.SIGUSR1)
        return text

    before = signal.signal(signal.SIGUSR1, handler)
    try:
        assert signal.getsignal(signal.SIGUSR1) is handler
        RunnableLambda(interrupt).invoke("x")
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert watch.runs == 2
    assert list(watch) == []
    assert watch.sites.unknown_callers == 1


def test_a_handler_from_before_the_watch_is_known() -> None:
    def interrupt(text: str) -> str:
        signal.raise_signal(signal.SIGUSR1)
        return text

    before = signal.signal(signal.SIGUSR1, lambda *_: ask())
    try:
        with watching() as watch:
            RunnableLambda(interrupt).invoke("x")
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert (watch.runs, list(watch), watch.sites.unknown_callers) == (2, [], 1)


def begin(text: str) -> str:
    ask()
    return text


@contextlib.contextmanager
def handling(handler: Handler) -> Iterator[None]:
    before = signal.signal(signal.SIGUSR1, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_what_handled_a_signal_once_is_judged_where_it_is_called(watch: Watch) -> None:
    with handling(ask):
        RunnableLambda(begin).invoke("x")
    assert (list(watch), watch.sites.unknown_callers) == ([], 1), "Python may have called it"
    RunnableLambda(begin).invoke("x")
    assert (len(watch.list_findings()), watch.sites.unknown_callers) == (1, 1)


def test_what_handled_a_signal_before_the_watch_is_judged() -> None:
    before = signal.signal(signal.SIGUSR1, ask)
    with watching():
        RunnableLambda(begin).invoke("x")
    signal.signal(signal.SIGUSR1, before)
    with watching() as watch:
        RunnableLambda(begin).invoke("x")
    assert (len(watch.list_findings()), watch.sites.unknown_callers) == (1, 0)


def test_a_handler_that_takes_itself_away_is_still_nobodys(watch: Watch) -> None:
    def once(*_: Any) -> None:
        signal.signal(signal.SIGUSR1, signal.SIG_DFL)
        ask()

    def interrupt(text: str) -> str:
        signal.raise_signal(signal.SIGUSR1)
        return text

    with handling(once):
        RunnableLambda(interrupt).invoke("x")
    assert (watch.runs, list(watch), watch.sites.unknown_callers) == (2, [], 1)


def test_a_mock_that_handles_a_signal_hides_no_call_of_others(watch: Watch) -> None:
    other = Mock(side_effect=ask)

    def begin_by_mock(text: str) -> str:
        other()
        return text

    with handling(Mock()):
        RunnableLambda(begin_by_mock).invoke("x")
    assert (len(watch.list_findings()), watch.sites.unknown_callers) == (1, 0)


def test_what_a_finalizer_begins_is_nobodys(watch: Watch) -> None:
    class Left:
        def __del__(self) -> None:
            ask()

    def leave(text: str) -> str:
        Left()
        gc.collect()
        return text

    RunnableLambda(leave).invoke("x")
    assert (watch.runs, list(watch), watch.sites.unknown_callers) == (2, [], 1)


async def wait(_: Any = None) -> None:
    await asyncio.sleep(0.02)


async def call_soon() -> None:
    asyncio.get_running_loop().call_soon(ask)
    await wait()


async def call_later() -> None:
    asyncio.get_running_loop().call_later(0.001, ask)
    await wait()


async def when_done() -> None:
    asyncio.ensure_future(wait()).add_done_callback(ask)
    await asyncio.sleep(0.05)


async def call_from_a_thread() -> None:
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=lambda: loop.call_soon_threadsafe(ask))
    thread.start()
    await wait()
    thread.join()


async def make_a_task() -> None:
    async def work() -> None:
        ask()

    await contextvars.Context().run(asyncio.Task, work())


EDGES = [call_soon, call_later, when_done, call_from_a_thread, make_a_task]


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.__name__)
def test_what_a_loop_calls_by_itself_is_nobodys(watch: Watch, edge: Any) -> None:
    def in_a_loop_of_its_own(text: str) -> str:
        asyncio.run(edge())
        return text

    RunnableLambda(in_a_loop_of_its_own).invoke("x")
    assert (watch.runs, list(watch), watch.sites.unknown_callers) == (2, [], 1)


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.__name__)
def test_so_it_is_in_a_pools_thread(watch: Watch, edge: Any) -> None:
    def in_a_loop_of_its_own(text: str) -> str:
        thread = threading.Thread(target=asyncio.run, args=(edge(),))
        thread.start()
        thread.join()
        return text

    RunnableLambda(in_a_loop_of_its_own).invoke("x")
    assert (watch.runs, list(watch), watch.sites.unknown_callers) == (2, [], 1)


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.__name__)
def test_where_no_run_is_open_it_is_outermost(watch: Watch, edge: Any) -> None:
    asyncio.run(edge())
    assert (watch.runs, list(watch), watch.sites.unknown_callers) == (1, [], 0)


def test_what_is_called_below_it_is_judged(watch: Watch) -> None:
    def above(_: Any) -> None:
        model.invoke("x", {"callbacks": BaseCallbackManager([])})

    async def call() -> None:
        asyncio.get_running_loop().call_soon(RunnableLambda(above).invoke, "x")
        await wait()

    def run(_: str) -> None:
        asyncio.run(call())

    RunnableLambda(run).invoke("x")
    (site,) = watch
    assert site.true_path == ("above",)
    assert site.outcomes["handler"] == "lost"


def test_a_thread_that_ended_is_gone_at_once(watch: Watch) -> None:
    gone: list[int] = []

    class Seen(threading.Thread):
        def __del__(self) -> None:
            gone.append(1)

    def start(text: str) -> str:
        thread = Seen(target=ask)
        thread.start()
        thread.join()
        assert "run" not in vars(thread)
        return text

    gc.disable()
    try:
        RunnableLambda(start).invoke("x")
    finally:
        gc.enable()
    assert gone
    assert [site.shape.edges for site in watch] == [("thread",)]
