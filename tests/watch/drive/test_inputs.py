"""The input of a target that was given none."""

from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder, PromptTemplate
from langchain_core.runnables import ConfigurableFieldSpec, RunnableLambda, RunnablePassthrough
from langchain_core.tools import Tool, tool
from langchain_core_watch.drive.inputs import make_config, make_context, make_input
from pydantic import BaseModel, RootModel
from typing_extensions import TypedDict

HELLO = [HumanMessage("hello")]


@tool
def look(city: str, times: int = 3) -> str:
    """Look."""
    return city * times


def double(number: int) -> int:
    return number * 2


@pytest.mark.parametrize(
    ("target", "given"),
    [
        (RunnablePassthrough(), "hello"),
        (RunnableLambda(lambda given: given), "hello"),
        (RunnableLambda(lambda given: given["a"] + given["b"]), {"a": "text", "b": "text"}),
        (RunnableLambda(double), 1),
        (FakeListChatModel(responses=["x"]), "hello"),
        (PromptTemplate.from_template("none"), {}),
        (PromptTemplate.from_template("{q}"), {"q": "text"}),
        (ChatPromptTemplate([MessagesPlaceholder("past"), "{q}"]), {"past": HELLO, "q": "text"}),
        (look, {"city": "text"}),
        (Tool("echo", lambda text: text, "says it"), "hello"),
    ],
)
def test_a_target_is_called_with(target: Any, given: Any) -> None:
    assert make_input(target) == given


class State(TypedDict):
    messages: list[Any]
    plan: list[str]


class Loose(TypedDict, total=False):
    messages: list[Any]
    plan: str


class Past(TypedDict):
    history: list[BaseMessage]
    count: int


class Defaults(BaseModel):
    text: str = "own"


class Opaque:
    pass


class Mixed(TypedDict):
    text: str
    messages: list[Any]
    opaque: Opaque


@pytest.mark.parametrize(
    ("state", "given"),
    [
        (State, {"messages": HELLO, "plan": ["text"]}),
        (Loose, {"messages": HELLO}),
        (Past, {"history": HELLO, "count": 1}),
        (Defaults, {"text": "own"}),
    ],
)
def test_a_state_gets_a_message_and_what_it_requires(state: Any, given: Any) -> None:
    model = state if issubclass(state, BaseModel) else RootModel[state]

    class Graph(RunnablePassthrough[Any]):
        def get_input_schema(self, config: Any = None) -> Any:
            del config
            return model

    assert make_input(Graph()) == given


def test_a_state_that_is_not_all_json_gets_the_parts_that_are() -> None:
    class Builder:
        input_schema = Mixed

    class Graph(RunnablePassthrough[Any]):
        builder: Any = Builder()

        def get_input_schema(self, config: Any = None) -> Any:
            raise TypeError(config)

    assert make_input(Graph()) == {"text": "text", "messages": HELLO}


def test_a_config_has_a_thread_and_what_a_target_wants() -> None:
    class Chain(RunnablePassthrough[Any]):
        @property
        def config_specs(self) -> list[ConfigurableFieldSpec]:
            return [
                ConfigurableFieldSpec(id="user", annotation=str),
                ConfigurableFieldSpec(id="own", annotation=str, default="set"),
            ]

    assert make_config(Chain(), "t")["configurable"] == {"user": "check", "thread_id": "t"}
    assert make_config(RunnablePassthrough(), "t")["recursion_limit"] == 50


def test_a_graph_s_context_is_filled() -> None:
    class Graph:
        context_schema = dict

        def get_context_jsonschema(self) -> dict[str, Any]:
            return {"properties": {"user": {"type": "string"}}, "required": ["user"]}

    assert make_context(Graph()) == {"context": {"user": "text"}}
    assert make_context(RunnablePassthrough()) == {}
