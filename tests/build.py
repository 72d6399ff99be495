"""Tiny values for tests, from as little as a test wants to say."""

from collections.abc import Mapping
from dataclasses import replace

from compat.environments.inputs import Inputs
from compat.matrix.model import Listener
from compat.matrix.outcome import Question
from compat.options import Options
from compat.plan.model import NOWHERE, Plan, PlannedCell, PythonColumn, ReleaseRow
from compat.record.model import (
    SCHEMA_VERSION,
    ChildKind,
    Observation,
    PythonBuild,
    Raised,
    Record,
    Run,
    ScenarioInfo,
    Status,
    Stream,
    SuiteInfo,
    Timing,
)

HERE = replace(NOWHERE, platform="test", tools={"uv": "1"})
MODEL = {"on_chat_model_start": 1, "on_chat_model_stream": 10, "on_chat_model_end": 1}
RUN = Inputs(
    suite="abc",
    engine="engine",
    variables=(),
    platform="linux",
    containment="processes",
    options=Options(),
    uv="1",
    index="index",
    as_of="",
    wheels_only=True,
)


def run(*parents: str, name: str = "model", **changes: object) -> Run:
    """A chat model's run under these parents, reached by all that the caller passed."""
    values: dict[str, object] = {
        "kind": "chat_model",
        "parent": None,
        "events": MODEL,
        "caller_tags": True,
        "caller_metadata": True,
    }
    return Run(name=name, parents=parents, **{**values, **changes})  # type: ignore[arg-type]


def asked(child: ChildKind = "chat_model", children: int = 1, listener: str = "stream") -> Question:
    """What an observation is asked about."""
    return Question(child=child, children=children, listener=Listener(listener))


def stream(*runs: Run, parents_known: bool = True) -> Stream:
    """A stream of these runs."""
    return Stream(protocol="events-v2", parents_known=parents_known, runs=runs)


def observation(  # noqa: PLR0913 - one word for each thing a test may want to say
    *streams: Stream,
    variant: str = "naive",
    remedy: bool = False,
    scenario: str = "tool-async",
    path: tuple[str, ...] = ("tool",),
    raised: str | None = None,
    absent: str | None = None,
    harness_error: str | None = None,
    handler: tuple[Run, ...] | None = None,
    facts: dict[str, str | int | bool | None] | None = None,
) -> Observation:
    """An observation; unless said otherwise the caller's handler saw what the streams show."""
    seen = tuple(run for stream in streams for run in stream.runs)
    return Observation(
        scenario=scenario,
        variant=variant,
        remedy=remedy,
        path=path,
        absent=absent,
        exception=Raised(type=raised, message="no") if raised else None,
        harness_error=harness_error,
        returned=None,
        facts=facts or {},
        streams=streams,
        handler=seen if handler is None else handler,
    )


NESTED = stream(run("tool", "RunnableSequence"))
FLATTENED = stream(run("RunnableSequence"))
LOST = stream()


def scenario(name: str = "tool-async", *variants: str, children: int = 1) -> ScenarioInfo:
    """A scenario whose child is the chat model."""
    return ScenarioInfo(
        id=name,
        group="the guide",
        title="A tool.",
        child="chat_model",
        children=children,
        row="verdict",
        remedies=(),
        variants=variants or ("naive", "configured"),
        sources={},
    )


def record(cell: str, *observations: Observation, **changes: object) -> Record:
    """A probed record, or of another status if ``changes`` say so."""
    suite = SuiteInfo(version="1", hash="abc", scenarios=(scenario(),))
    values: dict[str, object] = {
        "status": Status.PROBED,
        "suite": suite,
        "observations": observations,
        "packages": {"langchain-core": cell.partition("core")[2]},
        "timing": Timing(host="test", finished_at="2026-01-01T00:00:00Z", seconds=1.0),
    }
    return Record(schema_version=SCHEMA_VERSION, cell=cell, **{**values, **changes})  # type: ignore[arg-type]


def whole(cell: str, **changes: object) -> Record:
    """A probed record as a cell writes one: of a build, with every case of its suite."""
    python = cell[2:].partition("-core")[0]
    given = {"observations": (observation(NESTED), observation(NESTED, variant="configured"))}
    build = PythonBuild(exact=f"{python}.1", implementation="cpython", build=f"{python}.1 (main)")
    return record(cell, **{"python": build, "platform": "linux", **given, **changes})


def release(version: str, requires_python: str | None = ">=3.9") -> ReleaseRow:
    """A release that is not yanked."""
    return ReleaseRow(
        version=version,
        line=".".join(version.split(".")[:2]),
        uploaded_at=None,
        requires_python=requires_python,
        yanked=False,
        yanked_reason=None,
        prerelease=False,
    )


def python(name: str, exact: str | None = None) -> PythonColumn:
    """A Python whose interpreter was found, at ``.1`` unless said otherwise."""
    return PythonColumn(
        id=name,
        exact=exact or f"{name}.1",
        implementation="cpython",
        end_of_life=None,
        prerelease=False,
    )


def plan(
    cells: Mapping[str, tuple[Status, str] | None],
    releases: tuple[ReleaseRow, ...],
    pythons: tuple[PythonColumn, ...] = (python("3.12"),),
    required: tuple[str, ...] = ("3.12",),
) -> Plan:
    """A plan of cells by id, each with why it is excluded, or None."""
    return Plan(
        schema_version="1.0",
        suite_version="1",
        suite_hash="abc",
        surroundings=HERE,
        index="PyPI",
        index_dated=True,
        selection="edges",
        command="nox -s matrix",
        dependencies_as_of="2026-01-01T00:00:00Z",
        options=Options(),
        required=required,
        pythons=pythons,
        releases=releases,
        cells=tuple(
            PlannedCell(
                id=name,
                python=name[2:].partition("-core")[0],
                core=name.partition("core")[2],
                excluded=why[0] if why else None,
                reason=why[1] if why else None,
            )
            for name, why in cells.items()
        ),
    )
