"""The shape of what a caller is given."""

import asyncio
from collections.abc import AsyncIterator
from typing import NoReturn

import pytest

from compat.incell.caller import StreamCaller
from compat.incell.shape import shape, shape_of

CLEAN = {"async_iterator": True, "awaitable": False, "closes_cleanly": True}


async def numbers() -> AsyncIterator[int]:
    yield 1
    yield 2


async def promised(value: object) -> object:
    return value


async def refused() -> NoReturn:
    message = "not here"
    raise NotImplementedError(message)


async def working_on() -> AsyncIterator[int]:
    TASKS.add(asyncio.create_task(asyncio.sleep(60)))
    yield 1


async def refusing_to_close() -> AsyncIterator[int]:
    try:
        yield 1
    finally:
        message = "no"
        raise RuntimeError(message)


TASKS: set[asyncio.Task[None]] = set()


@pytest.mark.asyncio
async def test_an_async_generator_closes_cleanly() -> None:
    assert await shape(numbers) == CLEAN


@pytest.mark.asyncio
async def test_an_awaitable_is_told_with_what_it_resolves_to() -> None:
    assert await shape(lambda: promised(numbers())) == {
        "async_iterator": False,
        "awaitable": True,
        "resolves_to": "async_generator",
        "closes_cleanly": True,
    }


@pytest.mark.asyncio
async def test_an_awaitable_that_raises_is_told_by_what_it_says() -> None:
    assert await shape(refused) == {
        "async_iterator": False,
        "awaitable": True,
        "resolves_to": "NotImplementedError: not here",
    }


@pytest.mark.asyncio
async def test_asking_may_raise_at_once() -> None:
    def ask() -> NoReturn:
        message = "missing 'version'"
        raise TypeError(message)

    assert await shape(ask) == {"raises": "TypeError: missing 'version'"}


@pytest.mark.asyncio
async def test_a_task_that_goes_on_is_not_clean_and_is_cancelled() -> None:
    assert (await shape(working_on))["closes_cleanly"] is False
    assert all(task.cancelled() for task in TASKS)


@pytest.mark.asyncio
async def test_an_exception_at_closing_is_not_clean() -> None:
    assert (await shape(refusing_to_close))["closes_cleanly"] is False


@pytest.mark.asyncio
async def test_the_shape_of_a_caller_is_that_of_its_stream_of_a_fresh_object() -> None:
    asked: list[object] = []

    def stream(*given: object) -> AsyncIterator[int]:
        asked.append(given)
        return numbers()

    find = shape_of(StreamCaller(protocol="p", parents_known=True, stream=stream))
    assert await find(lambda: "built", "value") == CLEAN
    assert asked == [("built", "value", {})]
