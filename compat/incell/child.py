"""The child: the guide's chain around a fake model, made afresh each time.

A fake model's messages are used up by running it, so nothing here is shared between runs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.language_models import fake_chat_models
from langchain_core.messages import AIMessage
from langchain_core.output_parsers import JsonOutputParser, StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.retrievers import BaseRetriever

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from langchain_core.callbacks import (
        AsyncCallbackManagerForLLMRun,
        CallbackManagerForRetrieverRun,
    )
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.outputs import ChatGenerationChunk, ChatResult
    from langchain_core.runnables import Runnable

TEN_WORDS = "Harbour lights guide small boats home through the winter fog"
REVERSED = TEN_WORDS[::-1]
LONG_TEXT = (
    "All night the lamps along the harbour wall burn for the fishing boats. In winter, when the "
    "fog lies on the water, the crews see nothing else until they are inside."
)


class GenericFakeChatModel(fake_chat_models.GenericFakeChatModel):
    """langchain-core's fake chat model, with async code of its own, as providers' models have.

    The one of langchain-core, whose name it keeps, has a thread make each token, which costs a
    tenth of a case. Its runs, events and tokens are the same. ``made`` counts those that were made:
    what holds one cannot be driven twice.
    """

    made: ClassVar[int] = 0

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 - as in the base class
        super().__init__(**values)
        GenericFakeChatModel.made += 1

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **more: Any,  # noqa: ANN401 - as in the base class
    ) -> ChatResult:
        """Answer once, without a thread."""
        return self._generate(
            messages, stop, run_manager.get_sync() if run_manager else None, **more
        )

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **more: Any,  # noqa: ANN401 - as in the base class
    ) -> AsyncIterator[ChatGenerationChunk]:
        """Yield token by token, without a thread."""
        for chunk in self._stream(
            messages, stop, run_manager.get_sync() if run_manager else None, **more
        ):
            yield chunk


class FailingChatModel(GenericFakeChatModel):
    """A model that raises when it is asked."""

    def _generate(self, *_: object, **__: object) -> ChatResult:
        message = "this model always fails"
        raise RuntimeError(message)


class StructuredChatModel(GenericFakeChatModel):
    """A model with structured output, as providers have it: told how to answer, then parsed."""

    def with_structured_output(self, schema: Any, **_: Any) -> Runnable[Any, Any]:  # noqa: ANN401 - as in the base class
        """Return the model with the schema bound, and a parser after it."""
        return self.bind(response_format=schema) | JsonOutputParser()


class ModelCounter(BaseCallbackHandler):
    """A handler of the tool author's own: it counts the chat models that it sees start."""

    run_inline = True

    def __init__(self) -> None:
        self.models = 0

    def on_chat_model_start(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - of no use here
        """Count one."""
        self.models += 1


class HarbourRetriever(BaseRetriever):
    """A retriever that finds one document, whatever it is asked."""

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - its name marks the new style
    ) -> list[Document]:
        return [Document(page_content=f"{TEN_WORDS}, says the answer to {query[:9]!r}")]


def fake_model(answers: int = 1) -> GenericFakeChatModel:
    """Return a chat model that answers ten words, as often as told, and streams them as tokens."""
    messages = [AIMessage(content=TEN_WORDS) for _ in range(answers)]
    return GenericFakeChatModel(messages=iter(messages))


def structured_model() -> StructuredChatModel:
    """Return a chat model that answers once, in JSON."""
    return StructuredChatModel(messages=iter([AIMessage(content=json.dumps({"text": TEN_WORDS}))]))


def failing_model() -> FailingChatModel:
    """Return a chat model that fails."""
    return FailingChatModel(messages=iter([]))


def guide_chain(model: BaseChatModel | None = None) -> Runnable[dict[str, Any], str]:
    """Return ``prompt | model | parser | reverse``, around a fresh fake model if none is given."""
    prompt = ChatPromptTemplate.from_template(
        "You write tersely. Say this in ten words or fewer:\n\n{long_text}"
    )
    return prompt | (model or fake_model()) | StrOutputParser() | reverse


def reverse(text: str) -> str:
    """Turn a text round: the last step of the guide's chain."""
    return text[::-1]
