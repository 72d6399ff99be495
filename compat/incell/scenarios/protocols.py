"""Protocols: the guide's tool, read by other means than the events of version 2."""

from collections.abc import Mapping

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.caller import astream_log, events_default, events_v1
from compat.incell.child import LONG_TEXT, fake_model, reverse
from compat.incell.registry import Fact, Factory, scenario
from compat.incell.scenarios.guide import tool_async
from compat.incell.shape import shape, shape_of

GROUP = "protocols"
PATH = ("summarize_backwards",)
VALUE = {"long_text": LONG_TEXT}


def guide_tool(variant: str) -> BaseTool:
    """Return the tool of a variant or a remedy of tool-async."""
    built: BaseTool = {**tool_async.cases, **tool_async.remedies}[variant].build()
    return built


@scenario(
    "events-v1", group=GROUP, path=PATH, value=VALUE, caller=events_v1, facts=shape_of(events_v1)
)
def read_events_v1() -> BaseTool:
    """Read the guide's tool by astream_events with version="v1"."""
    return guide_tool("naive")


@read_events_v1.variant("configured")
def _() -> BaseTool:
    return guide_tool("configured")


@read_events_v1.remedy("callbacks")
def _() -> BaseTool:
    return guide_tool("callbacks")


@read_events_v1.remedy("context-variable")
def _() -> BaseTool:
    return guide_tool("context-variable")


async def _v3_shape(build: Factory, value: object) -> Mapping[str, Fact]:
    """Tell what version 3 returns for the tool, and for the model that the tool has."""
    of_tool = await shape(lambda: build().astream_events(value, version="v3"))
    of_model = await shape(lambda: fake_model().astream_events(LONG_TEXT, version="v3"))
    return {
        **{f"tool_{name}": fact for name, fact in of_tool.items()},
        **{f"model_{name}": fact for name, fact in of_model.items()},
    }


# Version 3 exists for chat models and for nothing else in langchain-core: a tool refuses it (the
# facts hold its words). So it is the tool's body that reads by it, below a caller who reads v2.
@scenario(
    "events-v3",
    group=GROUP,
    path=PATH,
    value=VALUE,
    facts=_v3_shape,
    requires=("langchain_core.language_models:BaseChatModel.stream_events",),
)
def read_events_v3() -> BaseTool:
    """Read a model by astream_events with version="v3" in the guide's tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        answer = await fake_model().astream_events(long_text, version="v3")
        return reverse(await answer.text)

    return summarize_backwards


@read_events_v3.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        answer = await fake_model().astream_events(long_text, config, version="v3")
        return reverse(await answer.text)

    return summarize_backwards


@read_events_v3.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        config: RunnableConfig = {"callbacks": callbacks}
        answer = await fake_model().astream_events(long_text, config, version="v3")
        return reverse(await answer.text)

    return summarize_backwards


@read_events_v3.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        answer = await fake_model().astream_events(long_text, version="v3")
        return reverse(await answer.text)

    return summarize_backwards


@scenario(
    "events-default",
    group=GROUP,
    path=PATH,
    value=VALUE,
    caller=events_default,
    facts=shape_of(events_default),
)
def read_events_default() -> BaseTool:
    """Read the guide's tool by astream_events with no version given."""
    return guide_tool("naive")


@read_events_default.variant("configured")
def _() -> BaseTool:
    return guide_tool("configured")


@read_events_default.remedy("callbacks")
def _() -> BaseTool:
    return guide_tool("callbacks")


@read_events_default.remedy("context-variable")
def _() -> BaseTool:
    return guide_tool("context-variable")


@scenario(
    "astream-log",
    group=GROUP,
    path=PATH,
    value=VALUE,
    caller=astream_log,
    facts=shape_of(astream_log),
)
def read_log() -> BaseTool:
    """Read the guide's tool by astream_log."""
    return guide_tool("naive")


@read_log.variant("configured")
def _() -> BaseTool:
    return guide_tool("configured")


@read_log.remedy("callbacks")
def _() -> BaseTool:
    return guide_tool("callbacks")


@read_log.remedy("context-variable")
def _() -> BaseTool:
    return guide_tool("context-variable")
