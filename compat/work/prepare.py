"""From a request to a plan on this machine, with the index open: one way for all commands."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from compat.axes.relay import Relay
from compat.files import make_folder
from compat.plan.model import Plan, PlannedCell
from compat.plan.plan import Lags, make_plan
from compat.plan.request import Request
from compat.plan.settling import settle_plan
from compat.record.pack import Evidence
from compat.run.probing import find_lagging
from compat.work.equip import RunPlaces, equip
from compat.work.machine import Machine, describe_setting, survey
from compat.work.moment import choose_moment


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How to go about it: cells at a time, and where runs are kept and share what they have.

    ``command`` is what a person types to have this again. ``fresh`` takes nothing from earlier
    runs, ``renew`` moves the moment that dependencies are resolved for to now, ``download`` lets uv
    fetch interpreters that are missing.
    """

    jobs: int
    home: Path
    command: str
    fresh: bool = False
    renew: bool = False
    download: bool = True

    @property
    def cache(self) -> Path:
        """What runs share."""
        return self.home / "cache"


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A plan, the machine that it is for, and the relay of its index, which is open."""

    plan: Plan
    machine: Machine
    relay: Relay


@contextmanager
def prepare(request: Request, manner: Manner) -> Iterator[Prepared]:
    """Look at this machine and the index, and give the plan of a request. Raises CompatError.

    The index is asked which of the newest releases it lags behind; its answers are kept, for the
    run too.
    """
    machine = survey(request, download=manner.download, cache=manner.cache)
    layers = machine.layer.releases if machine.layer else ()
    looked_at = choose_moment(manner.cache, machine.clock, renew=manner.renew)
    surroundings = describe_setting(manner.command, machine, looked_at)
    with machine.relay() as relay:

        def made(lags: Lags) -> Plan:
            return make_plan(
                request, machine.listing, machine.interpreters, surroundings, lags, layers
            )

        def asked(plan: Plan, cells: Sequence[PlannedCell]) -> frozenset[str]:
            return _find_lagging(cells, Prepared(plan=plan, machine=machine, relay=relay), manner)

        plan = settle_plan(made, asked)
        yield Prepared(plan=plan, machine=machine, relay=relay)


def _find_lagging(cells: Sequence[PlannedCell], asked: Prepared, manner: Manner) -> frozenset[str]:
    make_folder(manner.cache)
    with TemporaryDirectory(
        prefix=".asking-", dir=manner.home, ignore_cleanup_errors=True
    ) as folder:
        work = Path(folder)
        places = RunPlaces(
            work=work,
            cache=manner.cache,
            evidence=Evidence(root=work / "evidence"),
            fresh=manner.fresh,
        )
        tools = equip(
            asked.plan,
            asked.machine,
            places,
            relay=asked.relay,
            jobs=manner.jobs,
            say=lambda _: None,
        )
        return find_lagging(cells, tools)
