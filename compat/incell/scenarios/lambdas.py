"""Other runnables: lambdas, and how they ask for the config."""

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForChainRun, CallbackManagerForChainRun
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langchain_core.runnables.config import var_child_runnable_config

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.drive import note
from compat.incell.registry import scenario
from compat.incell.scenarios.guide import lambda_by_callbacks, lambda_by_context_variable

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


@lambda_sync.remedy("callbacks")
def _() -> Runnable[str, str]:
    def bar(long_text: str, run_manager: CallbackManagerForChainRun) -> str:
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        return guide_chain().invoke({"long_text": long_text}, own)

    return RunnableLambda(bar)


@lambda_sync.remedy("context-variable")
def _() -> Runnable[str, str]:
    def bar(long_text: str, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return guide_chain().invoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return RunnableLambda(bar)


@scenario(
    "lambda-config-unannotated", group=GROUP, path=("bar",), value=LONG_TEXT, variant="configured"
)
def lambda_config_unannotated() -> Runnable[str, str]:
    """Ask for the config in a lambda by the name config, with no annotation."""

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


for _known in (lambda_config_unannotated, lambda_config_renamed, lambda_kwargs):
    _known.remedy("callbacks")(lambda_by_callbacks)
    _known.remedy("context-variable")(lambda_by_context_variable)


@scenario("lambda-callable-class", group=GROUP, path=("RunnableLambda",), value=LONG_TEXT)
def lambda_callable_class() -> Runnable[str, str]:
    """Await the chain in the async __call__ of an object that is the lambda."""

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


@lambda_callable_class.remedy("callbacks")
def _() -> Runnable[str, str]:
    class Bar:
        async def __call__(
            self, long_text: str, run_manager: AsyncCallbackManagerForChainRun
        ) -> str:
            own: RunnableConfig = {"callbacks": run_manager.get_child()}
            return await guide_chain().ainvoke({"long_text": long_text}, own)

    return RunnableLambda(Bar())


@lambda_callable_class.remedy("context-variable")
def _() -> Runnable[str, str]:
    class Bar:
        async def __call__(self, long_text: str, config: RunnableConfig) -> str:
            before = var_child_runnable_config.set(config)
            try:
                return await guide_chain().ainvoke({"long_text": long_text})
            finally:
                var_child_runnable_config.reset(before)

    return RunnableLambda(Bar())


@scenario("lambda-returns-runnable", group=GROUP, path=("bar",), value=VALUE)
def lambda_returns_runnable() -> Runnable[dict[str, Any], str]:
    """Return the chain from a lambda, so that langchain-core runs it."""

    def bar(_: dict[str, Any]) -> Runnable[dict[str, Any], str]:
        return guide_chain()

    return RunnableLambda(bar)
