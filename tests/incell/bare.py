"""The same questions asked without the suite: plain code, plain ``asyncio.run``, no config.

Runs in a cell, prints JSON: for each object its event types with counts, and the names of the
chat models' ancestors.
"""

import asyncio
import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langchain_core.tools import tool


def reverse(text: str) -> str:
    return text[::-1]


def chain() -> Runnable[dict[str, str], str]:
    answer = AIMessage(content="a b c d e f g h i j")
    model = GenericFakeChatModel(messages=iter([answer]))
    return ChatPromptTemplate.from_template("{x}") | model | StrOutputParser() | reverse


@tool
async def summarize_backwards(x: str) -> str:
    """Do it."""
    return await chain().ainvoke({"x": x})


@tool("summarize_backwards")
async def summarize_backwards_with_config(x: str, config: RunnableConfig) -> str:
    """Do it."""
    return await chain().ainvoke({"x": x}, config=config)


async def bar(x: str) -> str:
    return await chain().ainvoke({"x": x})


async def bar_with_config(x: str, config: RunnableConfig) -> str:
    return await chain().ainvoke({"x": x}, config=config)


@tool
async def summarize_twice(x: str) -> str:
    """Do it."""
    return str(await asyncio.gather(chain().ainvoke({"x": x}), chain().ainvoke({"x": x})))


@tool("summarize_twice")
async def summarize_twice_with_config(x: str, config: RunnableConfig) -> str:
    """Do it."""
    first = chain().ainvoke({"x": x}, config=config)
    return str(await asyncio.gather(first, chain().ainvoke({"x": x}, config=config)))


@tool
def summarize_aside(x: str) -> str:
    """Do it."""
    with ThreadPoolExecutor() as pool:
        return pool.submit(chain().invoke, {"x": x}).result()


@tool("summarize_aside")
def summarize_aside_with_config(x: str, config: RunnableConfig) -> str:
    """Do it."""
    with ThreadPoolExecutor() as pool:
        return pool.submit(chain().invoke, {"x": x}, config).result()


async def seen(root: Runnable[Any, Any], value: object) -> dict[str, Any]:
    events: Counter[str] = Counter()
    names: dict[str, str] = {}
    parents: list[list[str]] = []
    async for event in root.astream_events(value, version="v2"):
        events[event["event"]] += 1
        names[event["run_id"]] = event["name"]
        if event["event"] == "on_chat_model_start":
            parents.append([names.get(run, "?") for run in event["parent_ids"]])
    return {"events": events, "parents": sorted(parents)}


@tool("summarize_backwards")
def summarize_at_once(x: str) -> str:
    """Do it."""
    return chain().invoke({"x": x})


@tool("summarize_backwards")
def summarize_at_once_with_config(x: str, config: RunnableConfig) -> str:
    """Do it."""
    return chain().invoke({"x": x}, config=config)


OBJECTS: dict[str, tuple[Runnable[Any, Any], object]] = {
    "tool-async/naive": (summarize_backwards, {"x": "text"}),
    "tool-async/configured": (summarize_backwards_with_config, {"x": "text"}),
    "lambda-async/naive": (RunnableLambda(bar), "text"),
    "lambda-async/configured": (RunnableLambda(bar_with_config, name="bar"), "text"),
    "tool-sync/naive": (summarize_at_once, {"x": "text"}),
    "tool-sync/configured": (summarize_at_once_with_config, {"x": "text"}),
    "gather/naive": (summarize_twice, {"x": "text"}),
    "gather/configured": (summarize_twice_with_config, {"x": "text"}),
    "thread-pool/naive": (summarize_aside, {"x": "text"}),
    "thread-pool/configured": (summarize_aside_with_config, {"x": "text"}),
}

json.dump({name: asyncio.run(seen(*given)) for name, given in OBJECTS.items()}, sys.stdout)
