"""What the config carries: tags, callbacks, metadata and context, set or left out in a tool."""

from collections.abc import AsyncIterator
from contextvars import ContextVar
from typing import Any

from langchain_core.callbacks import AsyncCallbackHandler, BaseCallbackManager, Callbacks
from langchain_core.runnables import Runnable, RunnableConfig, RunnableGenerator, ensure_config
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.caller import CONFIGURABLE, events_v2_by_tag, events_v2_configurable
from compat.incell.child import LONG_TEXT, ModelCounter, fake_model, guide_chain
from compat.incell.drive import Drive, note
from compat.incell.registry import scenario
from compat.incell.stream import metadata_keys, root_output

GROUP = "what the config carries"
PATH = ("summarize_backwards",)
VALUE = {"long_text": LONG_TEXT}


@scenario("with-config-tags", group=GROUP, path=PATH, value=VALUE)
def with_config_tags() -> BaseTool:
    """Await a chain that with_config() gave tags and a name, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(tags=["inner"], run_name="inner chain")
        return await chain.ainvoke({"long_text": long_text})

    return summarize_backwards


@with_config_tags.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(tags=["inner"], run_name="inner chain")
        return await chain.ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@with_config_tags.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(tags=["inner"], run_name="inner chain")
        return await chain.ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@scenario("bound-callbacks", group=GROUP, path=PATH, value=VALUE)
def bound_callbacks() -> BaseTool:
    """Await a chain that with_config() gave a handler of the tool's own, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        counter = ModelCounter()
        chain = guide_chain().with_config(callbacks=[counter])
        answer = await chain.ainvoke({"long_text": long_text})
        note(own_handler_sees=counter.models)
        return answer

    return summarize_backwards


@bound_callbacks.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        counter = ModelCounter()
        chain = guide_chain().with_config(callbacks=[counter])
        answer = await chain.ainvoke({"long_text": long_text}, config=config)
        note(own_handler_sees=counter.models)
        return answer

    return summarize_backwards


@bound_callbacks.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(callbacks=[ModelCounter()])
        return await chain.ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@scenario("own-callbacks", group=GROUP, path=PATH, value=VALUE)
def own_callbacks() -> BaseTool:
    """Pass a handler of the tool's own and nothing else, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        counter = ModelCounter()
        answer = await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": [counter]})
        note(own_handler_sees=counter.models)
        return answer

    return summarize_backwards


@own_callbacks.remedy("config")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(callbacks=[ModelCounter()])
        return await chain.ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@own_callbacks.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(callbacks=[ModelCounter()])
        return await chain.ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@scenario("own-tags", group=GROUP, path=PATH, value=VALUE)
def own_tags() -> BaseTool:
    """Have a config in an async tool, and pass only tags of the tool's own."""

    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, {"tags": ["inner"]})

    return summarize_backwards


@own_tags.remedy("config")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(tags=["inner"])
        return await chain.ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@own_tags.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        config: RunnableConfig = {"tags": ["inner"], "callbacks": callbacks}
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    return summarize_backwards


@scenario("callbacks-only", group=GROUP, path=PATH, value=VALUE, variant="configured")
def callbacks_only() -> BaseTool:
    """Pass the callbacks of the tool's config and nothing else of it, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        only: RunnableConfig = {"callbacks": config["callbacks"]}
        return await guide_chain().ainvoke({"long_text": long_text}, only)

    return summarize_backwards


@callbacks_only.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@scenario("opt-out-empty", group=GROUP, path=PATH, value=VALUE, row="hiding")
def opt_out_empty() -> BaseTool:
    """Hide an inner model with an empty list of callbacks, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": []})

    return summarize_backwards


@scenario("opt-out-none", group=GROUP, path=PATH, value=VALUE, row="hiding")
def opt_out_none() -> BaseTool:
    """Hide an inner model with None for callbacks, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": None})

    return summarize_backwards


@scenario("private-model", group=GROUP, path=("judge",), value=VALUE, row="hiding")
def private_model() -> BaseTool:
    """Await a model whose tokens are expected to stay private, as nothing is passed to it."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        thoughts = await fake_model().ainvoke(f"Weigh in private what is said here: {long_text}")
        return "fit" if thoughts.content else "unfit"

    return judge


@scenario("ensure-config", group=GROUP, path=PATH, value=VALUE)
def ensured_config() -> BaseTool:
    """Make a config with ensure_config() in the body of an async tool, and pass it on."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, ensure_config())

    return summarize_backwards


@ensured_config.remedy("config")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, ensure_config(config))

    return summarize_backwards


@ensured_config.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        config = ensure_config({"callbacks": callbacks})
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    return summarize_backwards


@scenario("contextvar-set", group=GROUP, path=PATH, value=VALUE, variant="configured")
def contextvar_set() -> BaseTool:
    """Set var_child_runnable_config to the tool's config in the body, and pass nothing."""

    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        var_child_runnable_config.set(config)
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards


@contextvar_set.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return summarize_backwards


@scenario("include-tags", group=GROUP, path=PATH, value=VALUE, caller=events_v2_by_tag)
def include_tags() -> BaseTool:
    """Await the chain in an async tool whose caller wants only what inherits the caller's tag."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards


@include_tags.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@include_tags.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


def _configurables_shown(drive: Drive) -> str:
    """Name the configurable values that the metadata of events showed."""
    shown = metadata_keys(drive.items) & set(CONFIGURABLE)
    return ", ".join(sorted(shown)) or "none"


@scenario(
    "configurable-metadata",
    group=GROUP,
    path=PATH,
    value=VALUE,
    row="fact",
    caller=events_v2_configurable,
    answer=_configurables_shown,
)
def configurable_metadata() -> BaseTool:
    """Find out which configurable values of the caller show in the events' metadata."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards


MARKS = {"plain": ContextVar("plain", default=False), "inline": ContextVar("inline", default=False)}


class Marker(AsyncCallbackHandler):
    """A handler that sets a context variable when a tool starts."""

    def __init__(self, name: str) -> None:
        self.mark = MARKS[name]
        self.run_inline = name == "inline"

    async def on_tool_start(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - of no use here
        """Set it."""
        self.mark.set(True)


def _said(drive: Drive) -> str:
    return "raised" if drive.error else str(root_output(drive.items))


@scenario("handler-contextvar", group=GROUP, path=PATH, value=VALUE, row="fact", answer=_said)
def handler_contextvar() -> Runnable[Any, Any]:
    """Find out which async handlers can set a context variable that the tool's body reads."""

    @tool
    async def summarize_backwards(long_text: str) -> str:  # noqa: ARG001 - its callers pass it
        """Say whose marks are there."""
        seen = [name for name, mark in MARKS.items() if mark.get()]
        return ", ".join(seen) or "none"

    return summarize_backwards.with_config(callbacks=[Marker("plain"), Marker("inline")])


OWN: ContextVar[str] = ContextVar("own", default="lost")


@scenario(
    "generator-contextvar", group=GROUP, path=("bar",), value=LONG_TEXT, row="fact", answer=_said
)
def generator_contextvar() -> Runnable[str, str]:
    """Find out whether an async generator keeps its own context variable across its yields."""

    async def bar(_: AsyncIterator[str]) -> AsyncIterator[str]:
        OWN.set("kept")
        yield ""
        yield OWN.get()

    return RunnableGenerator(bar)
