"""The functional API: a task and an entrypoint, each of which awaits a chain."""

from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config

from compat.incell.child import LONG_TEXT, guide_chain
from compat.inlayer.caller import graph_events, graph_with_subgraphs
from compat.inlayer.declare import remedy, scenario

GROUP = "nodes"
_REQUIRES = ("langgraph.func:task", "langgraph.func:entrypoint")


@scenario(
    "functional-task",
    group=GROUP,
    path=("workflow", "summarize"),
    value=LONG_TEXT,
    caller=graph_events,
    requires=_REQUIRES,
)
def functional_task() -> Runnable[str, str]:
    """Await the chain in an async function under @task, which an @entrypoint awaits."""
    from langgraph.func import entrypoint, task

    @task
    async def summarize(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    @entrypoint()
    async def workflow(long_text: str) -> str:
        return await summarize(long_text)

    return workflow


@functional_task.variant("configured")
def _() -> Runnable[str, str]:
    from langgraph.func import entrypoint, task

    @task
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    @entrypoint()
    async def workflow(long_text: str) -> str:
        return await summarize(long_text)

    return workflow


@remedy(functional_task, "callbacks")
def _() -> Runnable[str, str]:
    from langgraph.func import entrypoint, task

    @task
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        own: RunnableConfig = {"callbacks": config["callbacks"]}
        return await guide_chain().ainvoke({"long_text": long_text}, own)

    @entrypoint()
    async def workflow(long_text: str) -> str:
        return await summarize(long_text)

    return workflow


@remedy(functional_task, "context-variable")
def _() -> Runnable[str, str]:
    from langgraph.func import entrypoint, task

    @task
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    @entrypoint()
    async def workflow(long_text: str, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await summarize(long_text)
        finally:
            var_child_runnable_config.reset(before)

    return workflow


@remedy(functional_task, "subgraphs", caller=graph_with_subgraphs)
def _() -> Runnable[str, str]:
    from langgraph.func import entrypoint, task

    @task
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    @entrypoint()
    async def workflow(long_text: str) -> str:
        return await summarize(long_text)

    return workflow


@scenario(
    "functional-entrypoint",
    group=GROUP,
    path=("workflow",),
    value=LONG_TEXT,
    caller=graph_events,
    requires=_REQUIRES,
)
def functional_entrypoint() -> Runnable[str, str]:
    """Await the chain in an async function under @entrypoint."""
    from langgraph.func import entrypoint

    @entrypoint()
    async def workflow(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return workflow


@functional_entrypoint.variant("configured")
def _() -> Runnable[str, str]:
    from langgraph.func import entrypoint

    @entrypoint()
    async def workflow(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    return workflow


@remedy(functional_entrypoint, "callbacks")
def _() -> Runnable[str, str]:
    from langgraph.func import entrypoint

    @entrypoint()
    async def workflow(long_text: str, config: RunnableConfig) -> str:
        own: RunnableConfig = {"callbacks": config["callbacks"]}
        return await guide_chain().ainvoke({"long_text": long_text}, own)

    return workflow


@remedy(functional_entrypoint, "context-variable")
def _() -> Runnable[str, str]:
    from langgraph.func import entrypoint

    @entrypoint()
    async def workflow(long_text: str, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return workflow
