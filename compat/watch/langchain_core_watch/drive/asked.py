"""What a call asks of a model: tools that it may call, one that it must call, a structure.

Each provider writes that in its own way; all are read here into one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_SCHEMAS = (
    "parameters", "input_schema", "inputSchema", "parameters_json_schema", "args_schema", "schema",
)  # fmt: skip
"""Where the schema of a tool's arguments is."""
_GROUPS = ("function_declarations", "functionDeclarations")
_INNER = ("function", "toolSpec", "tool")
_ANY = {"any", "required", "ANY"}
_FREE = {"auto", "AUTO", "validated", "VALIDATED"}
_NONE = {"none", "NONE"}
_STRUCTURES = (
    "response_format", "output_config", "output_format", "text", "text_format", "format",
    "response_json_schema", "response_schema", "guided_json", "response_mime_type",
)  # fmt: skip
"""What holds a structure that an answer is to have, or says that it is to be JSON."""
_FIELDS = ("format", "response_format", "response_mime_type", "response_schema")
"""Those of them that a model may have itself, for all of its calls."""
_IN_PROMPT = re.compile(r"output schema:\s*```(?:json)?\s*(\{.*?\})\s*```", re.DOTALL)
"""The schema in the instructions that langchain-core's parsers write into a prompt."""


@dataclass(frozen=True)
class Offer:
    """A tool that a model may call."""

    name: str
    schema: Any


@dataclass(frozen=True)
class Structure:
    """The shape that an answer's text is to have; ``cls`` is its class, where that was given."""

    schema: Any
    cls: Any = None


@dataclass(frozen=True)
class Asked:
    """What a call asks for.

    ``must`` are the tools that it is forced to call; ``one_by_one``: at most one in an answer.
    """

    may: tuple[Offer, ...] = ()
    must: tuple[Offer, ...] = ()
    one_by_one: bool = False
    structure: Structure | None = None
    called: frozenset[str] = frozenset()

    @property
    def calls(self) -> tuple[Offer, ...]:
        """The tools to call: the forced one, or those that the conversation has no call of yet."""
        left = self.must or tuple(each for each in self.may if each.name not in self.called)
        return left[:1] if self.one_by_one else left


def read_asked(model: Any, messages: Any, kwargs: dict[str, Any], promised: Any) -> Asked:
    """Return what a call asks for.

    ``promised`` is the format that ``with_structured_output`` tells tracers of, None if that is
    not known.
    """
    given = {**(getattr(model, "model_kwargs", None) or {}), **kwargs}
    may = tuple(_read_offers(given.get("tools")))
    structure = _read_structure(model, messages, given, promised)
    choice = _read_choice(given)
    if choice in _NONE:
        may = ()
    must = tuple(each for each in may if each.name == choice)
    if len(may) == 1 and (choice in _ANY or (promised and structure is None)):
        must = may
    one_by_one = given.get("parallel_tool_calls") is False
    return Asked(may, must, one_by_one, structure, _list_called(messages))


def find_schema(thing: Any) -> Any:
    """Return the JSON schema of a class, or of a dict that is one or holds one; None if neither."""
    for method in ("model_json_schema", "schema"):
        if isinstance(thing, type) and hasattr(thing, method):
            return getattr(thing, method)()
    if not isinstance(thing, dict):
        return None
    for name in ("json_schema", "json", "format", *_INNER, *_SCHEMAS):
        inner = thing.get(name)
        if isinstance(inner, dict):
            return find_schema(inner)
    is_schema = thing.keys() & {"properties", "$ref", "anyOf", "allOf", "oneOf", "enum", "items"}
    return thing if is_schema or thing.get("type") == "object" else None


def _read_offers(tools: Any) -> list[Offer]:
    found: list[Offer] = []
    for tool in tools if isinstance(tools, (list, tuple)) else ():
        plain = _make_plain(tool)
        groups = [plain[each] for each in _GROUPS if plain.get(each)]
        offers = _read_offers(groups[0]) if groups else [_read_offer(plain)]
        found += [each for each in offers if each is not None]
    return found


def _read_offer(tool: dict[str, Any]) -> Offer | None:
    """Return a tool as it is offered; None for one that the provider would run itself."""
    for name in _INNER:
        if isinstance(tool.get(name), dict):
            return _read_offer(tool[name])
    schema = next((tool[each] for each in _SCHEMAS if tool.get(each)), None)
    plain = schema is not None or tool.get("type") in (None, "function", "custom")
    if not isinstance(tool.get("name"), str) or not plain:
        return None
    return Offer(tool["name"], find_schema(schema) or {"type": "object"})


def _make_plain(tool: Any) -> dict[str, Any]:
    """Return a tool as a dict: models of a person's own are offered tools and functions."""
    if isinstance(tool, dict):
        return tool
    from langchain_core.utils.function_calling import convert_to_openai_tool

    try:
        if type(tool).__name__ == "Tool" and hasattr(tool, "model_dump"):
            return dict(tool.model_dump(exclude_none=True))
        return dict(convert_to_openai_tool(tool))
    except (AttributeError, TypeError, ValueError):
        return {}


def _read_choice(given: dict[str, Any]) -> str | None:
    """Return the name of the tool that has to be called, a word of ``_ANY`` or ``_NONE``."""
    choice = given.get("tool_choice") or given.get("tool_config")
    if choice is True:
        return "any"
    while isinstance(choice, dict):
        inner = next((choice[each] for each in _INNER if isinstance(choice.get(each), dict)), None)
        calling = choice.get("function_calling_config") or choice.get("functionCallingConfig")
        names = choice.get("allowed_function_names")
        if isinstance(names, list) and len(names) == 1:
            return str(names[0])
        choice = (
            inner
            or calling
            or choice.get("name")
            or choice.get("mode")
            or choice.get("type")
            or next(iter(choice), None)
        )
    return choice if isinstance(choice, str) and choice not in _FREE else None


def _read_structure(
    model: Any, messages: Any, given: dict[str, Any], promised: Any
) -> Structure | None:
    """Return an answer's structure; what was promised says more than what a provider is sent."""
    fields = {name: getattr(model, name, None) for name in _FIELDS}
    wanted = [given.get(name) or fields.get(name) for name in _STRUCTURES]
    found = [(each, find_schema(each)) for each in wanted if each]
    whole = find_schema((promised or {}).get("schema"))
    for each, schema in found:
        if schema is not None:
            return Structure(whole or schema, each if isinstance(each, type) else None)
    in_prompt = _read_prompt(messages)
    if any(_says_json(each) for each, _ in found):
        return Structure(whole or in_prompt or {"type": "object"})
    return None if in_prompt is None else Structure(in_prompt)


def _says_json(wanted: Any) -> bool:
    kind = wanted.get("type") if isinstance(wanted, dict) else wanted
    return isinstance(kind, str) and "json" in kind


def _read_prompt(messages: Any) -> Any:
    """Return the schema that a prompt's format instructions have, None if there are none."""
    for each in messages:
        found = _IN_PROMPT.search(str(getattr(each, "content", each)))
        if found is not None:
            try:
                return json.loads(found.group(1))
            except ValueError:
                return None
    return None


def _list_called(messages: Any) -> frozenset[str]:
    calls = [call for each in messages for call in getattr(each, "tool_calls", None) or ()]
    return frozenset(str(call["name"]) for call in calls)
