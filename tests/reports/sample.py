"""Matrices for the reports' tests, built from a few words a cell by the real pipeline."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from compat.matrix.build import build_matrix
from compat.matrix.model import TRACES_VERSION, Matrix, Traces
from compat.record.model import (
    Call,
    Observation,
    Record,
    ScenarioInfo,
    Status,
    SuiteInfo,
)
from tests.build import (
    observation,
    plan,
    python,
    record,
    release,
    run,
    scenario,
    stream,
)

Said = str | tuple[Status, str]
"""``lost/flattened`` (a scenario's forms in their order), or why a cell was not probed.

A form that is ``-``, or left out at the end, was not measured. ``lost=unchanged`` also answers a
fact; ``nested=!`` is code that was given no config.
"""

VARIANTS = ("naive", "configured", "callbacks")
TOOL = run(name="summarise", kind="tool", events={"on_tool_start": 1, "on_tool_end": 1})
CHAIN = {"on_chain_start": 1, "on_chain_end": 1}
STREAMS = {
    "lost": stream(TOOL),
    "flattened": stream(
        run(name="RunnableSequence", kind="chain", events=CHAIN),
        run("RunnableSequence", parent=0),
        TOOL,
    ),
    "nested": stream(
        TOOL,
        run("summarise", name="RunnableSequence", kind="chain", events=CHAIN, parent=0),
        run("summarise", "RunnableSequence", parent=1),
    ),
}
GUIDE = replace(
    scenario("tool-async", *VARIANTS),
    title="The guide's summarising tool awaits a chain.",
    sources={
        "naive": "@tool\nasync def summarise(text: str) -> str:\n"
        "    return await unknown.ainvoke(text)",
        "configured": "@tool\nasync def summarise(text: str, config: RunnableConfig) -> str:\n"
        "    return await unknown.ainvoke(text, config=config)",
    },
)


APART = {
    "overrides": ("certifi>=1",),
    "reason": "the index had no certifi>=3 on 2026-01-01, the newest is 2",
}


ROOT = run(name="summarise", kind="tool", events={"on_tool_start": 1})
HOOKED = {
    "nested": (ROOT, run("summarise", parent=0)),
    "split": (ROOT, run()),
    "lost": (ROOT,),
}
"""What a hook sees, by what that comes to."""


def seen(name: str, form: str, said: str) -> Observation:
    """One form that came to what is said, as in ``lost``, or for a hook too, ``lost~split``."""
    said, _, hooked = said.partition("~")
    outcome, _, answer = said.partition("=")
    found = observation(
        *([STREAMS[outcome]] if outcome in STREAMS else []),
        scenario=name,
        variant=form.removeprefix("remedy-"),
        remedy=form.startswith("remedy-"),
        raised="builtins.RuntimeError" if outcome == "raised" else None,
        absent="asyncio:TaskGroup" if outcome == "absent" else None,
        harness_error="Traceback\n  no" if outcome == "harness" else None,
        path=("summarise",),
    )
    if hooked:
        found = replace(found, hook_call=Call(exception=None, drives=(HOOKED[hooked],)))
    if not answer:
        return found
    return replace(found, facts={"injected": False} if answer == "!" else {"answer": answer})


def observed(known: ScenarioInfo, words: str) -> Iterable[Observation]:
    """A scenario's forms from ``lost/flattened``."""
    forms = (*known.variants, *(f"remedy-{name}" for name in known.remedies))
    pairs = zip(forms, words.split("/"), strict=False)
    return (seen(known.id, form, said) for form, said in pairs if said != "-")


def tried(name: str, *forms: str, **changes: object) -> ScenarioInfo:
    """A scenario by the forms that it has, remedies as ``remedy-NAME``, each with its code."""
    return replace(
        scenario(name, *(form for form in forms if not form.startswith("remedy-"))),
        remedies=tuple(each[7:] for each in forms if each.startswith("remedy-")),
        sources={form: f"def _():\n    x = {form!r}\n    return x" for form in forms},
        **changes,  # type: ignore[arg-type]
    )


def measured(  # noqa: PLR0913 - one word for each thing a test may want to say
    cells: Mapping[str, Said],
    *,
    known: Iterable[str] = (),
    others: Mapping[str, Mapping[str, str]] | None = None,
    scenarios: Sequence[ScenarioInfo] = (GUIDE,),
    later: Mapping[str, Mapping[str, str]] | None = None,
    required: tuple[str, ...] = (),
    apart: Collection[str] = (),
    **changes: object,
) -> tuple[Matrix, Traces]:
    """A matrix of ``cells`` by id, each with what the guide's tool did there.

    ``known`` are releases that exist and were not selected, ``others`` what further scenarios did,
    by scenario and cell (the guide's tool's own words where a cell is left out). ``later`` is what
    differed in a second run, likewise; ``changes`` are for every record. Cells ``apart`` could be
    installed only with an override.
    """
    suite = SuiteInfo(version="1", hash="abc", scenarios=tuple(scenarios))
    infos = {each.id: each for each in (GUIDE, *scenarios)}
    records: dict[str, Record] = {}
    for cell, said in cells.items():
        if isinstance(said, str):
            found = [*observed(infos["tool-async"], said)]
            for name, by_cell in (others or {}).items():
                found += observed(infos[name], by_cell.get(cell, said))
            differing = [
                each
                for name, by_cell in (later or {}).items()
                for each in observed(infos[name], by_cell.get(cell, "-"))
            ]
            own = {**changes, **(APART if cell in apart else {})}
            records[cell] = record(cell, *found, suite=suite, differing=tuple(differing), **own)
        elif said[0] not in {Status.NOT_PUBLISHED, Status.INTERPRETER_MISSING}:
            records[cell] = record(cell, status=said[0], reason=said[1], suite=None)
    planned = plan(
        {cell: _excluded(said) for cell, said in cells.items()},
        tuple(map(release, dict.fromkeys([*(_core(cell) for cell in cells), *known]))),
        tuple(map(python, dict.fromkeys(map(_python, cells)))),
        required,
    )
    return build_matrix(planned, records)


def grid_of(pythons: Iterable[str], releases: Iterable[str], said: Said) -> dict[str, Said]:
    """Every Python with every release, all of which say the same."""
    return {f"py{p}-core{r}": said for p in pythons for r in releases}


def _excluded(said: Said) -> tuple[Status, str] | None:
    if isinstance(said, str) or said[0] not in {Status.NOT_PUBLISHED, Status.INTERPRETER_MISSING}:
        return None
    return said


def _python(cell: str) -> str:
    return cell[2:].partition("-core")[0]


def _core(cell: str) -> str:
    return cell.partition("-core")[2]


HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> | `x` \"q\" 'a' \x1b[31m \u202e \x00"
    "\n- [l](http://e.example) @me www.e.example &amp; *b* _c_ :bomb: $x$ ]]> --> {{ 7*7 }} \ud800"
)


def haunted(matrix: Matrix, traces: Traces, apart: str = "") -> tuple[Matrix, Traces]:
    """The same with hostile text wherever an index or a record could put it.

    The cell ``apart`` has it in its overrides too.
    """
    return (
        replace(
            matrix,
            provenance=replace(
                matrix.provenance,
                platform=HOSTILE,
                tools={HOSTILE: HOSTILE},
                commit=HOSTILE,
                origins=tuple(
                    replace(each, platform=HOSTILE, tools={HOSTILE: HOSTILE}, commit=HOSTILE)
                    for each in matrix.provenance.origins
                ),
            ),
            pythons=tuple(replace(each, exact=HOSTILE) for each in matrix.pythons),
            releases=tuple(
                replace(each, yanked=True, yanked_reason=HOSTILE, requires_python=HOSTILE)
                for each in matrix.releases
            ),
            scenarios=tuple(
                replace(
                    each,
                    title=HOSTILE,
                    group=HOSTILE,
                    sources=dict.fromkeys(each.sources, HOSTILE),
                )
                for each in matrix.scenarios
            ),
            cells=tuple(
                replace(
                    cell,
                    reason=HOSTILE,
                    reason_class=HOSTILE,
                    packages={HOSTILE: HOSTILE},
                    overrides=(HOSTILE,) if cell.id == apart else (),
                    replay=HOSTILE,
                    results={
                        name: replace(result, flags=(HOSTILE,), answer=HOSTILE)
                        for name, result in cell.results.items()
                    },
                )
                for cell in matrix.cells
            ),
            statements=tuple(
                replace(each, flags=(HOSTILE,), answer=HOSTILE) for each in matrix.statements
            ),
        ),
        Traces(
            schema_version=TRACES_VERSION,
            traces={name: _haunted(each) for name, each in traces.traces.items()},
        ),
    )


def _haunted(seen: Observation) -> Observation:
    runs = tuple(
        replace(each, name=HOSTILE, parents=(HOSTILE,), tags=(HOSTILE,), events={HOSTILE: 1})
        for each in seen.handler
    )
    return replace(
        seen,
        path=(HOSTILE,),
        harness_error=HOSTILE,
        returned=HOSTILE,
        facts={HOSTILE: HOSTILE},
        streams=tuple(replace(each, protocol=HOSTILE, runs=runs) for each in seen.streams),
        handler=runs,
    )
