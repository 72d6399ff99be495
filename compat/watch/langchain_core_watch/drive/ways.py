"""Drives a target in one way: by an event stream, by ``ainvoke``, or by ``invoke``."""

from __future__ import annotations

import asyncio
import traceback
import uuid
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..whose import FRAMEWORK, whose
from .count import Tally, counting
from .inputs import make_config, make_context, make_input
from .load import Target, open_here, open_in_loop
from .theirs import TargetError, print_place

if TYPE_CHECKING:
    from .stubs import Stubs

_WAITING = {"GraphInterrupt", "NodeInterrupt"}
"""A graph that stops to ask a person is as it should be."""


ASYNCHRONOUS = "asynchronous"
"""Instead of an error: a target that ``invoke`` cannot call has nothing wrong."""


@dataclass(frozen=True)
class Driven:
    """What a way raised, how many models and tools ran, and how many of them it showed.

    ``unshown`` says of what it showed less than ran, see ``Tally``.
    """

    way: str
    error: str | None
    ran: int | None = None
    shown: int | None = None
    unshown: tuple[dict[str, Any], ...] = ()


def drive(target: Target, way: str, given: Any, stubs: Stubs | None) -> Driven:
    """Drive a target once."""
    tally = Tally()
    if stubs is not None:
        stubs.begin(tally.model_ran)
    with counting(tally):
        error = _find_error(target, way, given, tally)
    if way != "astream_events" or stubs is None:
        return Driven(way, error)
    return Driven(way, error, tally.ran, tally.shown, tuple(tally.list_unshown()))


def _find_error(target: Target, way: str, given: Any, tally: Tally) -> str | None:
    try:
        if way == "invoke":
            _invoke(target, given)
        else:
            asyncio.run(_await(target, target.make(), way, given, tally))
    except TargetError:
        raise
    except (Exception, SystemExit, asyncio.CancelledError) as error:  # noqa: BLE001 - theirs, whatever it is
        if type(error).__name__ in _WAITING:
            return None
        if way == "invoke" and _is_asynchronous(error):
            return ASYNCHRONOUS
        print_place(error)
        return type(error).__name__
    return None


def _is_asynchronous(error: BaseException) -> bool:
    """Tell whether the framework refuses to call a target by ``invoke``: it has only async code."""
    where = traceback.extract_tb(error.__traceback__)[-1].filename
    return isinstance(error, (TypeError, NotImplementedError)) and whose(where) == FRAMEWORK


def _invoke(target: Target, given: Any) -> None:
    """Call a target where no loop runs, unless it takes one to open it."""
    made = target.make()
    with ExitStack() as stack:
        runnable = open_here(target, made, stack)
        if runnable is not None:
            runnable.invoke(*_list_arguments(runnable, given), **make_context(runnable))
            return
    asyncio.run(_await(target, made, "invoke", given, Tally()))


async def _await(target: Target, made: Any, way: str, given: Any, tally: Tally) -> None:
    async with AsyncExitStack() as stack:
        runnable = await open_in_loop(target, made, stack)
        arguments, context = _list_arguments(runnable, given), make_context(runnable)
        if way == "astream_events":
            async for event in runnable.astream_events(*arguments, version="v2", **context):
                tally.show(event)
        elif way == "ainvoke":
            await runnable.ainvoke(*arguments, **context)
        else:
            await asyncio.to_thread(runnable.invoke, *arguments, **context)


def _list_arguments(runnable: Any, given: Any) -> tuple[Any, Any]:
    """Return the input and the config: of each way a thread of its own."""
    given = make_input(runnable) if given is None else given
    return given, make_config(runnable, f"check-{uuid.uuid4().hex}")
