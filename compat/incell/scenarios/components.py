"""Other runnables: retrievers and models of one's own that call another."""

from typing import Any, Optional

from langchain_core.callbacks import (
    AsyncCallbackManager,
    AsyncCallbackManagerForLLMRun,
    AsyncCallbackManagerForRetrieverRun,
    CallbackManagerForRetrieverRun,
)
from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable
from langchain_core.runnables.config import var_child_runnable_config

from compat.incell.child import LONG_TEXT, fake_model, guide_chain
from compat.incell.drive import note
from compat.incell.registry import scenario

GROUP = "other runnables"


class AsyncOnlyRetriever(BaseRetriever):
    """The part that the variants of retriever share: a retriever for async code only."""

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - its name marks the new style
    ) -> list[Document]:
        message = f"a retriever for async code was run without it, on {query[:9]!r}"
        raise AssertionError(message)


@scenario("retriever", group=GROUP, path=("NotesRetriever",), value=LONG_TEXT)
def retriever() -> Runnable[str, list[Document]]:
    """Await the chain in a custom retriever that is the root."""

    class NotesRetriever(AsyncOnlyRetriever):
        async def _aget_relevant_documents(self, query: str, **_: Any) -> list[Document]:  # noqa: ANN401 - of no use here
            return [Document(page_content=await guide_chain().ainvoke({"long_text": query}))]

    return NotesRetriever()


@retriever.variant("callbacks")
def _() -> Runnable[str, list[Document]]:
    class NotesRetriever(AsyncOnlyRetriever):
        async def _aget_relevant_documents(
            self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
        ) -> list[Document]:
            callbacks = run_manager.get_child()
            found = await guide_chain().ainvoke({"long_text": query}, {"callbacks": callbacks})
            return [Document(page_content=found)]

    return NotesRetriever()


@retriever.remedy("context-variable")
def _() -> Runnable[str, list[Document]]:
    class NotesRetriever(AsyncOnlyRetriever):
        async def _aget_relevant_documents(
            self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
        ) -> list[Document]:
            before = var_child_runnable_config.set({"callbacks": run_manager.get_child()})
            try:
                found = await guide_chain().ainvoke({"long_text": query})
            finally:
                var_child_runnable_config.reset(before)
            return [Document(page_content=found)]

    return NotesRetriever()


class AsyncOnlyModel(BaseChatModel):
    """The part that the variants of chat-model-wrapper share: a model for async code only."""

    @property
    def _llm_type(self) -> str:
        return "wrapper"

    def _generate(self, *_: Any, **__: Any) -> ChatResult:  # noqa: ANN401 - of no use here
        message = "a model for async code was run without it"
        raise AssertionError(message)


@scenario("chat-model-wrapper", group=GROUP, path=("PoliteModel",), value=LONG_TEXT)
def chat_model_wrapper() -> Runnable[Any, Any]:
    """Await another model in a custom chat model that is the root."""

    class PoliteModel(AsyncOnlyModel):
        async def _agenerate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:  # noqa: ANN401 - of no use here
            answer = await fake_model().ainvoke(messages)
            return ChatResult(generations=[ChatGeneration(message=answer)])

    return PoliteModel()


@chat_model_wrapper.variant("callbacks")
def _() -> Runnable[Any, Any]:
    class PoliteModel(AsyncOnlyModel):
        async def _agenerate(
            self,
            messages: list[BaseMessage],
            stop: Optional[list[str]] = None,  # noqa: FA100 - it would hide the types
            run_manager: Optional[AsyncCallbackManagerForLLMRun] = None,  # noqa: FA100
            **_: Any,  # noqa: ANN401 - of no use here
        ) -> ChatResult:
            note(get_child=hasattr(run_manager, "get_child"))
            callbacks = AsyncCallbackManager(handlers=[])
            if run_manager:
                callbacks = AsyncCallbackManager(handlers=[], parent_run_id=run_manager.run_id)
                callbacks.set_handlers(run_manager.inheritable_handlers)
                callbacks.add_tags(run_manager.inheritable_tags)
                callbacks.add_metadata(run_manager.inheritable_metadata)
            answer = await fake_model().ainvoke(messages, {"callbacks": callbacks}, stop=stop)
            return ChatResult(generations=[ChatGeneration(message=answer)])

    return PoliteModel()


@chat_model_wrapper.remedy("context-variable")
def _() -> Runnable[Any, Any]:
    class PoliteModel(AsyncOnlyModel):
        async def _agenerate(
            self,
            messages: list[BaseMessage],
            stop: Optional[list[str]] = None,  # noqa: FA100 - it would hide the types
            run_manager: Optional[AsyncCallbackManagerForLLMRun] = None,  # noqa: FA100
            **_: Any,  # noqa: ANN401 - of no use here
        ) -> ChatResult:
            callbacks = AsyncCallbackManager(handlers=[])
            if run_manager:
                callbacks = AsyncCallbackManager(handlers=[], parent_run_id=run_manager.run_id)
                callbacks.set_handlers(run_manager.inheritable_handlers)
                callbacks.add_tags(run_manager.inheritable_tags)
                callbacks.add_metadata(run_manager.inheritable_metadata)
            before = var_child_runnable_config.set({"callbacks": callbacks})
            try:
                answer = await fake_model().ainvoke(messages, stop=stop)
            finally:
                var_child_runnable_config.reset(before)
            return ChatResult(generations=[ChatGeneration(message=answer)])

    return PoliteModel()
