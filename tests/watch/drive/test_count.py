"""How much ran, and how much of it an event stream showed."""

import asyncio
from typing import Any

import pytest
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.tools import ToolException, tool
from langchain_core_watch.drive.count import Tally, counting
from langchain_core_watch.drive.stubs import stubbed

from tests.watch.drive.models import Chat

HIDDEN: Any = {"callbacks": []}


@tool
async def ask(question: str) -> str:
    """Ask."""
    return str((await Chat().ainvoke(question)).content)


@tool
def fail() -> str:
    """Fail."""
    raise ToolException


async def both(question: str) -> None:
    await ask.ainvoke({"question": question})
    await Chat().with_config(run_name="renamed").ainvoke(question)


async def hidden(question: str) -> None:
    await Chat().ainvoke(question)
    await Chat().ainvoke(question, HIDDEN)
    await ask.ainvoke({"question": question}, HIDDEN)


def count(target: Runnable[Any, Any]) -> tuple[int, int]:
    tally = Tally()

    async def listen() -> None:
        async for event in target.astream_events("x", version="v2"):
            tally.show(event)

    with stubbed() as stubs, counting(tally):
        stubs.begin(tally.model_ran)
        asyncio.run(listen())
    return tally.ran, tally.shown


def test_models_and_tools_are_counted_by_whatever_name_they_are_shown() -> None:
    assert count(RunnableLambda(both)) == (3, 3)


def test_what_the_stream_misses_ran_too() -> None:
    assert count(RunnableLambda(hidden)) == (4, 1)


def test_a_run_that_is_shown_twice_is_one() -> None:
    tally = Tally()
    tally.model_ran("a")
    tally.model_ran("a")
    for _ in range(2):
        tally.show({"event": "on_chat_model_start", "name": "a", "run_id": "1"})
    tally.show({"event": "on_chain_start", "name": "a", "run_id": "2"})
    tally.show({"event": "on_tool_start", "name": "b", "run_id": "3"})
    assert (tally.ran, tally.shown) == (2, 1)


def test_what_is_not_shown_says_which_lines_led_to_it() -> None:
    tally = Tally()
    with stubbed() as stubs, counting(tally):
        stubs.begin(tally.model_ran)
        asyncio.run(hidden("x"))
    unshown = tally.list_unshown()
    assert [each["missing"] for each in unshown] == [3, 1]
    first = hidden.__code__.co_firstlineno
    lines = sorted(place[0][1] - first for each in unshown for place in each["places"])
    inner = ask.coroutine.__code__.co_firstlineno - first  # type: ignore[attr-defined]
    assert lines == [inner + 3, 1, 2, 3]


def test_a_tool_that_raised_is_not_counted() -> None:
    tally = Tally()
    with counting(tally), pytest.raises(ToolException):
        fail.invoke({})
    assert tally.ran == 0
