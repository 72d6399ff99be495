"""Models that fail if anybody reaches their service."""

from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel, BaseLLM
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult, LLMResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool


class ReachedError(Exception):
    """A service was called."""


class Chat(BaseChatModel):
    """A provider's chat model."""

    @property
    def _llm_type(self) -> str:
        return "chat"

    def _generate(self, messages: list[BaseMessage], *_args: Any, **_named: Any) -> ChatResult:
        raise ReachedError(messages)

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, Any]:
        return self.bind(tools=[convert_to_openai_tool(each) for each in tools], **kwargs)

    def get_num_tokens_from_messages(self, *_args: Any, **_named: Any) -> int:
        raise ReachedError


class StreamedChat(Chat):
    """One that streams."""

    def _stream(self, *_args: Any, **_named: Any) -> Iterator[ChatGenerationChunk]:
        raise ReachedError


class Text(BaseLLM):
    """A provider's model of texts."""

    @property
    def _llm_type(self) -> str:
        return "text"

    def _generate(self, prompts: list[str], *_args: Any, **_named: Any) -> LLMResult:
        raise ReachedError(prompts)


class Vectors(Embeddings):
    """A provider's embeddings."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise ReachedError(texts)

    def embed_query(self, text: str) -> list[float]:
        raise ReachedError(text)
