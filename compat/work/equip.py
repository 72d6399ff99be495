"""What a run of a plan works with on this machine."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from compat.axes.relay import Relay
from compat.axes.settings import identify_index
from compat.environments.inputs import Inputs
from compat.environments.recipe import Recipe, make_layer_recipe, make_recipe
from compat.environments.variables import make_cell_variables
from compat.plan.model import Plan, PlannedCell, ReleaseRow
from compat.record.pack import Evidence
from compat.run.results import Results
from compat.run.suite import hash_engine, stage
from compat.run.workshop import Workshop
from compat.work.machine import Machine


@dataclass(frozen=True, kw_only=True)
class RunPlaces:
    """Where a run works, what runs share, and where it keeps evidence.

    Results are taken from the cache unless the run is to be ``fresh``.
    """

    work: Path
    cache: Path
    evidence: Evidence
    fresh: bool


def equip(  # noqa: PLR0913 - each is a keyword or a thing of its own
    plan: Plan,
    machine: Machine,
    places: RunPlaces,
    *,
    relay: Relay,
    jobs: int,
    say: Callable[[str], None],
) -> Workshop:
    """Return what the cells of a plan are made with, while the relay is open."""
    suite = stage(places.work, layered=plan.layered)
    platforms = {each.platform for each in machine.interpreters.found.values()}
    young = frozenset(find_younger(plan))
    today = machine.clock.now()
    uv = machine.uv_for(plan, relay)
    return Workshop(
        inputs=Inputs(
            suite=suite.hash,
            engine=hash_engine(),
            variables=tuple(
                f"{name}={value}" for name, value in make_cell_variables(Path("home")).items()
            ),
            platform=" ".join(sorted(platforms)),
            containment=machine.containment.level,
            options=plan.options,
            uv=plan.surroundings.tools.get("uv", ""),
            index=identify_index(machine.settings),
            as_of=uv.as_of or "",
            wheels_only=uv.wheels_only,
        ),
        suite=suite,
        uv=uv,
        cache=places.cache,
        work=places.work,
        recipe=lambda cell: choose_recipe(cell, plan, today, young),
        interpreters=machine.interpreters.found,
        hashes={release.text: release.hashes for release in machine.listing.releases},
        unborn=lambda core: core in young and plan.pinned_moment,
        results=Results(
            root=places.cache / "results",
            evidence=places.evidence,
            ignored=places.fresh,
        ),
        options=plan.options,
        containment=machine.containment,
        jobs=jobs,
        fresh=places.fresh,
        say=say,
    )


def choose_recipe(
    cell: PlannedCell, plan: Plan, today: datetime, young: Collection[str] = ()
) -> Recipe:
    """Return what goes into a cell's environment, by the plan's options.

    Where nobody asked for the moment that is resolved for, releases that are ``young``, younger
    than it, get today's dependencies: they may need them. With a layer it is the day after the
    younger of the two appeared: packages that go with a release come out beside it, and later ones
    drift away from it.
    """
    options, core = plan.options, cell.core
    as_of = None
    if cell.layer:
        as_of = _find_day_after(
            [_find_row(core, plan.releases), _find_row(cell.layer, plan.layers)]
        )
        return make_layer_recipe(core, cell.layer, as_of, options.overrides)
    if options.resolution == "as-of-release":
        as_of = _find_day_after([_find_row(core, plan.releases)])
    elif core in young and not plan.pinned_moment:
        as_of = _find_end_of_day(today)
    return make_recipe(
        core,
        options.overrides,
        extras=options.extras,
        lowest=options.resolution == "lowest",
        as_of=as_of,
    )


def _find_row(version: str, rows: Iterable[ReleaseRow]) -> ReleaseRow | None:
    return next((row for row in rows if row.version == version), None)


def _find_upload(row: ReleaseRow | None) -> datetime | None:
    """Return when a release appeared, if the index tells."""
    return datetime.fromisoformat(row.uploaded_at) if row and row.uploaded_at else None


def find_younger(plan: Plan) -> Iterator[str]:
    """Give the releases that appeared after the moment that the plan resolves for."""
    moment = datetime.fromisoformat(plan.dependencies_as_of)
    for row in plan.releases:
        uploaded = _find_upload(row)
        if uploaded and uploaded > moment:
            yield row.version


def _find_end_of_day(day: datetime) -> str:
    """Return the end of a day, so that two runs of one day resolve the same."""
    return (day + timedelta(days=1)).strftime("%Y-%m-%dT00:00:00Z")


def _find_day_after(rows: Iterable[ReleaseRow | None]) -> str | None:
    """Return the moment a day after the youngest of some releases: what its first users got.

    None where the index does not tell when one of them appeared.
    """
    uploaded = [_find_upload(row) for row in rows]
    known = [moment for moment in uploaded if moment]
    if len(known) < len(uploaded):
        return None
    return (max(known) + timedelta(days=1)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
