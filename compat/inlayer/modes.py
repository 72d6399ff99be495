"""Two more listeners, whom langgraph alone has: ``stream_mode="messages"`` and ``"custom"``.

``messages`` yields the tokens of models with the node that they come from, ``custom`` what code
writes. Neither tells of parents: a child is seen, or it is not.
"""

from __future__ import annotations

import importlib
import typing
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from langchain_core.messages import AIMessageChunk

from compat.incell.caller import own_config
from compat.incell.drive import build_roots, make_drive
from compat.incell.failure import RAISED, describe
from compat.incell.hook import install
from compat.incell.isolation import alone
from compat.incell.runs import METADATA_KEY, TAG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compat.incell.journal import Call
    from compat.incell.registry import Case
    from compat.inlayer.declare import GraphCaller

MESSAGES, CUSTOM = "messages", "custom"
WRITE = "on_custom_write"
_NO_MODEL = "no model runs in this code"
_NO_WRITE = "this code writes nothing to its stream"
_NO_STREAM = "no graph's stream is read"
_NODE = "langgraph_node"


async def observe_modes(case: Case, caller: GraphCaller) -> dict[str, Call]:
    """Drive a case once for each of the two, and return ``messages_call`` and ``custom_call``."""
    wanted = {MESSAGES: caller.model, CUSTOM: caller.written or not caller.model}
    why = {MESSAGES: _NO_MODEL, CUSTOM: _NO_WRITE}
    return {
        f"{mode}_call": await _observe(case, caller, mode) if wanted[mode] else _absent(why[mode])
        for mode in (MESSAGES, CUSTOM)
    }


def no_modes() -> dict[str, Call]:
    """Return both of a caller who reads no graph's stream."""
    return {f"{mode}_call": _absent(_NO_STREAM) for mode in (MESSAGES, CUSTOM)}


async def _observe(case: Case, caller: GraphCaller, mode: str) -> Call:
    if mode not in _known_modes():
        return _absent(f'this langgraph has no stream_mode="{mode}"')
    items, error = await alone(_drive(case, caller, mode))
    runs = fold_messages(items) if mode == MESSAGES else fold_writes(items)
    exception = error and describe(case, error).get("exception")
    return {"exception": exception, "drives": [runs], "absent": None}


async def _drive(
    case: Case, caller: GraphCaller, mode: str
) -> tuple[list[Any], BaseException | None]:
    items: list[Any] = []
    # Nothing of ours may raise in here: it would be taken for the release's doing.
    try:
        (root,) = build_roots(case)
        install(None)
        more = {"subgraphs": True} if caller.subgraphs else {}
        stream = caller.read(root, make_drive(case).value, own_config(), stream_mode=mode, **more)
        async for item in stream:  # what came before it fails stays
            items.append(item[-1] if caller.subgraphs else item)  # noqa: PERF401
    except RAISED as error:
        return items, error
    return items, None


def fold_messages(items: Iterable[Any]) -> list[dict[str, Any]]:
    """Return a run for each message of which tokens came, as the record holds runs.

    It is named after the mode, for the mode names no model, and below the node that it tells. A
    whole message that a node returns is none: it comes when all is over.
    """
    found: dict[str, dict[str, Any]] = {}
    for number, (message, told) in enumerate(items):
        if not isinstance(message, AIMessageChunk):
            continue
        key = str(message.id or f"without an id {number}")
        run = found.setdefault(key, _run(MESSAGES, "chat_model", told, told.get(_NODE)))
        run["events"]["on_chat_model_start"] = 1
        if message.content:
            run["events"]["on_chat_model_stream"] += 1
    return _in_order(found.values())


def fold_writes(items: Iterable[Any]) -> list[dict[str, Any]]:
    """Return a run that has what was written, nothing if nothing was."""
    written = sum(1 for _ in items)
    return [{**_run(CUSTOM, "unknown", {}), "events": {WRITE: written}}] if written else []


def _run(
    name: str, kind: str, told: typing.Mapping[str, Any], node: str | None = None
) -> dict[str, Any]:
    tags = sorted(set(told.get("tags") or ()))
    return {
        "name": name,
        "kind": kind,
        "parent": None,
        "parents": [node] if node else [],
        "events": Counter(),
        "tags": tags,
        "metadata_keys": sorted(told),
        "caller_tags": TAG in tags,
        "caller_metadata": METADATA_KEY in told,
    }


def _in_order(runs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    whole = ({**run, "events": dict(run["events"])} for run in runs)
    return sorted(whole, key=lambda run: (run["parents"], repr(sorted(run["events"].items()))))


def _absent(why: str) -> Call:
    return {"exception": None, "drives": [], "absent": why}


def _known_modes() -> tuple[str, ...]:
    """Return the modes that this langgraph's type names; its place has moved twice."""
    for module in ("langgraph.types", "langgraph.pregel.types", "langgraph.pregel"):
        with suppress(ImportError, AttributeError):
            return typing.get_args(importlib.import_module(module).StreamMode)
    return ()
