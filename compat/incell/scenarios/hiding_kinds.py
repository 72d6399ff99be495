"""Hiding, by what is hidden: a model alone, or a tool or a retriever that calls one."""

import asyncio
from contextvars import Context
from typing import Any

from langchain_core.documents import Document
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, fake_model
from compat.incell.registry import scenario
from compat.incell.scenarios.components import AsyncOnlyRetriever

GROUP = "hiding, by what is hidden"
PATH = ("judge",)
VALUE = {"long_text": LONG_TEXT}


@tool
async def weigh(long_text: str) -> str:
    """Weigh a text, and nothing of why."""
    return str((await fake_model().ainvoke(long_text)).content)


class WeighingRetriever(AsyncOnlyRetriever):
    """A retriever that awaits a model."""

    async def _aget_relevant_documents(self, query: str, **_: Any) -> list[Document]:  # noqa: ANN401 - of no use here
        return [Document(page_content=str((await fake_model().ainvoke(query)).content))]


@scenario("opt-out-empty-model", group=GROUP, path=PATH, value=VALUE, row="hiding")
def opt_out_empty_model() -> BaseTool:
    """Hide a model alone with an empty list of callbacks, in an async tool."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        return str((await fake_model().ainvoke(long_text, {"callbacks": []})).content)

    return judge


@scenario("opt-out-empty-tool", group=GROUP, path=PATH, value=VALUE, row="hiding")
def opt_out_empty_tool() -> BaseTool:
    """Hide a tool that awaits a model with an empty list of callbacks, in an async tool."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        return str(await weigh.ainvoke({"long_text": long_text}, {"callbacks": []}))

    return judge


@scenario("opt-out-empty-retriever", group=GROUP, path=PATH, value=VALUE, row="hiding")
def opt_out_empty_retriever() -> BaseTool:
    """Hide a retriever that awaits a model with an empty list of callbacks, in an async tool."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        found = await WeighingRetriever().ainvoke(long_text, {"callbacks": []})
        return found[0].page_content

    return judge


@scenario("opt-out-none-model", group=GROUP, path=PATH, value=VALUE, row="hiding")
def opt_out_none_model() -> BaseTool:
    """Hide a model alone with None for callbacks, in an async tool."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        return str((await fake_model().ainvoke(long_text, {"callbacks": None})).content)

    return judge


@scenario("opt-out-none-tool", group=GROUP, path=PATH, value=VALUE, row="hiding")
def opt_out_none_tool() -> BaseTool:
    """Hide a tool that awaits a model with None for callbacks, in an async tool."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        return str(await weigh.ainvoke({"long_text": long_text}, {"callbacks": None}))

    return judge


@scenario("opt-out-none-retriever", group=GROUP, path=PATH, value=VALUE, row="hiding")
def opt_out_none_retriever() -> BaseTool:
    """Hide a retriever that awaits a model with None for callbacks, in an async tool."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        found = await WeighingRetriever().ainvoke(long_text, {"callbacks": None})
        return found[0].page_content

    return judge


@scenario("private-tool", group=GROUP, path=PATH, value=VALUE, row="hiding")
def private_tool() -> BaseTool:
    """Await a tool that calls a model, pass nothing, and expect the model to stay private."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        return str(await weigh.ainvoke({"long_text": long_text}))

    return judge


@scenario("private-retriever", group=GROUP, path=PATH, value=VALUE, row="hiding")
def private_retriever() -> BaseTool:
    """Await a retriever that calls a model, pass nothing, and expect the model to stay private."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        found = await WeighingRetriever().ainvoke(long_text)
        return found[0].page_content

    return judge


def model_in_empty_context() -> BaseTool:
    """Await the model as a task of an empty context."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        work = fake_model().ainvoke(long_text)
        return str((await Context().run(asyncio.get_running_loop().create_task, work)).content)

    return judge


def tool_in_empty_context() -> BaseTool:
    """Await the tool as a task of an empty context."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        work = weigh.ainvoke({"long_text": long_text})
        return str(await Context().run(asyncio.get_running_loop().create_task, work))

    return judge


def retriever_in_empty_context() -> BaseTool:
    """Await the retriever as a task of an empty context."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        work = WeighingRetriever().ainvoke(long_text)
        found = await Context().run(asyncio.get_running_loop().create_task, work)
        return found[0].page_content

    return judge


for hidden in (opt_out_empty_model, opt_out_none_model):
    hidden.remedy("empty-context")(model_in_empty_context)
for hidden in (opt_out_empty_tool, opt_out_none_tool, private_tool):
    hidden.remedy("empty-context")(tool_in_empty_context)
for hidden in (opt_out_empty_retriever, opt_out_none_retriever, private_retriever):
    hidden.remedy("empty-context")(retriever_in_empty_context)
