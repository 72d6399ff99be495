"""What a call asks of a model, as each provider writes it."""

from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.tools import tool
from langchain_core_watch.drive.asked import Asked, Offer, Structure, read_asked
from pydantic import BaseModel

CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
LOOK = {"type": "function", "function": {"name": "look", "parameters": CITY}}
WAIT = {"name": "wait", "input_schema": {"type": "object", "properties": {}}}


class Point(BaseModel):
    x: int


@tool
def look(city: str) -> str:
    """Look."""
    return city


def ask(*messages: Any, promised: Any = None, **kwargs: Any) -> Asked:
    return read_asked(object(), messages, kwargs, promised)


@pytest.mark.parametrize(
    "offered",
    [
        LOOK,
        {"name": "look", "input_schema": CITY},
        {"name": "look", "parameters": CITY},
        {"toolSpec": {"name": "look", "inputSchema": {"json": CITY}}},
        {"function_declarations": [{"name": "look", "parameters": CITY}]},
    ],
)
def test_a_tool_is_read_in_every_form(offered: Any) -> None:
    assert ask(tools=[offered]).calls == (Offer("look", CITY),)


def test_a_tool_of_langchain_itself_is_read() -> None:
    (offer,) = ask(tools=[look]).calls
    assert (offer.name, offer.schema["required"]) == ("look", ["city"])


@pytest.mark.parametrize(
    "offered",
    [{"type": "web_search_20250305", "name": "web_search"}, {"type": "web_search_preview"}, 7],
)
def test_what_the_provider_runs_itself_is_not_called(offered: Any) -> None:
    assert ask(tools=[offered]).calls == ()


def test_a_tool_is_called_once_in_a_conversation() -> None:
    called = AIMessage("", tool_calls=[{"name": "look", "args": {}, "id": "1"}])
    names = [each.name for each in ask(HumanMessage("x"), called, tools=[LOOK, WAIT]).calls]
    assert names == ["wait"]


@pytest.mark.parametrize(
    "choice",
    [
        {"tool_choice": "look"},
        {"tool_choice": {"type": "function", "function": {"name": "look"}}},
        {"tool_choice": {"type": "tool", "name": "look"}},
        {"tool_choice": {"tool": {"name": "look"}}},
        {
            "tool_config": {
                "function_calling_config": {"mode": "ANY", "allowed_function_names": ["look"]}
            }
        },
    ],
)
def test_a_forced_tool_is_called_alone_and_again(choice: dict[str, Any]) -> None:
    called = AIMessage("", tool_calls=[{"name": "look", "args": {}, "id": "1"}])
    assert [each.name for each in ask(called, tools=[LOOK, WAIT], **choice).must] == ["look"]


@pytest.mark.parametrize("choice", ["any", "required", True, {"type": "any"}, {"any": {}}])
def test_the_only_tool_of_a_forced_choice_is_forced(choice: Any) -> None:
    assert ask(tools=[LOOK], tool_choice=choice).must == (Offer("look", CITY),)
    assert ask(tools=[LOOK, WAIT], tool_choice=choice).must == ()


@pytest.mark.parametrize("choice", ["auto", {"type": "auto"}, None])
def test_a_free_choice_forces_nothing(choice: Any) -> None:
    assert ask(tools=[LOOK], tool_choice=choice).must == ()


def test_no_tool_is_called_where_none_may_be() -> None:
    assert ask(tools=[LOOK], tool_choice="none").calls == ()


@pytest.mark.parametrize(
    "wanted",
    [
        {"response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": CITY}}},
        {"response_format": {"type": "json_object", "schema": CITY}},
        {"output_config": {"format": {"type": "json_schema", "schema": CITY}}},
        {"text": {"format": {"type": "json_schema", "name": "a", "schema": CITY}}},
        {"response_mime_type": "application/json", "response_schema": CITY},
        {"format": CITY},
        {"response_format": {"type": "json_object"}, "promised": {"schema": CITY}},
        {"format": {"type": "object"}, "promised": {"schema": CITY}},
    ],
)
def test_a_structure_is_read_in_every_form(wanted: dict[str, Any]) -> None:
    assert ask(**wanted).structure == Structure(CITY)


def test_a_structure_keeps_its_class() -> None:
    assert ask(response_format=Point).structure == Structure(Point.model_json_schema(), Point)


def test_a_structure_is_read_off_the_instructions_of_a_parser() -> None:
    from langchain_core.output_parsers import PydanticOutputParser

    told = PydanticOutputParser(pydantic_object=Point).get_format_instructions()
    structure = ask(HumanMessage(told)).structure
    assert structure is not None
    assert structure.schema["required"] == ["x"]


def test_json_of_no_known_shape_is_an_object() -> None:
    assert ask(response_format={"type": "json_object"}).structure == Structure({"type": "object"})


def test_the_model_s_own_settings_count() -> None:
    class Own:
        format = "json"
        model_kwargs = {"tools": [LOOK]}  # noqa: RUF012 - as a model has it

    asked = read_asked(Own(), [], {}, None)
    assert (asked.calls, asked.structure) == ((Offer("look", CITY),), Structure({"type": "object"}))
