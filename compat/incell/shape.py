"""What a caller is given before any event: an async iterator or an awaitable, and how it closes."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Callable

from compat.incell.failure import RAISED
from compat.incell.isolation import cancelled
from compat.incell.text import headline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compat.incell.caller import StreamCaller
    from compat.incell.registry import Fact, Factory, Facts


def shape_of(caller: StreamCaller) -> Facts:
    """Return what finds out the shape of a caller's stream, of a fresh object each time."""

    async def find(build: Factory, value: object) -> Mapping[str, Fact]:
        return await shape(lambda: caller.stream(build(), value, {}))

    return find


async def shape(ask: Callable[[], Any]) -> dict[str, Fact]:
    """Tell what ``ask`` returns, or what it raises.

    ``resolves_to`` is what awaiting it gives, ``closes_cleanly`` whether it can be closed after its
    first item, as ``contextlib.aclosing`` does, with no exception and nothing going on after it.
    """
    try:
        made = ask()
    except RAISED as error:
        return {"raises": headline(error)}
    told: dict[str, Fact] = {
        "async_iterator": isinstance(made, AsyncIterator),
        "awaitable": inspect.isawaitable(made),
    }
    if inspect.isawaitable(made) and not isinstance(made, AsyncIterator):
        try:
            made = await made
        except RAISED as error:
            return {**told, "resolves_to": headline(error)}
        told["resolves_to"] = type(made).__name__
    return {**told, "closes_cleanly": await _closes(made)}


async def _closes(stream: Any) -> bool:  # noqa: ANN401 - whatever a release returns
    before = asyncio.all_tasks()
    try:
        # contextlib.aclosing, which Python 3.9 does not have.
        try:
            await stream.__aiter__().__anext__()
        finally:
            await stream.aclose()
    except RAISED:
        return False
    await asyncio.sleep(0)  # the loop closes what was only dropped
    left = asyncio.all_tasks() - before
    await cancelled(left)
    return not left
