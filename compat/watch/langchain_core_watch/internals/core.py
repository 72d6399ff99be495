"""The wrappers on langchain-core: what its managers are made of, and which runs begin and end."""

from __future__ import annotations

import asyncio
import functools
import inspect
import sys
from types import CoroutineType
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from types import FrameType

    from ..watcher import Watcher
    from .patches import Patches

STARTS = {
    "on_llm_start": "llm",
    "on_chat_model_start": "chat_model",
    "on_chain_start": "chain",
    "on_tool_start": "tool",
    "on_retriever_start": "retriever",
    "on_custom_event": "custom_event",
}
_CALLS = frozenset({
    "invoke", "ainvoke", "stream", "astream", "transform", "atransform", "get_config_list",
    "_call_with_config", "_acall_with_config", "_transform_stream_with_config",
    "_atransform_stream_with_config", "_prep_run_args", "_astream_log_implementation",
    "_astream_events_implementation_v1", "_astream_events_implementation_v2",
    "_achat_model_stream_v3", "_chat_model_stream_v3",
})  # fmt: skip
"""Who makes a config for a call; others merge what ``with_config`` keeps for later calls."""

_ENDS = ("on_{}_end", "on_{}_error")
_KINDS = {"LLM": "llm", "Chain": "chain", "Tool": "tool", "Retriever": "retriever"}


def wrap_managers(patches: Patches, watcher: Watcher, manager: Any) -> None:
    """Let the managers of a module tell of starts, ends, and what they were made of."""
    for cls in (manager.CallbackManager, manager.AsyncCallbackManager):
        for name, kind in STARTS.items():
            if name in cls.__dict__:
                patches.put(cls, name, _make_start(cls.__dict__[name], kind, watcher))
        original = cls.__dict__["configure"].__func__
        patches.put(cls, "configure", classmethod(_make_configure(original, watcher)))
    for prefix in ("", "Async"):
        for word, kind in _KINDS.items():
            cls = getattr(manager, f"{prefix}CallbackManagerFor{word}Run")
            for name in (template.format(kind) for template in _ENDS):
                if name in cls.__dict__:
                    patches.put(cls, name, _make_end(cls.__dict__[name], watcher))


def wrap_events(patches: Patches, watcher: Watcher, manager: Any) -> None:
    """Let custom events tell that they raise: without a parent no manager hears of them."""
    for name in ("dispatch_custom_event", "adispatch_custom_event"):
        original = getattr(manager, name, None)  # since 0.2.15
        if original is not None:
            patches.put_everywhere(name, original, _make_dispatch(original, watcher))


def wrap_configs(patches: Patches, watcher: Watcher, module: Any) -> None:
    """Let a module tell which configs it is given, and what it makes of them."""
    context = watcher.passing.context = module.var_child_runnable_config
    ensure, merge = module.ensure_config, module.merge_configs

    @functools.wraps(ensure)
    def ensure_config(*given: Any, **named: Any) -> Any:
        made = ensure(*given, **named)
        every = (*given, *named.values()) if named else given
        watcher.configured(sys._getframe(1), every, made, context)
        return made

    @functools.wraps(merge)
    def merge_configs(*given: Any) -> Any:
        made = merge(*given)
        watcher.merged(given, made)
        return made

    patches.put_everywhere("ensure_config", ensure, ensure_config)
    patches.put_everywhere("merge_configs", merge, merge_configs)


def begins_call(frame: FrameType) -> bool:
    """Tell whether a config is made in a frame for a call, and not to be kept in a runnable."""
    if frame.f_code.co_name == "<listcomp>" and frame.f_back is not None:
        frame = frame.f_back
    return frame.f_code.co_name in _CALLS


def adds_handler(frame: FrameType) -> bool:
    """Tell whether a config is made in a frame that puts a handler of its own into it."""
    return frame.f_code.co_name.startswith(("_astream_log_", "_astream_events_"))


def name_run(kind: str, serialized: Any, given: dict[str, Any]) -> str:
    """Return the name of a run, as tracers find it."""
    if given.get("name"):
        return str(given["name"])
    if isinstance(serialized, dict):
        if serialized.get("name"):
            return str(serialized["name"])
        place = serialized.get("id")
        if isinstance(place, list) and place:
            return str(place[-1])
    return kind


def _make_dispatch(original: Callable[..., Any], watcher: Watcher) -> Callable[..., Any]:
    async def wait(coroutine: Any, frame: Any, name: str) -> Any:
        try:
            return await coroutine
        except RuntimeError:
            watcher.refused(frame, name, awaited=True)
            raise

    @functools.wraps(original)
    def dispatch(name: str, *args: Any, **kwargs: Any) -> Any:
        frame = sys._getframe(1)
        try:
            made = original(name, *args, **kwargs)
        except RuntimeError:
            watcher.refused(frame, name, awaited=False)
            raise
        return wait(made, frame, name) if inspect.iscoroutine(made) else made

    return _as_kind(original, dispatch)


def _make_start(original: Callable[..., Any], kind: str, watcher: Watcher) -> Callable[..., Any]:
    takes_name = list(inspect.signature(original).parameters)[1]

    async def wait(coroutine: Any, frame: Any, manager: Any, name: str) -> Any:
        made = await coroutine
        watcher.started(frame, kind, name, manager, made)
        return made

    @functools.wraps(original)
    def start(self: Any, *args: Any, **kwargs: Any) -> Any:
        frame = sys._getframe(1)
        first = args[0] if args else kwargs.get(takes_name)
        if kind == "custom_event":
            watcher.dispatched(frame, str(first), self)
            return original(self, *args, **kwargs)
        name = name_run(kind, first, kwargs)
        made = original(self, *args, **kwargs)
        if type(made) is CoroutineType:
            return wait(made, frame, self, name)
        watcher.started(frame, kind, name, self, made)
        return made

    return _as_kind(original, start)


def _make_end(original: Callable[..., Any], watcher: Watcher) -> Callable[..., Any]:
    @functools.wraps(original)
    def end(self: Any, *args: Any, **kwargs: Any) -> Any:
        watcher.ended(self)
        return original(self, *args, **kwargs)

    return _as_kind(original, end)


def _as_kind(original: Any, made: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function that gives a coroutine be known as one, if what it wraps is: mocks look."""
    if inspect.iscoroutinefunction(original):
        if sys.version_info >= (3, 12):
            inspect.markcoroutinefunction(made)
        else:
            vars(made)["_is_coroutine"] = vars(asyncio.coroutines)["_is_coroutine"]
    return made


_TAGS, _METADATA = 3, 5
"""Where they stand among the parameters of ``configure``, after the class."""


def _make_configure(original: Callable[..., Any], watcher: Watcher) -> Callable[..., Any]:
    @functools.wraps(original)
    def configure(cls: Any, *args: Any, **kwargs: Any) -> Any:
        made = original(cls, *args, **kwargs)
        given, known = len(args), kwargs.get
        watcher.callbacks_taken(
            args[0] if given else known("inheritable_callbacks"),
            args[_TAGS] if given > _TAGS else known("inheritable_tags"),
            args[_METADATA] if given > _METADATA else known("inheritable_metadata"),
            made,
        )
        return made

    return configure


def name_class(frame: FrameType | None) -> str:
    """Return the framework's class whose method a frame is in: of a subclass, the nearest base."""
    own = frame.f_locals.get("self") if frame is not None else None
    for cls in type(own).__mro__:
        if cls.__module__.partition(".")[0] in ("langchain_core", "langgraph", "langchain"):
            return cls.__name__.partition("[")[0]  # of a generic class, its origin
    return ""
