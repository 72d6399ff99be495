"""How the caller drives the object under test, and what it hands down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.runnables import Runnable, RunnableConfig

TAG = "caller-tag"
METADATA_KEY = "caller_key"


def caller_config(handler: BaseCallbackHandler) -> RunnableConfig:
    """Return the config that every caller passes: a tag, a metadata key and a handler."""
    return {
        "tags": [TAG],
        "metadata": {METADATA_KEY: "caller-value"},
        "callbacks": [handler],
    }


@dataclass(frozen=True)
class StreamCaller:
    """A caller in a running loop that reads a stream of events.

    ``protocol`` names the stream in the record, ``parents_known`` tells whether its events carry
    the ids of their run's ancestors.
    """

    protocol: str
    parents_known: bool
    stream: Callable[[Runnable[Any, Any], object, RunnableConfig], AsyncIterator[Any]]


@dataclass(frozen=True)
class DirectCaller:
    """A caller without a loop that waits for the return value; only its handler sees runs."""

    call: Callable[[Runnable[Any, Any], object, RunnableConfig], object]


events_v2 = StreamCaller(
    protocol="events-v2",
    parents_known=True,
    stream=lambda root, value, config: root.astream_events(value, config=config, version="v2"),
)
sync_invoke = DirectCaller(call=lambda root, value, config: root.invoke(value, config))
