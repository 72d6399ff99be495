"""Checks for the reports' tests, small, whole and hostile."""

from dataclasses import replace
from typing import Any

from compat.check.model import (
    Advice,
    Caller,
    CallSite,
    Check,
    Counts,
    Driven,
    Environment,
    Finding,
    Passed,
    Place,
    Private,
    Seen,
    Shape,
    Uncalled,
)
from compat.matrix.model import Listener

HOSTILE = (
    "\"'><script>alert(1)</script>\n::error::owned\x1b[31m \u202e %0A]{0}](http://x) | `@x` ##[x"
)
LONG = "Long" * 200

CODE = (
    "from langchain_core.callbacks import Callbacks",
    "from langchain_core.tools import tool",
    "",
    "",
    "@tool",
    "async def my_tool(text: str, callbacks: Callbacks = None) -> str:",
    '    """Summarize a text."""',
    '    return await my_chain.ainvoke({"text": text}, {"callbacks": callbacks})',
)
ADVICE = Advice(
    scenario="tool-async",
    title="The guide's summarising tool awaits a chain.",
    heading="Write it with callbacks, and it is complete:",
    code=CODE,
    needless_from_core="1.4.8",
    needless_from_python="3.11",
)
PATH = ("LangGraph", "tools", "summarize")


def place(where: str = "app/tools.py:42", function: str = "summarize", text: str = "") -> Place:
    """A place by its file and line."""
    file, _, line = where.rpartition(":")
    return Place(file=file, line=int(line), function=function, form="async def", text=text)


def shape(**changes: Any) -> Shape:  # noqa: ANN401 - any field
    """How the guide's tool calls its chain."""
    plain = Shape(
        caller="tool",
        place="StructuredTool",
        form="async def",
        child="chain",
        awaited=True,
        edges=(),
        passed=Passed.NOTHING,
    )
    return replace(plain, **changes)


def site(said: str = "lost/split", where: str = "app/tools.py:42", **changes: Any) -> CallSite:  # noqa: ANN401
    """A call of which a stream and a handler see the first, and a tracer the second outcome."""
    first, _, second = said.partition("/")
    seen, hooked = Seen(first), Seen(second or first)
    known = CallSite(
        place=place(where, text='        return await chain.ainvoke({"text": text})'),
        name="RunnableSequence",
        shape=shape(),
        true_path=PATH,
        seen_path=_see(seen),
        hook_path=_see(hooked),
        outcomes={Listener.STREAM: seen, Listener.HANDLER: seen, Listener.HOOK: hooked},
        calls=3,
        callers=(caller(said, path=changes.get("true_path", PATH)),),
    )
    return replace(known, **changes)


def caller(
    said: str = "lost/split", calls: int = 3, path: tuple[str, ...] = PATH, environment: int = 0
) -> Caller:
    """Who made some calls of which a stream and a handler see the first outcome."""
    first, _, second = said.partition("/")
    seen, hooked = Seen(first), Seen(second or first)
    return Caller(
        true_path=path,
        environment=environment,
        outcomes={Listener.STREAM: seen, Listener.HANDLER: seen, Listener.HOOK: hooked},
        calls=calls,
    )


def _see(seen: Seen) -> tuple[str, ...]:
    paths = {Seen.NESTED: PATH, Seen.FLATTENED: PATH[:2], Seen.MISPLACED: ("Other", "step")}
    return paths.get(seen, ())


def finding(said: str = "lost/split", advice: Advice = ADVICE, **changes: Any) -> Finding:  # noqa: ANN401
    """A finding whose id is made of its place."""
    found = site(said, **changes)
    return Finding(id=f"id-{found.place.file}-{found.place.line}", site=found, advice=advice)


def check(*findings: Finding, **changes: Any) -> Check:  # noqa: ANN401 - any field
    """A check with some findings, and one call site complete."""
    known = Check(
        project="app",
        command=("pytest", "tests/unit"),
        date="2026-03-01T12:00:00+00:00",
        environments=(Environment(python="3.10.13", core="1.4.7", langgraph="1.2.24"),),
        network="connections to other machines are refused",
        counts=Counts(processes=1, tests=212, runs=1840),
        findings=findings,
        complete=(site("nested", "app/graph.py:7"),),
    )
    return replace(known, **changes)


EVERY = check(
    finding("raised", where="app/news.py:3", name="progress", shape=shape(child="custom_event")),
    finding(),
    finding("misplaced", where="app/work.py:12", advice=Advice()),
    finding("lost/nested", where="app/work.py:12", name="ChatOpenAI", advice=Advice()),
    finding("nested/split", where="app/b.py:4"),
    finding("flattened", where="app/a.py:9"),
    finding("nested", where="app/twice.py:5", duplicated=True, through="guardrails"),
    complete=(
        site("nested", "app/graph.py:7"),
        site("nested", "app/graph.py:9", dropped=("metadata", "tags")),
    ),
    private=(site("lost", "app/hide.py:6", private=Private.COMMENT),),
    uncalled=(
        Uncalled(place=place("app/reports.py:17", "report", "chain.invoke({})"), method="invoke"),
        Uncalled(place=place("app/reports.py:21", "<module>"), method="ainvoke"),
    ),
    driven=(
        Driven(target="app.graph:graph", way="astream_events", ran=4, shown=1, found=3),
        Driven(target="app.graph:graph", way="invoke", error="ValueError"),
    ),
    refused=("api.tavily.com:443",),
    unused=("summarize > ChatOpenAI",),
    partial=(
        "1 of 2 processes was stopped before it had written everything, so calls may be missing",
    ),
    gone=("abc",),
    counts=Counts(processes=2, unreached=1, tests=212, runs=1840, unknown_callers=3),
)
"""Everything that a check can have, once."""


def haunt(name: str = HOSTILE) -> Check:
    """A check of a project in which every name and every line is hostile."""
    advice = replace(
        ADVICE, scenario=name, title=name, heading=name, code=(name, "```", f"config={name}")
    )
    spot = Place(file=f"a/{name}.py", line=-1, function=name, form=name, text=name)
    own: dict[str, Any] = {
        "place": spot,
        "name": name,
        "true_path": (name, name),
        "seen_path": (name,),
        "callers": (caller(path=(name, name)), caller(path=(name,), environment=1)),
    }
    own |= {"shape": shape(place=name, child=name, caller="tool"), "through": name}
    return check(
        *(finding(said, advice, **own) for said in ("lost/split", "flattened", "misplaced")),
        Finding(id=name, site=site("raised", **own), advice=Advice()),
        project=name,
        command=(name,),
        date=name,
        environments=(Environment(python=name, core=name, langgraph=name, langchain=name),) * 2,
        network=name,
        complete=(site("nested", **own),),
        private=(site("lost", private=Private.SETTINGS, **own),),
        uncalled=(Uncalled(place=spot, method=name),),
        driven=(Driven(target=name, way="invoke", error=name, ran=1, shown=0),),
        refused=(name,),
        unused=(name,),
        partial=(name,),
    )
