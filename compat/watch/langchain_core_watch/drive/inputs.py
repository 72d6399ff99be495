"""Makes an input for a target when a person gives none, and what else it is to be called with."""

from __future__ import annotations

import re
import typing
import warnings
from contextlib import suppress
from typing import Any

from .asked import find_schema
from .fill import fill

HELLO = "hello"
_MESSAGE = re.compile(r"/\w*Message(Chunk)?'")
"""A reference to a message's class, in a schema as text."""
_SAYING = {"type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref"}


def make_input(target: Any) -> Any:
    """Return what a target can be called with."""
    from langchain_core.tools import BaseTool

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of schemas that say less than their types
        if isinstance(target, BaseTool):
            return _make_arguments(target)
        try:
            return _make(find_schema(target.get_input_schema()))
        except Exception:  # noqa: BLE001 - a type that is no JSON, or one that is not known yet
            return _make_of_types(target)


def make_config(target: Any, thread: str) -> dict[str, Any]:
    """Return a config: a thread of its own, and a text for each name that has to be configured."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        specs = [] if is_graph(target) else target.config_specs
    wanted = {each.id: "check" for each in specs if each.default is None and each.annotation is str}
    return {"configurable": {**wanted, "thread_id": thread}, "recursion_limit": 50}


def make_context(target: Any) -> dict[str, Any]:
    """Return the ``context`` that a graph runs with as a named argument, if it has one."""
    if getattr(target, "context_schema", None) is None:
        return {}
    try:
        return {"context": fill(target.get_context_jsonschema())}
    except Exception:  # noqa: BLE001 - a type that is no JSON
        return {}


def is_graph(target: Any) -> bool:
    """Tell whether a target is a compiled graph of LangGraph."""
    return any(each.__name__ == "Pregel" for each in type(target).__mro__)


def _make_arguments(tool: Any) -> Any:
    if tool.args.keys() == {"tool_input"}:
        return HELLO
    schema = find_schema(tool.args_schema) or find_schema(tool.get_input_schema())
    return fill(schema)


def _make(schema: dict[str, Any]) -> Any:
    """Return an input that a schema allows."""
    root = {**_find_root(schema), "$defs": schema.get("$defs", schema.get("definitions", {}))}
    options = [root, *root.get("anyOf", ())]
    if any(each.get("type") == "string" for each in options) or not root.keys() & _SAYING:
        return HELLO
    if _is_messages(root):
        return _make_messages()
    known = root.get("properties")
    if not known:
        return fill(schema)
    return _make_parts(schema, known, _list_wanted(known, root.get("required", [])))


def _make_parts(schema: dict[str, Any], known: Any, wanted: list[str]) -> dict[str, Any]:
    definitions = {each: schema[each] for each in ("$defs", "definitions") if each in schema}
    return {
        name: _make_messages()
        if name == "messages" or _is_messages(known[name])
        else fill({**known[name], **definitions})
        for name in wanted
    }


def _list_wanted(known: dict[str, Any], required: list[str]) -> list[str]:
    """Return the parts that an input needs; all, where a schema says of none that it does."""
    if "messages" in known:
        return list(dict.fromkeys(["messages", *required]))
    return required or [name for name in known if "default" not in known[name]] or list(known)


def _make_of_types(target: Any) -> Any:
    """Return an input for a graph of whose state not all is JSON: the parts that are."""
    from pydantic import TypeAdapter

    builder = getattr(target, "builder", None)
    names = ("input_schema", "input", "schema", "state_schema")
    state = next((each for each in (getattr(builder, name, None) for name in names) if each), None)
    known: dict[str, Any] = {}
    for name, hint in (typing.get_type_hints(state) if state is not None else {}).items():
        with suppress(Exception):  # not this one
            known[name] = TypeAdapter(hint).json_schema()
    if not known:
        return HELLO
    return {name: _make_parts(known[name], known, [name])[name] for name in known}


def _find_root(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema, or what it is no more than a reference to."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    place, _, name = reference.rpartition("/")
    found: dict[str, Any] = schema[place.strip("#/")][name]
    return found


def _is_messages(schema: dict[str, Any]) -> bool:
    options = [schema, *schema.get("anyOf", ())]
    return any(_MESSAGE.search(str(each.get("items"))) for each in options)


def _make_messages() -> list[Any]:
    from langchain_core.messages import HumanMessage

    return [HumanMessage(HELLO)]
