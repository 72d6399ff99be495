"""Every variant of every scenario, driven once.

Nothing is asserted about the outcome: whatever a release does is a finding. A test fails only
when the suite does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compat.incell.caller import DirectCaller, StreamCaller
from compat.incell.observation import observe_call, observe_stream
from compat.incell.registry import REGISTRY

if TYPE_CHECKING:
    from compat.incell.journal import Journal
    from compat.incell.registry import Case

_CASES = [case for known in REGISTRY.scenarios.values() for case in known.cases.values()]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("case", "caller"),
    [
        pytest.param(case, case.caller, id=str(case))
        for case in _CASES
        if isinstance(case.caller, StreamCaller)
    ],
)
async def test_stream(case: Case, caller: StreamCaller, journal: Journal) -> None:
    """Drive a case from a running loop, which is this test's alone."""
    journal.add(case, await observe_stream(case, caller))


@pytest.mark.parametrize(
    ("case", "caller"),
    [
        pytest.param(case, case.caller, id=str(case))
        for case in _CASES
        if isinstance(case.caller, DirectCaller)
    ],
)
def test_call(case: Case, caller: DirectCaller, journal: Journal) -> None:
    """Drive a case without a loop."""
    journal.add(case, observe_call(case, caller))
