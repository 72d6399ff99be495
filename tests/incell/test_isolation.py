"""Running in an empty context."""

import asyncio
from contextvars import ContextVar, copy_context

from compat.incell.isolation import alone

VARIABLE: ContextVar[str] = ContextVar("VARIABLE")


def test_nothing_of_the_surrounding_context_is_seen_and_nothing_leaks_out() -> None:
    async def look() -> int:
        seen = len(copy_context())
        VARIABLE.set("inner")
        return seen

    async def main() -> tuple[int, str]:
        VARIABLE.set("outer")
        return await alone(look()), VARIABLE.get()

    assert asyncio.run(main()) == (0, "outer")
