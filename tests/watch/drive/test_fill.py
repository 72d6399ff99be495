"""The smallest value that a schema allows."""

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core_watch.drive.fill import fill

TREE = {
    "$defs": {
        "Node": {
            "type": "object",
            "properties": {
                "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
                "next": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]},
            },
            "required": ["children", "next"],
        }
    },
    "$ref": "#/$defs/Node",
}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({}, "text"),
        (True, "text"),
        ({"type": "string"}, "text"),
        ({"type": "string", "minLength": 6}, "textte"),
        ({"type": "string", "maxLength": 2}, "te"),
        ({"type": "string", "format": "date"}, "2024-01-01"),
        ({"type": "STRING"}, "text"),
        ({"type": "integer"}, 1),
        ({"type": "integer", "minimum": 3}, 3),
        ({"type": "integer", "exclusiveMaximum": 0}, -1),
        ({"type": "integer", "multipleOf": 5}, 5),
        ({"type": "number", "maximum": 0.5}, 0.5),
        ({"type": "boolean"}, True),
        ({"type": "null"}, None),
        ({"type": ["null", "integer"]}, 1),
        ({"enum": ["b", "a"]}, "b"),
        ({"const": 7}, 7),
        ({"type": "string", "default": "own"}, "own"),
        ({"type": "array", "items": {"type": "integer"}}, [1]),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 3}, [1, 1, 1]),
        ({"type": "array", "maxItems": 0}, []),
        ({"prefixItems": [{"const": 1}, {"const": "x"}], "type": "array"}, [1, "x"]),
        ({"type": "object", "properties": {"a": {}, "b": {}}, "required": ["a"]}, {"a": "text"}),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, {}),
        ({"type": "object", "additionalProperties": {"const": 2}, "minProperties": 1}, {"key0": 2}),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, 1),
        ({"oneOf": [{"const": "x"}, {"const": "y"}]}, "x"),
        ({"allOf": [{"$ref": "#/definitions/A"}], "definitions": {"A": {"enum": ["a"]}}}, "a"),
        (
            {
                "allOf": [
                    {"properties": {"a": {"const": 1}}, "required": ["a"]},
                    {"properties": {"b": {"const": 2}}, "required": ["b"]},
                ]
            },
            {"a": 1, "b": 2},
        ),
        ({"$ref": "#/$defs/none"}, "text"),
        (TREE, {"children": [], "next": None}),
    ],
)
def test_a_schema_is_filled_by_its_plainest_value(schema: Any, value: Any) -> None:
    assert fill(schema) == value


def test_what_cannot_end_is_nothing() -> None:
    endless = {"$defs": {"A": {"type": "array", "items": {"$ref": "#/$defs/A"}, "minItems": 1}}}
    assert fill({**endless, "$ref": "#/$defs/A"}) is None


def test_each_time_is_the_next_of_several() -> None:
    schema = {
        "properties": {"to": {"enum": ["a", "b", "end"]}, "more": {"type": "boolean"}},
        "required": ["to", "more"],
    }
    assert [fill(schema, turn) for turn in range(4)] == [
        {"to": "a", "more": True},
        {"to": "b", "more": False},
        {"to": "end", "more": True},
        {"to": "a", "more": False},
    ]


def ints(low: int, span: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": low, "maximum": low + span}


def texts(least: int, span: int) -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": least + span}


def objects(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties)[::2],
        "additionalProperties": False,
    }


small = st.integers(0, 9)
leaves = st.one_of(
    st.builds(ints, st.integers(-20, 20), small),
    st.builds(texts, small, small),
    st.builds(lambda low, span: {"type": "number", "exclusiveMinimum": low, "maximum": low + span},
              st.integers(-5, 5), st.integers(1, 5)),
    st.builds(lambda unit: {"type": "integer", "multipleOf": unit}, st.integers(1, 9)),
    st.builds(lambda values: {"enum": values}, st.lists(small, min_size=1, unique=True)),
    st.builds(lambda value: {"const": value}, st.one_of(st.none(), st.booleans(), st.text())),
    st.sampled_from([{}, {"type": "boolean"}, {"type": "null"}, {"$ref": "#/$defs/Node"}]),
)  # fmt: skip
schemas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(objects, st.dictionaries(st.sampled_from("abcd"), inner)),
        st.builds(
            lambda items, least: {"type": "array", "items": items, "minItems": least},
            inner,
            st.integers(0, 2),
        ),
        st.builds(lambda options: {"anyOf": options}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda one: {"allOf": [one]}, inner),
    ),
    max_leaves=8,
)


@given(schemas, small)
def test_a_value_is_what_its_schema_allows(schema: dict[str, Any], turn: int) -> None:
    whole = {**schema, "$defs": TREE["$defs"]}
    jsonschema.validate(fill(whole, turn), whole)
