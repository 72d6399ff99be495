"""The plan of a request, with the index asked which of the newest releases it lags behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from compat.axes.relay import Relay
from compat.cli.machine import Machine
from compat.cli.workshop import Places, workshop
from compat.files import make_folder
from compat.plan.model import Plan, PlannedCell
from compat.plan.plan import Setting, make_plan
from compat.plan.request import Request
from compat.plan.settled import settled
from compat.record.packed import Evidence
from compat.run.probing import lagging


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How the index is asked: through a relay; answers are kept in ``home``, for the run too.

    A ``fresh`` one takes none from there.
    """

    relay: Relay
    home: Path
    jobs: int
    fresh: bool = False


def planned(request: Request, machine: Machine, surroundings: Setting, asking: Asking) -> Plan:
    """Return the plan of a request on this machine. Raises CompatError."""
    return settled(
        lambda lags: make_plan(request, machine.listing, machine.interpreters, surroundings, lags),
        lambda plan, cells: _lagging(plan, cells, machine, asking),
    )


def _lagging(
    plan: Plan, cells: Sequence[PlannedCell], machine: Machine, asking: Asking
) -> frozenset[str]:
    cache = asking.home / "cache"
    make_folder(cache)
    with TemporaryDirectory(prefix=".asking-", dir=asking.home, ignore_cleanup_errors=True) as work:
        evidence = Evidence(root=Path(work, "evidence"))
        places = Places(work=Path(work), cache=cache, evidence=evidence, fresh=asking.fresh)
        tools = workshop(
            plan, machine, places, relay=asking.relay, jobs=asking.jobs, say=lambda _: None
        )
        return lagging(cells, tools)
