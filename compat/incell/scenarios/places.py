"""Where it stands: a retriever, or a model that calls another, in a step, a lambda and a tool."""

from typing import Any, Optional

from langchain_core.callbacks import (
    AsyncCallbackManager,
    AsyncCallbackManagerForLLMRun,
    AsyncCallbackManagerForRetrieverRun,
    Callbacks,
)
from langchain_core.documents import Document
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda, ensure_config
from langchain_core.runnables.config import var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, fake_model, guide_chain, reverse
from compat.incell.registry import scenario
from compat.incell.scenarios.components import AsyncOnlyModel, AsyncOnlyRetriever

GROUP = "where it stands"
VALUE = {"long_text": LONG_TEXT}


class SilentRetriever(AsyncOnlyRetriever):
    """A retriever whose body passes nothing to the chain that it awaits."""

    async def _aget_relevant_documents(self, query: str, **_: Any) -> list[Document]:  # noqa: ANN401 - of no use here
        return [Document(page_content=await guide_chain().ainvoke({"long_text": query}))]


class AskingRetriever(AsyncOnlyRetriever):
    """A retriever whose body passes on the config that it finds around it."""

    async def _aget_relevant_documents(self, query: str, **_: Any) -> list[Document]:  # noqa: ANN401 - of no use here
        found = await guide_chain().ainvoke({"long_text": query}, ensure_config())
        return [Document(page_content=found)]


class TellingRetriever(AsyncOnlyRetriever):
    """A retriever whose body passes its run manager's callbacks to the chain that it awaits."""

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        callbacks = run_manager.get_child()
        found = await guide_chain().ainvoke({"long_text": query}, {"callbacks": callbacks})
        return [Document(page_content=found)]


class SettingRetriever(AsyncOnlyRetriever):
    """A retriever whose body sets the context variable for the chain that it awaits."""

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        before = var_child_runnable_config.set({"callbacks": run_manager.get_child()})
        try:
            found = await guide_chain().ainvoke({"long_text": query})
        finally:
            var_child_runnable_config.reset(before)
        return [Document(page_content=found)]


@scenario(
    "retriever-step", group=GROUP, path=("RunnableSequence", "SilentRetriever"), value=LONG_TEXT
)
def retriever_step() -> Runnable[str, list[Document]]:
    """Await a chain in a custom retriever that is a step of a sequence."""
    return RunnableLambda(reverse) | SilentRetriever()


@retriever_step.variant("configured", path=("RunnableSequence", "AskingRetriever"))
def _() -> Runnable[str, list[Document]]:
    return RunnableLambda(reverse) | AskingRetriever()


@retriever_step.variant("callbacks", path=("RunnableSequence", "TellingRetriever"))
def _() -> Runnable[str, list[Document]]:
    return RunnableLambda(reverse) | TellingRetriever()


@retriever_step.remedy("context-variable", path=("RunnableSequence", "SettingRetriever"))
def _() -> Runnable[str, list[Document]]:
    return RunnableLambda(reverse) | SettingRetriever()


@scenario("retriever-in-lambda", group=GROUP, path=("look_up", "SilentRetriever"), value=LONG_TEXT)
def retriever_in_lambda() -> Runnable[str, list[Document]]:
    """Await a custom retriever, which awaits a chain, in an async lambda."""

    async def look_up(text: str) -> list[Document]:
        return await SilentRetriever().ainvoke(text)

    return RunnableLambda(look_up)


@retriever_in_lambda.variant("configured")
def _() -> Runnable[str, list[Document]]:
    async def look_up(text: str, config: RunnableConfig) -> list[Document]:
        return await SilentRetriever().ainvoke(text, config)

    return RunnableLambda(look_up)


@retriever_in_lambda.variant("callbacks", path=("look_up", "TellingRetriever"))
def _() -> Runnable[str, list[Document]]:
    async def look_up(text: str, config: RunnableConfig) -> list[Document]:
        return await TellingRetriever().ainvoke(text, config)

    return RunnableLambda(look_up)


@retriever_in_lambda.remedy("context-variable", path=("look_up", "SettingRetriever"))
def _() -> Runnable[str, list[Document]]:
    async def look_up(text: str, config: RunnableConfig) -> list[Document]:
        return await SettingRetriever().ainvoke(text, config)

    return RunnableLambda(look_up)


@scenario("retriever-in-tool", group=GROUP, path=("look_up", "SilentRetriever"), value=VALUE)
def retriever_in_tool() -> BaseTool:
    """Await a custom retriever, which awaits a chain, in an async tool."""

    @tool
    async def look_up(long_text: str) -> str:
        """Find what answers a text."""
        found = await SilentRetriever().ainvoke(long_text)
        return found[0].page_content

    return look_up


@retriever_in_tool.variant("configured")
def _() -> BaseTool:
    @tool
    async def look_up(long_text: str, config: RunnableConfig) -> str:
        """Find what answers a text."""
        found = await SilentRetriever().ainvoke(long_text, config)
        return found[0].page_content

    return look_up


@retriever_in_tool.variant("callbacks", path=("look_up", "TellingRetriever"))
def _() -> BaseTool:
    @tool
    async def look_up(long_text: str, callbacks: Callbacks = None) -> str:
        """Find what answers a text."""
        found = await TellingRetriever().ainvoke(long_text, {"callbacks": callbacks})
        return found[0].page_content

    return look_up


@retriever_in_tool.remedy("context-variable", path=("look_up", "SettingRetriever"))
def _() -> BaseTool:
    @tool
    async def look_up(long_text: str, callbacks: Callbacks = None) -> str:
        """Find what answers a text."""
        found = await SettingRetriever().ainvoke(long_text, {"callbacks": callbacks})
        return found[0].page_content

    return look_up


class SilentModel(AsyncOnlyModel):
    """A chat model whose body passes nothing to the model that it awaits."""

    async def _agenerate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:  # noqa: ANN401 - of no use here
        answer = await fake_model().ainvoke(messages)
        return ChatResult(generations=[ChatGeneration(message=answer)])


class AskingModel(AsyncOnlyModel):
    """A chat model whose body passes on the config that it finds around it."""

    async def _agenerate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:  # noqa: ANN401 - of no use here
        answer = await fake_model().ainvoke(messages, ensure_config())
        return ChatResult(generations=[ChatGeneration(message=answer)])


class TellingModel(AsyncOnlyModel):
    """A chat model whose body passes its run manager's handlers to the model that it awaits."""

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
        answer = await fake_model().ainvoke(messages, {"callbacks": callbacks}, stop=stop)
        return ChatResult(generations=[ChatGeneration(message=answer)])


@scenario(
    "chat-model-wrapper-step",
    group=GROUP,
    path=("RunnableSequence", "SilentModel"),
    value=LONG_TEXT,
)
def chat_model_wrapper_step() -> Runnable[Any, Any]:
    """Await a model in a custom chat model that is a step of a sequence."""
    return RunnableLambda(reverse) | SilentModel()


@chat_model_wrapper_step.variant("configured", path=("RunnableSequence", "AskingModel"))
def _() -> Runnable[Any, Any]:
    return RunnableLambda(reverse) | AskingModel()


@chat_model_wrapper_step.variant("callbacks", path=("RunnableSequence", "TellingModel"))
def _() -> Runnable[Any, Any]:
    return RunnableLambda(reverse) | TellingModel()


@scenario("chat-model-wrapper-in-tool", group=GROUP, path=("ask", "SilentModel"), value=VALUE)
def chat_model_wrapper_in_tool() -> BaseTool:
    """Await a custom chat model, which awaits another, in an async tool."""

    @tool
    async def ask(long_text: str) -> str:
        """Say a text in ten words."""
        return str((await SilentModel().ainvoke(long_text)).content)

    return ask


@chat_model_wrapper_in_tool.variant("configured")
def _() -> BaseTool:
    @tool
    async def ask(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words."""
        return str((await SilentModel().ainvoke(long_text, config)).content)

    return ask


@chat_model_wrapper_in_tool.variant("callbacks", path=("ask", "TellingModel"))
def _() -> BaseTool:
    @tool
    async def ask(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words."""
        return str((await TellingModel().ainvoke(long_text, {"callbacks": callbacks})).content)

    return ask
