"""How the caller drives the object under test, and what it hands down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

from compat.incell.log import logged, logged_output
from compat.incell.runs import METADATA_KEY, TAG, Sighting
from compat.incell.stream import root_output, sightings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterable

    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.runnables import Runnable, RunnableConfig


def own_config() -> RunnableConfig:
    """Return the config that every caller passes: a tag and a metadata key."""
    return {"tags": [TAG], "metadata": {METADATA_KEY: "caller-value"}}


def caller_config(handler: BaseCallbackHandler) -> RunnableConfig:
    """Return the same config with a handler."""
    return {**own_config(), "callbacks": [handler]}


CONFIGURABLE = {"tenant": "blue", "model": "small"}


def _await_answer(
    root: Runnable[Any, Any], value: object, config: RunnableConfig
) -> Coroutine[Any, Any, object]:
    return root.ainvoke(value, config)


@dataclass(frozen=True)
class StreamCaller:
    """A caller in a running loop that reads a stream of events.

    ``protocol`` names the stream in the record, ``parents_known`` tells whether its events carry
    the ids of their run's ancestors. ``fold`` makes runs of what the stream yields, ``output``
    finds what its root put out. ``plain`` is the same call by a caller who streams nothing.
    """

    protocol: str
    parents_known: bool
    stream: Callable[[Runnable[Any, Any], object, RunnableConfig], AsyncIterator[Any]]
    fold: Callable[[Iterable[Any]], dict[str, Sighting]] = sightings
    output: Callable[[Iterable[Any]], object] = root_output
    plain: Callable[[Runnable[Any, Any], object, RunnableConfig], Coroutine[Any, Any, object]] = (
        _await_answer
    )


@dataclass(frozen=True)
class DirectCaller:
    """A caller without a loop that waits for the return value; only its handler sees runs."""

    plain: Callable[[Runnable[Any, Any], object, RunnableConfig], object]


events_v2 = StreamCaller(
    protocol="events-v2",
    parents_known=True,
    stream=lambda root, value, config: root.astream_events(value, config=config, version="v2"),
)
events_v2_by_tag = StreamCaller(
    protocol="events-v2",
    parents_known=True,
    stream=lambda root, value, config: root.astream_events(
        value, config=config, version="v2", include_tags=[TAG]
    ),
)
events_v2_configurable = StreamCaller(
    protocol="events-v2",
    parents_known=True,
    stream=lambda root, value, config: root.astream_events(
        value, config={**config, "configurable": CONFIGURABLE}, version="v2"
    ),
    plain=lambda root, value, config: root.ainvoke(value, {**config, "configurable": CONFIGURABLE}),
)
# Neither version 1 nor the log says whose child a run is.
events_v1 = StreamCaller(
    protocol="events-v1",
    parents_known=False,
    stream=lambda root, value, config: root.astream_events(value, config=config, version="v1"),
)
events_default = StreamCaller(
    protocol="events-default",
    parents_known=True,
    stream=lambda root, value, config: root.astream_events(value, config=config),
)
astream_log = StreamCaller(
    protocol="astream-log",
    parents_known=False,
    stream=lambda root, value, config: root.astream_log(value, config=config),
    fold=logged,
    output=logged_output,
)
sync_invoke = DirectCaller(plain=lambda root, value, config: root.invoke(value, config))
