"""What is asked for, typed again: the program takes it for the same, whatever was asked."""

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compat.cli.argv import matrix_command, to_argv, typed_command
from compat.cli.parse import app
from compat.cli.selection import request
from compat.errors import UsageError
from compat.options import Options, Resolution
from compat.plan.request import Request

COMMANDS: Mapping[str, dict[str, Any]] = {
    "matrix": {"jobs": 99, "output": Path("a b"), "as_json": True},
    "plan": {},
    "run": {"shard": "3/8", "plan": Path("plan.json"), "quiet": True},
    "hosts": {"jobs": 99},
}
WORD = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=9)
KINDS: Mapping[type, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(min_value=1, max_value=999),
    tuple: st.lists(WORD, max_size=3).map(tuple),
}
REQUIREMENTS = st.lists(st.sampled_from(["certifi", "httpx>=1,<2"]), max_size=2).map(tuple)
MOMENTS = [None, "now", "release", "2026-11-22", "2026-11-22T10:00:00+01:00"]


def values(usual: Options | Request, **special: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Every value of a model: of a field by its kind, unless it is ``special``."""
    known = {field.name: type(getattr(usual, field.name)) for field in fields(usual)}
    kinds = {name: KINDS[kind] for name, kind in known.items() if name not in special}
    return st.builds(type(usual), **kinds, **special)


ASKED = values(
    Request(),
    cells=st.lists(WORD.filter(lambda word: not word.startswith("-")), max_size=3).map(tuple),
    as_of=st.sampled_from(MOMENTS),
    layer=st.sampled_from([None, "langgraph"]),
    how=values(
        Options(),
        overrides=REQUIREMENTS,
        extras=REQUIREMENTS,
        resolution=st.sampled_from(get_args(Resolution)),
    ),
)


def parsed(command: str, words: list[str]) -> dict[str, Any]:
    """What a command would be given."""
    _, bound, _ = app.parse_args([command, *words], exit_on_error=False, print_error=False)
    bound.apply_defaults()
    return bound.arguments


@pytest.mark.parametrize("command", COMMANDS)
@settings(max_examples=15)
@given(asked=ASKED)
def test_it_is_taken_for_what_was_asked(command: str, asked: Request) -> None:
    beside = COMMANDS[command]
    found = parsed(command, to_argv(command, cells=asked.cells, selection=asked, **beside))
    assert replace(found["selection"], cells=found["cells"]) == asked
    assert {name: found[name] for name in beside} == beside


def other(value: object) -> object:
    """Return another value for an option that has this one by default."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return "lowest"
        case tuple():
            return ("gather",)
        case _:
            return "now"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("model", [Request(), Options()])
def test_no_option_is_left_out(command: str, model: Request | Options) -> None:
    for name in {field.name for field in fields(model)} - {"how"}:
        changed: Any = replace(model, **{name: other(getattr(model, name))})  # type: ignore[arg-type]
        asked = changed if isinstance(changed, Request) else Request(how=changed)
        assert to_argv(command, cells=asked.cells, selection=asked), f"{name} has no place"


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("", "nox -s matrix"),
        ("--releases all", "nox -s matrix -- --releases all"),
        ("--resolution=lowest", "nox -s matrix -- --resolution lowest"),
        ("--as-of release", "nox -s matrix -- --as-of release"),
        ("--repeat=2 --time-limit 120", "nox -s matrix -- --repeat 2"),
        ("--allow-builds --no-download", "nox -s matrix -- --allow-builds --no-download"),
        ("--only gather --only gather", "nox -s matrix -- --only gather"),
        ("--releases >=1 --pythons 3.9 a*", "nox -s matrix -- 'a*' --pythons 3.9 --releases '>=1'"),
        ("--pythons=--fresh --pythons=3.9", "nox -s matrix -- --pythons=--fresh --pythons=3.9"),
    ],
)
@pytest.mark.parametrize("more", ["", " --shards 8 --output x --json --format gitlab"])
def test_what_is_to_be_measured_is_typed_in_one_way_and_without_shards(
    words: str, typed: str, more: str
) -> None:
    cells = ["a*"] if "a*" in words else []
    found = parsed("plan", [*cells, *words.removesuffix(" a*").split(), *more.split()])
    assert matrix_command(request(found["selection"], found["cells"])) == typed


def test_of_the_parameters_of_a_command_those_are_typed_that_are_given() -> None:
    assert typed_command("run", shard="3/8", fresh=False) == "nox -s run -- --shard 3/8"
    typed = typed_command("upgrade", source="py3.9-core0.3.0", target="py3.10-core1.0.0")
    assert typed == "nox -s upgrade -- --from py3.9-core0.3.0 --to py3.10-core1.0.0"


def test_only_what_the_suite_has_is_asked_for_and_once() -> None:
    asked = request(Request(how=Options(scenarios=("gather", "gather"))), ("a",))
    assert (asked.options.scenarios, asked.cells) == (("gather",), ("a",))
    with pytest.raises(UsageError, match="unknown pattern 'gathr'"):
        request(Request(how=Options(scenarios=("gathr",))), ())
