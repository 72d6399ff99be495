"""Models that answer by themselves while a target runs."""

import asyncio
import os
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from langchain_core.caches import InMemoryCache
from langchain_core.embeddings import Embeddings
from langchain_core.globals import set_llm_cache
from langchain_core.language_models import BaseChatModel, BaseLanguageModel, FakeListChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.output_parsers import PydanticOutputParser
from langchain_core.tools import tool
from langchain_core_watch.drive.stubs import NOT_A_KEY, Stubs, stubbed
from pydantic import BaseModel, Field

from tests.watch.drive.models import Chat, ReachedError, StreamedChat, Text, Vectors

WORDS = "this is ten words long and comes from no model"


class Route(BaseModel):
    to: Literal["work", "end"]
    why: str = Field(min_length=6)


@tool
def look(city: str, times: int) -> str:
    """Look."""
    return city * times


@tool
def wait() -> str:
    """Wait."""
    return ""


@pytest.fixture
def stubs() -> Iterator[Stubs]:
    with stubbed() as made:
        yield made


@pytest.mark.usefixtures("stubs")
def test_ten_words_come_whole_or_in_ten_chunks() -> None:
    async def collect() -> list[Any]:
        return [each.content async for each in StreamedChat().astream("x")]

    assert StreamedChat().invoke("x").content == WORDS
    assert asyncio.run(StreamedChat().ainvoke("x")).content == WORDS
    streamed = [each.content for each in StreamedChat().stream("x") if each.content]
    assert (len(streamed), "".join(map(str, streamed))) == (10, WORDS)
    assert "".join(asyncio.run(collect())) == WORDS


@pytest.mark.usefixtures("stubs")
def test_what_does_not_stream_still_does_not() -> None:
    assert [each.content for each in Chat().stream("x")] == [WORDS]


@pytest.mark.usefixtures("stubs")
def test_texts_and_fakes_answer_too() -> None:
    assert Text().invoke("x") == WORDS
    assert FakeListChatModel(responses=["own"]).invoke("x").content == WORDS


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.usefixtures("stubs")
def test_every_tool_is_called_once_and_then_words_come(streamed: bool) -> None:  # noqa: FBT001
    model = (StreamedChat() if streamed else Chat()).bind_tools([look, wait])
    first = model.invoke([HumanMessage("x")])
    assert [(each["name"], each["args"]) for each in first.tool_calls] == [
        ("look", {"city": "text", "times": 1}),
        ("wait", {}),
    ]
    assert len({each["id"] for each in first.tool_calls}) == 2
    assert model.invoke([HumanMessage("x"), first]).content == WORDS


@pytest.mark.usefixtures("stubs")
def test_chunks_of_calls_make_the_same_calls() -> None:
    parts = list(StreamedChat().bind_tools([look, wait]).stream("x"))
    whole = parts[0]
    for each in parts[1:]:
        whole += each
    assert [each["args"] for each in whole.tool_calls] == [{"city": "text", "times": 1}, {}]


@pytest.mark.usefixtures("stubs")
def test_a_structure_is_valid_and_takes_turns() -> None:
    model = Chat().with_structured_output(Route)
    found = [model.invoke("x") for _ in range(3)]
    assert found == [Route(to=to, why="textte") for to in ("work", "end", "work")]


@pytest.mark.usefixtures("stubs")
def test_json_is_what_was_promised() -> None:
    asked = {"kwargs": {"method": "json_mode"}, "schema": Route}
    model = Chat().bind(response_format={"type": "json_object"}, ls_structured_output_format=asked)
    parser = PydanticOutputParser(pydantic_object=Route)
    assert (model | parser).invoke("x") == Route(to="work", why="textte")
    assert Chat().invoke("x").content == WORDS


@pytest.mark.usefixtures("stubs")
def test_a_class_that_is_asked_for_comes_parsed() -> None:
    answer = Chat().invoke("x", response_format=Route)
    assert answer.additional_kwargs["parsed"] == Route(to="work", why="textte")


@pytest.mark.usefixtures("stubs")
def test_a_model_without_tools_still_has_none() -> None:
    with pytest.raises(NotImplementedError):
        FakeListChatModel(responses=["own"]).bind_tools([look])


def test_names_are_told_of_what_answers(stubs: Stubs) -> None:
    heard: list[str] = []
    stubs.begin(heard.append)
    Chat(name="mine").invoke("x")
    Text().generate(["x", "y"])
    assert heard == ["mine", "Text", "Text"]


def test_a_class_that_comes_later_answers_too() -> None:
    with stubbed():

        class Later(Chat):
            def _generate(self, *_args: Any, **_named: Any) -> Any:
                raise ReachedError

        class LaterVectors(Vectors):
            def embed_query(self, text: str) -> list[float]:
                raise ReachedError(text)

        assert Later().invoke("x").content == WORDS
        assert len(LaterVectors().embed_query("x")) == 1536
    with pytest.raises(ReachedError):
        Later().invoke("x")


@pytest.mark.usefixtures("stubs")
def test_embeddings_give_the_same_text_the_same_place() -> None:
    one, other = Vectors().embed_documents(["x", "y"])
    assert one == Vectors().embed_query("x") == asyncio.run(Vectors().aembed_query("x"))
    assert one != other


@pytest.mark.usefixtures("stubs")
def test_tokens_are_counted_without_a_service() -> None:
    assert Chat().get_num_tokens_from_messages([AIMessage("two words")]) == 2
    assert Chat().get_num_tokens("two words") == 2


def test_no_answer_goes_to_a_cache_or_comes_from_one() -> None:
    cache = InMemoryCache()
    set_llm_cache(cache)
    try:
        with stubbed():
            Chat().invoke("x")
            Chat(cache=True).invoke("x")
    finally:
        set_llm_cache(None)
    assert not cache._cache  # noqa: SLF001


def test_models_find_keys_and_own_ones_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "own")
    monkeypatch.delenv("GROQ_API_KEY", raising=False)
    with stubbed():
        assert (os.environ["OPENAI_API_KEY"], os.environ["GROQ_API_KEY"]) == ("own", NOT_A_KEY)
    assert os.environ["OPENAI_API_KEY"] == "own"
    assert "GROQ_API_KEY" not in os.environ


def test_everything_is_restored() -> None:
    classes = (Chat, StreamedChat, Text, Vectors, BaseChatModel, BaseLanguageModel, Embeddings)
    before = [dict(each.__dict__) for each in classes]
    with stubbed():
        assert Chat.__dict__["_generate"] is not before[0]["_generate"]
    after = [dict(each.__dict__) for each in classes]
    changed = [
        (each.__name__, name)
        for each, was, now in zip(classes, before, after, strict=True)
        for name in was.keys() | now.keys()
        if not name.startswith("_abc_") and was.get(name) is not now.get(name)
    ]
    assert changed == []
