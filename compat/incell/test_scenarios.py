"""Every variant and remedy of every scenario, driven as a stream and called plainly.

Nothing is asserted about the outcome: whatever a release does is a finding. A test fails only
when the suite does.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Callable

import pytest

from compat.incell.caller import DirectCaller, StreamCaller
from compat.incell.isolation import tidied
from compat.incell.journal import blank
from compat.incell.observation import observe_call, observe_stream
from compat.incell.plain import observe_direct, observe_plain
from compat.incell.registry import REGISTRY
from compat.incell.requirement import first_unmet

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from _pytest.mark.structures import ParameterSet

    from compat.incell.flagged import Flagged
    from compat.incell.journal import Journal
    from compat.incell.plain import Calls
    from compat.incell.registry import Case


def _cases(wanted: Callable[[Case], bool]) -> list[ParameterSet]:
    return [
        pytest.param(case, case.caller, id=str(case))
        for known in REGISTRY.scenarios.values()
        for case in known.every()
        if wanted(case)
    ]


def _streamed(case: Case) -> bool:
    return isinstance(case.caller, StreamCaller) and not (case.loop or case.flag)


@pytest.mark.asyncio
@pytest.mark.parametrize(("case", "caller"), _cases(_streamed))
async def test_stream(case: Case, caller: StreamCaller, journal: Journal) -> None:
    """Drive a case from a running loop, in which it finds and leaves nothing of another one."""
    if known := journal.known(case):
        journal.add(case, known)
        return
    async with tidied():
        streamed = await observe_stream(case, caller)
    journal.add(case, streamed.seen)
    if first_unmet(case.requires) is None:
        async with tidied():
            journal.add_calls(case, await _call(case, caller, journal, streamed.lasting))


@pytest.mark.parametrize(
    ("case", "caller"), _cases(lambda case: isinstance(case.caller, DirectCaller))
)
def test_call(case: Case, caller: DirectCaller, journal: Journal) -> None:
    """Drive a case without a loop."""
    journal.add(case, observe_call(case, caller))
    if first_unmet(case.requires) is None:
        journal.add_calls(case, observe_direct(case, caller))


@pytest.mark.parametrize(("case", "caller"), _cases(lambda case: bool(case.loop)))
def test_own_loop(case: Case, caller: StreamCaller, journal: Journal) -> None:
    """Drive a case in the kind of event loop that it is about."""
    if unmet := first_unmet(case.requires):
        journal.add(case, {**blank(case), "absent": unmet})
        return
    seen = _run_in_own_loop(case, observe_stream(case, caller)).seen
    journal.add(case, seen)
    if first_unmet(case.requires) is None:
        journal.add_calls(case, _run_in_own_loop(case, _call(case, caller, journal)))


@pytest.mark.parametrize(("case", "caller"), _cases(lambda case: bool(case.flag)))
def test_flagged(case: Case, caller: Any, journal: Journal, flagged: Flagged) -> None:  # noqa: ANN401 - a stream's
    """Drive a case in an interpreter with its ``-X`` option: this one, or one more process."""
    if unmet := first_unmet(case.requires):
        journal.add(case, {**blank(case), "absent": unmet})
    elif flagged.here:
        journal.add(case, asyncio.run(observe_stream(case, caller)).seen)
        journal.add_calls(case, asyncio.run(_call(case, caller, journal)))
    else:
        journal.add(case, flagged.observation(str(case)))


async def _call(
    case: Case, caller: StreamCaller, journal: Journal, lasting: Sequence[Any] = ()
) -> Calls:
    several = len(journal.observations[str(case)]["streams"])
    handled = journal.wants_handler(case, roots=several)
    return await observe_plain(
        case, caller, handled=handled, apart=journal.every_call, roots=lasting
    )


def _run_in_own_loop(case: Case, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever it gives
    loop = (case.loop or asyncio.new_event_loop)()
    try:
        result = loop.run_until_complete(work)
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
    finally:
        loop.close()
    return result
