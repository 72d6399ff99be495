"""The methods that stand in for those by which providers reach their services."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Callable

from .answer import to_chunks, to_message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from .answer import Answer

    Reply = Callable[[Any, Any, dict[str, Any]], Answer]

_EVENTS = ("_stream_chat_model_events", "_astream_chat_model_events")
"""What a model may stream by instead; without these its chunks are made into events."""
_SIZE = 1536  # numbers in an embedding, unless its model says how many


def make_chat(reply: Reply) -> dict[str, Any]:
    """Return the methods of a chat model."""
    from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

    def whole(model: Any, messages: Any, kwargs: dict[str, Any]) -> Any:
        answer = reply(model, messages, kwargs)
        generation = ChatGeneration(message=to_message(answer), generation_info=answer.metadata)
        return ChatResult(generations=[generation])

    def parts(model: Any, messages: Any, kwargs: dict[str, Any]) -> Iterable[Any]:
        chunks = to_chunks(reply(model, messages, kwargs))
        return (ChatGenerationChunk(message=each) for each in chunks)

    return {**_make_methods(whole, parts), **make_counting(), **dict.fromkeys(_EVENTS)}


def make_llm(reply: Reply) -> dict[str, Any]:
    """Return the methods of a model of texts."""
    from langchain_core.outputs import Generation, GenerationChunk, LLMResult

    def whole(model: Any, prompts: Any, kwargs: dict[str, Any]) -> Any:
        texts = [reply(model, [each], kwargs).text for each in prompts]
        return LLMResult(generations=[[Generation(text=each)] for each in texts])

    def parts(model: Any, prompt: Any, kwargs: dict[str, Any]) -> Iterable[Any]:
        return (GenerationChunk(text=each) for each in reply(model, [prompt], kwargs).pieces)

    return {**_make_methods(whole, parts), **make_counting()}


def make_counting() -> dict[str, Any]:
    """Return what counts tokens, as words: providers ask their service, or fetch a vocabulary."""

    def get_token_ids(_self: Any, text: str) -> list[int]:
        return list(range(len(text.split())))

    def get_num_tokens(_self: Any, text: str) -> int:
        return len(text.split())

    def get_num_tokens_from_messages(_self: Any, messages: Any, *_args: Any, **_named: Any) -> int:
        return sum(len(str(each.content).split()) for each in messages)

    return _name(get_token_ids, get_num_tokens, get_num_tokens_from_messages)


def make_embeddings() -> dict[str, Any]:
    """Return the methods of embeddings: the same text has the same place."""

    def embed_query(self: Any, text: str, *_args: Any, **_named: Any) -> list[float]:
        size = getattr(self, "dimensions", None) or getattr(self, "size", None) or _SIZE
        numbers = random.Random(text)  # noqa: S311 - nothing is kept secret by it
        return [numbers.uniform(-1, 1) for _ in range(size)]

    def embed_documents(self: Any, texts: Any, *_args: Any, **_named: Any) -> list[list[float]]:
        return [embed_query(self, each) for each in texts]

    async def aembed_query(self: Any, text: str, *_args: Any, **_named: Any) -> list[float]:
        return embed_query(self, text)

    async def aembed_documents(
        self: Any, texts: Any, *_args: Any, **_named: Any
    ) -> list[list[float]]:
        return embed_documents(self, texts)

    return _name(embed_query, embed_documents, aembed_query, aembed_documents)


def _make_methods(
    whole: Callable[[Any, Any, dict[str, Any]], Any],
    parts: Callable[[Any, Any, dict[str, Any]], Iterable[Any]],
) -> dict[str, Any]:
    """Return the four innermost methods of a model."""

    def _generate(self: Any, given: Any, *_args: Any, **kwargs: Any) -> Any:
        return whole(self, given, kwargs)

    async def _agenerate(self: Any, given: Any, *_args: Any, **kwargs: Any) -> Any:
        return whole(self, given, kwargs)

    def _stream(self: Any, given: Any, *_args: Any, **kwargs: Any) -> Iterator[Any]:
        yield from parts(self, given, kwargs)

    async def _astream(self: Any, given: Any, *_args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        for each in parts(self, given, kwargs):
            yield each

    return _name(_generate, _agenerate, _stream, _astream)


def _name(*functions: Any) -> dict[str, Any]:
    return {each.__name__: each for each in functions}
