"""Who works on what: those who work share a Python only when they must."""

import asyncio
from itertools import chain

from compat.plan.model import PlannedCell
from compat.run.engine import Waiting


def cell(name: str) -> PlannedCell:
    python, _, core = name.partition("-")
    return PlannedCell(id=name, python=python, core=core, excluded=None, reason=None)


def waiting(*names: str) -> Waiting:
    queue = Waiting(map(cell, names))
    queue.close()
    return queue


async def taken(queue: Waiting, count: int = 1) -> list[str | None]:
    found = [await queue.take() for _ in range(count)]
    return [each.id if each else None for each in found]


def test_two_take_from_two_pythons() -> None:
    async def go() -> None:
        assert await taken(waiting("a-1", "a-2", "b-1"), 2) == ["a-1", "b-1"]

    asyncio.run(go())


def test_one_who_is_done_stays_with_the_python() -> None:
    async def go() -> None:
        queue = waiting("a-1", "a-2", "b-1", "b-2", "c-1")
        first, second = await queue.take(), await queue.take()
        assert first
        assert second
        queue.done(second)
        assert await taken(queue) == ["b-2"]
        queue.done(first)
        assert await taken(queue) == ["a-2"]

    asyncio.run(go())


def test_at_the_end_they_share() -> None:
    async def go() -> None:
        assert await taken(waiting("a-1", "a-2", "a-3"), 4) == ["a-1", "a-2", "a-3", None]

    asyncio.run(go())


def test_those_who_wait_get_what_comes_later_and_then_the_end() -> None:
    async def go() -> list[list[str | None]]:
        queue = Waiting()
        work = [asyncio.create_task(taken(queue, 2)) for _ in range(2)]
        await asyncio.sleep(0)
        queue.add(map(cell, ["a-1", "b-1"]))
        await asyncio.sleep(0)
        queue.close()
        return await asyncio.gather(*work)

    assert sorted(map(str, chain(*asyncio.run(go())))) == ["None", "None", "a-1", "b-1"]
