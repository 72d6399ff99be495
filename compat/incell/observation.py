"""One case driven once, and what was seen: an observation as the record holds it."""

from __future__ import annotations

import contextvars
import copy
from typing import TYPE_CHECKING, Any, Callable

from compat.incell.caller import DirectCaller, StreamCaller, caller_config
from compat.incell.failure import RAISED, describe
from compat.incell.handler import RunHandler
from compat.incell.isolation import alone
from compat.incell.journal import Observation, blank
from compat.incell.requirement import first_unmet
from compat.incell.runs import canonical
from compat.incell.stream import Event, root_output, sightings
from compat.incell.text import as_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from compat.incell.registry import Case


async def observe_stream(case: Case, caller: StreamCaller) -> Observation:
    """Drive a case by a stream of events and tell what came; raises only what is our own fault."""
    seen = blank(case)
    if unmet := first_unmet(case.requires):
        return {**seen, "absent": unmet}
    events: list[Event] = []
    handler = RunHandler()
    value, config = copy.deepcopy(case.value), caller_config(handler)
    # Nothing of ours may raise in here: it would be taken for the release's doing.
    try:
        await alone(_read(lambda: caller.stream(case.build(), value, config), events))
    except RAISED as error:
        seen.update(describe(case, error))
    if case.facts:
        seen["facts"] = dict(await alone(case.facts(case.build, copy.deepcopy(case.value))))
    runs = canonical(sightings(events))
    stream = {"protocol": caller.protocol, "parents_known": caller.parents_known, "runs": runs}
    seen.update(streams=[stream], returned=as_text(root_output(events)), handler=_handled(handler))
    return seen


def observe_call(case: Case, caller: DirectCaller) -> Observation:
    """Drive a case by a plain call and tell what the handler saw."""
    seen = blank(case)
    if unmet := first_unmet(case.requires):
        return {**seen, "absent": unmet}
    handler = RunHandler()
    value, config = copy.deepcopy(case.value), caller_config(handler)
    returned = None
    try:
        returned = contextvars.Context().run(lambda: caller.call(case.build(), value, config))
    except RAISED as error:
        seen.update(describe(case, error))
    seen.update(returned=as_text(returned), handler=_handled(handler))
    return seen


async def _read(opened: Callable[[], AsyncIterator[Event]], events: list[Event]) -> None:
    async for event in opened():
        events.append(event)  # noqa: PERF401 - what came before an exception counts


def _handled(handler: RunHandler) -> list[dict[str, Any]]:
    if handler.failure is not None:
        raise handler.failure
    return canonical(handler.seen)
