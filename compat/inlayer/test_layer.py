"""Every variant and remedy of every row of the layer, for all that can listen to a graph.

Nothing is asserted about the outcome: whatever a pair of releases does is a finding. A test fails
only when the suite does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compat.incell.caller import DirectCaller, StreamCaller
from compat.incell.isolation import tidied
from compat.incell.observation import observe_call, observe_stream
from compat.incell.plain import observe_direct, observe_plain
from compat.incell.requirement import first_unmet
from compat.inlayer.declare import LAYER, GraphCaller
from compat.inlayer.modes import no_modes, observe_modes

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet

    from compat.incell.journal import Journal
    from compat.incell.registry import Case


def _cases(kind: type) -> list[ParameterSet]:
    return [
        pytest.param(case, case.caller, id=str(case))
        for known in LAYER.scenarios.values()
        for case in known.every()
        if isinstance(case.caller, kind)
    ]


@pytest.mark.asyncio
@pytest.mark.parametrize(("case", "caller"), _cases(StreamCaller))
async def test_graph(case: Case, caller: StreamCaller, journal: Journal) -> None:
    """Drive a case from a running loop, in which it finds and leaves nothing of another one."""
    if known := journal.known(case):
        journal.add(case, known)
        return
    async with tidied():
        streamed = await observe_stream(case, caller)
    journal.add(case, streamed.seen)
    if first_unmet(case.requires) is not None:
        return
    async with tidied():
        handled = journal.wants_handler(case, roots=1)
        journal.add_calls(case, await observe_plain(case, caller, handled=handled))
    if isinstance(caller, GraphCaller):
        async with tidied():
            journal.add_calls(case, await observe_modes(case, caller))
    else:
        journal.add_calls(case, no_modes())


@pytest.mark.parametrize(("case", "caller"), _cases(DirectCaller))
def test_call(case: Case, caller: DirectCaller, journal: Journal) -> None:
    """Drive a case without a loop, by a caller who reads no stream."""
    journal.add(case, observe_call(case, caller))
    if first_unmet(case.requires) is None:
        journal.add_calls(case, {**observe_direct(case, caller), **no_modes()})
