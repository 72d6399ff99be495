"""A small value that a JSON schema allows."""

from __future__ import annotations

import copy
import math
from contextlib import suppress
from functools import reduce
from typing import Any, Callable

TEXT = "text"
_FORMATS = {
    "date": "2024-01-01",
    "date-time": "2024-01-01T00:00:00Z",
    "time": "00:00:00Z",
    "duration": "PT1S",
    "email": "text@example.com",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_DEEPEST = 60


def fill(schema: Any, turn: int = 0) -> Any:
    """Return a value that a schema allows: required parts only, and of each the plainest.

    ``turn`` counts how often it was asked for: what can be one of several is the next one then, so
    that a graph which asks again and again where to go on sees all ways, and the one that ends it.
    Patterns are not read. A schema that says nothing gets a text.
    """
    try:
        return _Filler(schema, turn).fill(schema)
    except _EndlessError:
        return None


class _EndlessError(Exception):
    """A value would have to hold another of its own kind, and that one another."""


class _Filler:
    """Fills the parts of one schema."""

    def __init__(self, root: Any, turn: int) -> None:
        self._root = root
        self._turn = turn
        self._open: list[str] = []
        self._depth = 0
        self._makers: dict[str, Callable[[dict[str, Any]], Any]] = {
            "object": self._make_object,
            "array": self._make_array,
            "string": _make_string,
            "integer": lambda each: int(_make_number(each, 1)),
            "number": lambda each: float(_make_number(each, 0)),
            "boolean": lambda _: self._turn % 2 == 0,
            "null": lambda _: None,
        }

    def fill(self, schema: Any) -> Any:
        if not isinstance(schema, dict):
            return TEXT
        if self._depth > _DEEPEST:
            raise _EndlessError
        self._depth += 1
        try:
            return self._fill(schema)
        finally:
            self._depth -= 1

    def _fill(self, schema: dict[str, Any]) -> Any:
        for ready in ("default", "const"):
            if ready in schema:
                return copy.deepcopy(schema[ready])
        if schema.get("enum"):
            values = [each for each in schema["enum"] if each is not None] or [None]
            return copy.deepcopy(values[self._turn % len(values)])
        if "$ref" in schema:
            return self._follow(schema)
        if schema.get("allOf"):
            return self.fill(self._join([_without(schema, "allOf"), *schema["allOf"]]))
        for several in ("anyOf", "oneOf"):
            if schema.get(several):
                return self._choose(_without(schema, several), schema[several])
        make: Callable[[dict[str, Any]], Any] = self._makers.get(_name_type(schema), _make_string)
        return make(schema)

    def _follow(self, schema: dict[str, Any]) -> Any:
        reference = schema["$ref"]
        if reference in self._open:
            raise _EndlessError
        self._open.append(reference)
        try:
            return self.fill({**self._find(reference), **_without(schema, "$ref")})
        finally:
            self._open.remove(reference)

    def _find(self, reference: str) -> dict[str, Any]:
        """Return what a reference into the schema leads to; what leads nowhere says nothing."""
        found = self._root
        for part in reference.lstrip("#/").split("/"):
            name = part.replace("~1", "/").replace("~0", "~")
            found = found.get(name, {}) if isinstance(found, dict) else {}
        return found if isinstance(found, dict) else {}

    def _join(self, parts: list[Any]) -> dict[str, Any]:
        """Return one schema that asks for what all of some ask for."""
        said = [each for each in parts if isinstance(each, dict) and each]
        if len(said) > 1:
            said = [
                {**self._find(each["$ref"]), **_without(each, "$ref")} if "$ref" in each else each
                for each in said
            ]
        return reduce(_join_two, said, {})

    def _choose(self, rest: dict[str, Any], options: list[Any]) -> Any:
        """Fill the first option that can be filled; null is the last one."""
        for option in sorted(options, key=lambda each: each == {"type": "null"}):
            with suppress(_EndlessError):
                return self.fill(self._join([rest, option]))
        raise _EndlessError

    def _make_object(self, schema: dict[str, Any]) -> dict[str, Any]:
        known = schema.get("properties") or {}
        made = {name: self.fill(known.get(name)) for name in schema.get("required") or ()}
        others = (name for name in known if name not in made)
        while len(made) < schema.get("minProperties", 0):
            name = next(others, f"key{len(made)}")
            made[name] = self.fill(known.get(name, schema.get("additionalProperties")))
        return made

    def _make_array(self, schema: dict[str, Any]) -> list[Any]:
        least = schema.get("minItems", 0)
        first = schema.get("prefixItems") or []
        if isinstance(schema.get("items"), list):  # as it was written before 2020
            first = schema["items"]
        wanted = min(max(least, len(first), 1), schema.get("maxItems", math.inf))
        kinds = [*first, *[schema.get("items")] * int(wanted)][: int(wanted)]
        try:
            return [self.fill(each) for each in kinds]
        except _EndlessError:
            if least:
                raise
            return []


def _name_type(schema: dict[str, Any]) -> str:
    named = schema.get("type")
    if isinstance(named, list):
        named = next((each for each in named if each != "null"), "null")
    if named is None:
        named = "object" if "properties" in schema else "array" if "items" in schema else ""
    return str(named).lower()


def _make_string(schema: dict[str, Any]) -> str:
    text = _FORMATS.get(schema.get("format", ""), TEXT)
    least = schema.get("minLength", 0)
    if len(text) < least:
        text = (text * least)[:least]
    most: int | None = schema.get("maxLength")
    return text[:most]


def _make_number(schema: dict[str, Any], step: int) -> float:
    """Return 1, or else what is nearest to it between the bounds; ``step`` is 1 for integers."""
    low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if isinstance(above, (int, float)) and above >= low:
        low = math.floor(above) + 1 if step else math.nextafter(above, math.inf)
    if isinstance(below, (int, float)) and below <= high:
        high = math.ceil(below) - 1 if step else math.nextafter(below, -math.inf)
    unit = schema.get("multipleOf") or step
    value: float = max(low, min(1, high))
    if unit:
        value = math.ceil(value / unit) * unit
        value = value if value <= high else math.floor(high / unit) * unit
    return value


def _join_two(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    joined = {**one, **other}
    if "properties" in one and "properties" in other:
        joined["properties"] = {**one["properties"], **other["properties"]}
    if "required" in one and "required" in other:
        joined["required"] = [*one["required"], *other["required"]]
    return joined


def _without(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != name}
