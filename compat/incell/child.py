"""The child: the guide's chain around a fake model, made afresh each time.

A fake model's messages are used up by running it, so nothing here is shared between runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.retrievers import BaseRetriever

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.language_models import BaseChatModel
    from langchain_core.outputs import ChatResult
    from langchain_core.runnables import Runnable

TEN_WORDS = "Harbour lights guide small boats home through the winter fog"
REVERSED = TEN_WORDS[::-1]
LONG_TEXT = (
    "All night the lamps along the harbour wall burn for the fishing boats. In winter, when the "
    "fog lies on the water, the crews see nothing else until they are inside."
)


class FailingChatModel(GenericFakeChatModel):
    """A model that raises when it is asked."""

    def _generate(self, *_: object, **__: object) -> ChatResult:
        message = "this model always fails"
        raise RuntimeError(message)


class HarbourRetriever(BaseRetriever):
    """A retriever that finds one document, whatever it is asked."""

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - its name marks the new style
    ) -> list[Document]:
        return [Document(page_content=f"{TEN_WORDS}, says the answer to {query[:9]!r}")]


def fake_model() -> GenericFakeChatModel:
    """Return a chat model that answers ten words, once, and streams them as tokens."""
    return GenericFakeChatModel(messages=iter([AIMessage(content=TEN_WORDS)]))


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
