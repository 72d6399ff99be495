"""Other runnables between the caller and the child: lambdas, generators, steps, wrappers."""

from collections.abc import AsyncIterator
from typing import Any, Optional

from langchain_core.callbacks import (
    AsyncCallbackManager,
    AsyncCallbackManagerForLLMRun,
    AsyncCallbackManagerForRetrieverRun,
    BaseCallbackManager,
    CallbackManagerForRetrieverRun,
    Callbacks,
)
from langchain_core.chat_history import InMemoryChatMessageHistory
from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import (
    Runnable,
    RunnableBranch,
    RunnableConfig,
    RunnableGenerator,
    RunnableLambda,
    RunnableParallel,
    RunnablePassthrough,
    chain,
)
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.runnables.history import RunnableWithMessageHistory
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, failing_model, fake_model, guide_chain, reverse
from compat.incell.drive import note
from compat.incell.registry import scenario

GROUP = "other runnables"
VALUE = {"long_text": LONG_TEXT}


@scenario("lambda-sync", group=GROUP, path=("bar",), value=LONG_TEXT)
def lambda_sync() -> Runnable[str, str]:
    """Invoke the chain in a plain function in a RunnableLambda, used from async code."""

    def bar(long_text: str) -> str:
        return guide_chain().invoke({"long_text": long_text})

    return RunnableLambda(bar)


@lambda_sync.variant("configured")
def _() -> Runnable[str, str]:
    def bar(long_text: str, config: RunnableConfig) -> str:
        return guide_chain().invoke({"long_text": long_text}, config=config)

    return RunnableLambda(bar)


@scenario(
    "lambda-config-unannotated", group=GROUP, path=("bar",), value=LONG_TEXT, variant="configured"
)
def lambda_config_unannotated() -> Runnable[str, str]:
    """Ask for the config in a lambda by its name alone, without an annotation."""

    async def bar(long_text: str, config=None) -> str:  # type: ignore[no-untyped-def] # noqa: ANN001 - the very point
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableLambda(bar)


@scenario(
    "lambda-config-renamed", group=GROUP, path=("bar",), value=LONG_TEXT, variant="configured"
)
def lambda_config_renamed() -> Runnable[str, str]:
    """Ask for the config in a lambda by its annotation, under another name."""

    async def bar(long_text: str, cfg: RunnableConfig = None) -> str:  # type: ignore[assignment]
        note(injected=cfg is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=cfg)

    return RunnableLambda(bar)


@lambda_config_renamed.remedy("config")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableLambda(bar)


@scenario("lambda-kwargs", group=GROUP, path=("bar",), value=LONG_TEXT, variant="configured")
def lambda_kwargs() -> Runnable[str, str]:
    """Look for the config among the keyword arguments of a lambda."""

    async def bar(long_text: str, **kwargs: Any) -> str:  # noqa: ANN401 - the very point
        config = kwargs.get("config")
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableLambda(bar)


@lambda_kwargs.remedy("config")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, config: RunnableConfig, **_: Any) -> str:  # noqa: ANN401 - the very point
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableLambda(bar)


@scenario("lambda-callable-class", group=GROUP, path=("RunnableLambda",), value=LONG_TEXT)
def lambda_callable_class() -> Runnable[str, str]:
    """Await the chain in the async __call__ of a class, an instance of which is the lambda."""

    class Bar:
        async def __call__(self, long_text: str) -> str:
            return await guide_chain().ainvoke({"long_text": long_text})

    return RunnableLambda(Bar())


@lambda_callable_class.remedy("config")
def _() -> Runnable[str, str]:
    class Bar:
        async def __call__(self, long_text: str, config: RunnableConfig) -> str:
            return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableLambda(Bar())


@scenario("lambda-returns-runnable", group=GROUP, path=("bar",), value=VALUE)
def lambda_returns_runnable() -> Runnable[dict[str, Any], str]:
    """Return the chain from a lambda, which then runs it on the same input."""

    def bar(_: dict[str, Any]) -> Runnable[dict[str, Any], str]:
        return guide_chain()

    return RunnableLambda(bar)


@scenario("lambda-async-generator", group=GROUP, path=("bar",), value=LONG_TEXT)
def lambda_async_generator() -> Runnable[str, str]:
    """Stream the chain in an async generator function in a RunnableLambda."""

    async def bar(long_text: str) -> AsyncIterator[str]:
        async for part in guide_chain().astream({"long_text": long_text}):
            yield part

    return RunnableLambda(bar)


@lambda_async_generator.variant("configured")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, config: RunnableConfig) -> AsyncIterator[str]:
        async for part in guide_chain().astream({"long_text": long_text}, config=config):
            yield part

    return RunnableLambda(bar)  # type: ignore[arg-type]


@scenario("chain-decorator", group=GROUP, path=("bar",), value=LONG_TEXT)
def chain_decorator() -> Runnable[str, str]:
    """Await the chain in an async function under @chain."""

    @chain
    async def bar(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return bar


@chain_decorator.variant("configured")
def _() -> Runnable[str, str]:
    @chain  # type: ignore[arg-type]
    async def bar(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return bar


@scenario("chain-decorator-generator", group=GROUP, path=("bar",), value=LONG_TEXT)
def chain_decorator_generator() -> Runnable[str, str]:
    """Stream the chain in an async generator function under @chain."""

    @chain
    async def bar(long_text: str) -> AsyncIterator[str]:
        async for part in guide_chain().astream({"long_text": long_text}):
            yield part

    return bar


@chain_decorator_generator.variant("configured")
def _() -> Runnable[str, str]:
    @chain  # type: ignore[arg-type]
    async def bar(long_text: str, config: RunnableConfig) -> AsyncIterator[str]:
        async for part in guide_chain().astream({"long_text": long_text}, config=config):
            yield part

    return bar


@scenario("runnable-generator", group=GROUP, path=("bar",), value=LONG_TEXT)
def runnable_generator() -> Runnable[str, str]:
    """Stream the chain in a RunnableGenerator, for each part of its input."""

    async def bar(texts: AsyncIterator[str]) -> AsyncIterator[str]:
        async for long_text in texts:
            async for part in guide_chain().astream({"long_text": long_text}):
                yield part

    return RunnableGenerator(bar)


@runnable_generator.variant("configured")
def _() -> Runnable[str, str]:
    async def bar(texts: AsyncIterator[str], config: RunnableConfig) -> AsyncIterator[str]:
        async for long_text in texts:
            async for part in guide_chain().astream({"long_text": long_text}, config=config):
                yield part

    return RunnableGenerator(bar)  # type: ignore[arg-type]


@scenario("sequence-step", group=GROUP, path=("RunnableSequence", "bar"), value=LONG_TEXT)
def sequence_step() -> Runnable[str, str]:
    """Await the chain in an async lambda that is a step of a sequence."""

    async def bar(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return RunnableLambda(bar) | reverse


@sequence_step.remedy("config")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableLambda(bar) | reverse


@scenario("parallel-step", group=GROUP, path=("RunnableParallel<short>", "bar"), value=LONG_TEXT)
def parallel_step() -> Runnable[str, dict[str, Any]]:
    """Await the chain in an async lambda that is a step of a RunnableParallel."""

    async def bar(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return RunnableParallel(short=RunnableLambda(bar))


@parallel_step.remedy("config")
def _() -> Runnable[str, dict[str, Any]]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableParallel(short=RunnableLambda(bar))


@scenario(
    "assign-step",
    group=GROUP,
    path=("RunnableAssign<short>", "RunnableParallel<short>", "bar"),
    value=VALUE,
)
def assign_step() -> Runnable[dict[str, Any], dict[str, Any]]:
    """Await the chain in an async lambda whose answer RunnablePassthrough.assign adds."""

    async def bar(given: dict[str, Any]) -> str:
        return await guide_chain().ainvoke(given)

    return RunnablePassthrough.assign(short=RunnableLambda(bar))


@assign_step.remedy("config")
def _() -> Runnable[dict[str, Any], dict[str, Any]]:
    async def bar(given: dict[str, Any], config: RunnableConfig) -> str:
        return await guide_chain().ainvoke(given, config=config)

    return RunnablePassthrough.assign(short=RunnableLambda(bar))


@scenario("branch-step", group=GROUP, path=("RunnableBranch", "bar"), value=LONG_TEXT)
def branch_step() -> Runnable[str, str]:
    """Await the chain in an async lambda that a RunnableBranch chooses."""

    async def bar(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return RunnableBranch((lambda text: text.isspace(), reverse), RunnableLambda(bar))


@branch_step.remedy("config")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableBranch((lambda text: text.isspace(), reverse), RunnableLambda(bar))


@scenario("history", group=GROUP, path=("RunnableWithMessageHistory", "bar"), value=LONG_TEXT)
def history() -> Runnable[str, str]:
    """Await the chain in an async lambda inside a RunnableWithMessageHistory."""

    async def bar(messages: list[BaseMessage]) -> str:
        return await guide_chain().ainvoke({"long_text": messages[-1].content})

    remembering = RunnableWithMessageHistory(
        RunnableLambda(bar), lambda _: InMemoryChatMessageHistory()
    )
    return remembering.with_config(configurable={"session_id": "one"})


@history.remedy("config")
def _() -> Runnable[str, str]:
    async def bar(messages: list[BaseMessage], config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": messages[-1].content}, config=config)

    remembering = RunnableWithMessageHistory(
        RunnableLambda(bar), lambda _: InMemoryChatMessageHistory()
    )
    return remembering.with_config(configurable={"session_id": "one"})


# The run of the retrying is called like what it wraps, so the name stands there twice.
@scenario(
    "retry",
    group=GROUP,
    path=("summarize_backwards", "RunnableSequence", "RunnableSequence"),
    value=VALUE,
)
def retry() -> BaseTool:
    """Await the chain with with_retry() around it, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().with_retry().ainvoke({"long_text": long_text})

    return summarize_backwards


@retry.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().with_retry().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@retry.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_retry()
        return await chain.ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@scenario(
    "fallbacks",
    group=GROUP,
    path=("summarize_backwards", "RunnableWithFallbacks"),
    children=2,
    value=VALUE,
)
def fallbacks() -> BaseTool:
    """Await a chain that fails and falls back on one that answers, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain(failing_model()).with_fallbacks([guide_chain()])
        return await chain.ainvoke({"long_text": long_text})

    return summarize_backwards


@fallbacks.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain(failing_model()).with_fallbacks([guide_chain()])
        return await chain.ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@fallbacks.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain(failing_model()).with_fallbacks([guide_chain()])
        return await chain.ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@fallbacks.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain(failing_model()).with_fallbacks([guide_chain()])
        before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        try:
            return await chain.ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return summarize_backwards


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
