"""What the watcher says of an agent's own model, which no code of a person's calls."""

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from langchain.agents import create_agent, factory
from langchain.agents.middleware import AgentMiddleware
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.runnables import Runnable
from langchain_core_watch import CallSite, Watch, watching
from langgraph.prebuilt import create_react_agent
from pydantic import Field

ASKED = {"messages": [("user", "Is it?")]}
COMPLETE = {"stream": "nested", "handler": "nested", "hook": "nested"}


class Model(FakeListChatModel):
    """A model that knows tools."""

    responses: list[str] = Field(default=["yes"])

    def bind_tools(self, *_: Any, **__: Any) -> "Model":
        return self


class Wrapper(AgentMiddleware):
    """Middleware that lets the model be called."""

    async def awrap_model_call(self, request: Any, handler: Any) -> Any:
        return await handler(request)


class Asker(AgentMiddleware):
    """Middleware that calls a model itself."""

    async def abefore_model(self, *_: Any) -> None:
        await Model().ainvoke("Is it?")


@pytest.fixture
def watch() -> Iterator[Watch]:
    with watching() as made:
        yield made


def only(watch: Watch) -> CallSite:
    assert watch.problem is None
    (site,) = watch
    return site


def line_of(text: str) -> int:
    """Return the number of the line in this file that holds a text, apart from this call's."""
    lines = inspect.getsource(inspect.getmodule(line_of) or object).splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def make_agent(**more: Any) -> Runnable[Any, Any]:
    agent: Any = create_agent(Model(), [], **more)
    return agent  # type: ignore[no-any-return]


def ask(agent: Runnable[Any, Any]) -> None:
    asyncio.run(agent.ainvoke(ASKED))


def test_it_is_judged_at_the_line_that_made_the_agent(watch: Watch) -> None:
    ask(make_agent())
    site = only(watch)
    assert site.site.line == line_of("create_agent(Model(), [], **more)")
    assert (site.name, site.true_path) == ("Model", ("LangGraph", "model"))
    assert (site.through, site.outcomes) == ("langchain", COMPLETE)
    assert not watch.list_findings()


def test_so_it_is_in_code_that_does_not_wait(watch: Watch) -> None:
    make_agent().invoke(ASKED)
    assert only(watch).site.line == line_of("create_agent(Model(), [], **more)")


def test_of_a_copy_the_line_that_calls_it_is_told(watch: Watch) -> None:
    ask(make_agent().with_config(tags=["copied"]))
    assert only(watch).site.line == line_of("asyncio.run(agent.ainvoke(ASKED))")


def test_middleware_that_lets_it_be_called_is_known_to_go_through_langchain(watch: Watch) -> None:
    ask(make_agent(middleware=[Wrapper()]))
    site = only(watch)
    assert site.site.line == line_of("return await handler(request)")
    assert site.through == "langchain"


def test_what_middleware_calls_itself_is_its_own_call(watch: Watch) -> None:
    ask(make_agent(middleware=[Asker()]))
    own = [site for site in watch if site.through is None]
    assert [site.site.line for site in own] == [line_of('await Model().ainvoke("Is it?")')]
    assert own[0].true_path == ("LangGraph", "Asker.before_model")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_agent_of_langgraphs_own_passes_its_config_on_and_is_not_judged(watch: Watch) -> None:
    ask(create_react_agent(Model(), []))
    assert watch.problem is None
    assert not list(watch)


def test_what_makes_it_looks_as_without_the_watcher() -> None:
    before = {"made": create_agent}
    with watching():
        assert factory.create_agent is not before["made"]
        assert inspect.signature(factory.create_agent) == inspect.signature(before["made"])
    assert factory.create_agent is before["made"]
