"""A suite's synchronous calls of graphs, made asynchronously."""

import asyncio
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from langchain_core.runnables import RunnableLambda
from langchain_core_watch import watching
from langchain_core_watch.drive.asynchronously import send_through_ainvoke


class Pregel:
    """A graph, as LangGraph calls them."""

    def invoke(self, given: Any, config: Any = None, *, mode: str = "") -> list[Any]:
        return ["invoke", given, config, mode]

    async def ainvoke(self, given: Any, config: Any = None, *, mode: str = "") -> list[Any]:
        if given == "inner":
            return ["ainvoke", self.invoke("within")]
        return ["ainvoke", given, config, mode]

    def stream(self, given: Any) -> Iterator[Any]:
        yield from ("stream", given)

    async def astream(self, given: Any) -> AsyncIterator[Any]:
        yield "astream"
        if given == "bad":
            raise KeyError(given)
        yield given


@pytest.fixture(autouse=True)
def langgraph(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("langgraph.pregel")
    module.Pregel = Pregel  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "langgraph", ModuleType("langgraph"))
    monkeypatch.setitem(sys.modules, "langgraph.pregel", module)


def call(given: str) -> list[Any]:
    return Pregel().invoke(given)


def test_a_call_goes_through_ainvoke_with_all_that_it_has() -> None:
    with send_through_ainvoke():
        assert Pregel().invoke("x", {"a": 1}, mode="m") == ["ainvoke", "x", {"a": 1}, "m"]
        assert list(Pregel().stream("x")) == ["astream", "x"]
    assert Pregel().invoke("x")[0] == "invoke"
    assert list(Pregel().stream("x")) == ["stream", "x"]


def test_a_call_in_a_running_loop_goes_through_ainvoke_too() -> None:
    async def test() -> list[Any]:
        return Pregel().invoke("x")

    with send_through_ainvoke():
        assert asyncio.run(test())[0] == "ainvoke"


def test_a_call_inside_of_another_stays_as_it_is() -> None:
    with send_through_ainvoke():
        assert Pregel().invoke("inner") == ["ainvoke", ["invoke", "within", None, ""]]
        with watching():
            assert RunnableLambda(call).invoke("x")[0] == "invoke"
            assert call("x")[0] == "ainvoke"


def test_a_stream_gives_what_came_before_it_raised() -> None:
    with send_through_ainvoke():
        stream = Pregel().stream("bad")
        assert next(stream) == "astream"
        with pytest.raises(KeyError):
            next(stream)


@pytest.mark.parametrize(("switch", "way"), [("async", "ainvoke"), ("", "invoke")])
def test_the_switch_waits_for_the_import(switch: str, way: str, tmp_path: Path) -> None:
    package = tmp_path / "langgraph" / "pregel"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(
        textwrap.dedent("""
            class Pregel:
                def invoke(self): return "invoke"
                def stream(self): return []
                async def ainvoke(self): return "ainvoke"
        """)
    )
    code = (
        "from langchain_core_watch.drive.asynchronously import heed_switch; heed_switch()\n"
        "from langgraph.pregel import Pregel; print(Pregel().invoke())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[3] / 'compat' / 'watch'}",
            "LANGCHAIN_CORE_WATCH_DRIVE": switch,
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() == [way], done.stderr
