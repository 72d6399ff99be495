"""What can change a result, and the keys that go by it: each input is varied, no key is missed."""

from dataclasses import fields, replace

import pytest

from compat.environments.inputs import PROJECTIONS, Cache, Inputs, make_key
from compat.options import Options
from tests.build import RUN

LAYER, PYTHON, RESOLUTION = Cache.LAYER, Cache.PYTHON, Cache.RESOLUTION
BYTECODE, RESULT = Cache.BYTECODE, Cache.RESULT

KNOWN = replace(
    RUN,
    cell="py3.12-core0.3.0",
    interpreter="/bin/python3.12",
    build="3.12.1 (main)",
    core="langchain-core==0.3.0",
    requirements=("pytest",),
    overridable=("certifi",),
    lowest=False,
    own_as_of="",
    release=("pydantic",),
    pins=("pydantic==2 --hash=sha256:a",),
    overrides=(),
)
CHANGES: dict[str, set[Cache]] = {
    "suite": {RESULT},
    "engine": {RESULT, BYTECODE},
    "variables": {RESULT},
    "platform": {RESULT},
    "containment": {LAYER, RESULT},
    "options": {RESULT},
    "uv": {RESOLUTION, PYTHON},
    "index": {RESOLUTION},
    "as_of": {RESOLUTION},
    "wheels_only": {RESOLUTION},
    "cell": {RESULT},
    "interpreter": {PYTHON},
    "build": {RESOLUTION, LAYER, PYTHON, BYTECODE, RESULT},
    "core": {RESULT},
    "requirements": {RESOLUTION},
    "overridable": {RESOLUTION},
    "lowest": {RESOLUTION},
    "own_as_of": {RESOLUTION},
    "release": {RESOLUTION},
    "pins": {LAYER, RESULT},
    "overrides": {RESULT},
}


def other(value: object) -> object:
    """Return another value of the same kind."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"{value}-other"
        case Options():
            return replace(value, repeat=2)
        case _:
            return ("other",)


def test_every_input_is_varied() -> None:
    assert set(CHANGES) == {field.name for field in fields(Inputs)}


@pytest.mark.parametrize("name", CHANGES)
def test_an_input_changes_the_keys_that_it_should_and_no_other(name: str) -> None:
    changed = replace(KNOWN, **{name: other(getattr(KNOWN, name))})  # type: ignore[arg-type]
    assert {
        cache for cache in Cache if make_key(cache, changed) != make_key(cache, KNOWN)
    } == CHANGES[name]


@pytest.mark.parametrize("name", [field.name for field in fields(Options)])
def test_a_result_goes_by_every_option_but_those_that_are_known_not_to_count(name: str) -> None:
    usual = Options()
    options = replace(usual, **{name: other(getattr(usual, name))})  # type: ignore[arg-type]
    same = make_key(RESULT, replace(KNOWN, options=options)) == make_key(RESULT, KNOWN)
    assert same is (name in {"overrides", "builds", "time_limit", "resolution"})


def test_it_does_not_matter_in_which_order_scenarios_are_named() -> None:
    one, two = (Options(scenarios=names) for names in (("a", "b"), ("b", "a")))
    assert make_key(RESULT, replace(KNOWN, options=one)) == make_key(
        RESULT, replace(KNOWN, options=two)
    )


@pytest.mark.parametrize("cache", Cache)
def test_no_key_is_made_of_what_is_not_known(cache: Cache) -> None:
    unknown = replace(KNOWN, **{PROJECTIONS[cache][-1]: None})
    with pytest.raises(ValueError, match=f"the key of a {cache} needs {PROJECTIONS[cache][-1]}"):
        make_key(cache, unknown)


def test_all_that_is_not_known_is_named() -> None:
    with pytest.raises(ValueError, match=r"^the key of a bytecode needs engine, build$"):
        make_key(BYTECODE, Inputs())


@pytest.mark.parametrize("cache", Cache)
def test_a_key_is_24_digits(cache: Cache) -> None:
    assert len(make_key(cache, KNOWN)) == 24


def test_what_is_divided_otherwise_is_another() -> None:
    one, two = (replace(KNOWN, pins=pins) for pins in (("a b",), ("a", "b")))
    assert make_key(LAYER, one) != make_key(LAYER, two)
