"""What a ``langgraph.json`` names: graphs of a project, or one line of what is wrong with it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compat.errors import NothingSelectedError, UsageError
from compat.work.graphs import FILE, PLACEHOLDER, Target, find_targets

GRAPHS = {"agent": "./src/agent.py:graph"}


def read(folder: Path, content: object) -> tuple[Target, ...]:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    (folder / FILE).write_bytes(text)
    return find_targets(folder, (FILE,))


def test_each_graph_is_a_target_once_with_folders_and_variables(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("A=planted\n export B = planted\n# C=1\nnothing\n")
    told = {
        "graphs": {**GRAPHS, "again": {"path": "src/agent.py:graph"}, "other": "app.graph:make"},
        "dependencies": [".", "./lib", "langchain-openai", 3],
        "env": ".env",
    }
    first, *others = read(tmp_path, told)
    assert [first.name, *(each.name for each in others)] == ["src/agent.py:graph", "app.graph:make"]
    assert first.path == (".", "./lib")
    assert first.variables == {"A": PLACEHOLDER, "B": PLACEHOLDER}
    assert read(tmp_path, {"graphs": GRAPHS, "env": {"C": "c", "D": 4}})[0].variables == {"C": "c"}


def test_what_an_editor_begins_a_file_with_is_no_part_of_it(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbf" + json.dumps({"graphs": GRAPHS}).encode())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[" * 100_000, "langgraph.json is no JSON: recursion limit exceeded"),
        (b'{"graphs": {"a": "\xff:b"}}', "langgraph.json is no JSON: invalid unicode"),
        (b'{"graphs": {"a": "\\ud800:b"}}', "langgraph.json is no JSON: "),
        (b" " * 1_000_001, "larger than the allowed"),
        ({"graphs": {f"g{n}": f"m{n}:g" for n in range(10_000)}}, "names 10,000 graphs"),
        ({"graphs": {"a": "app\n:g"}}, "a graph that is no target: app :g"),
        ({"graphs": {"a": "app\x1b[31m:g"}}, "a graph that is no target: app[31m:g"),
        ({"graphs": {"a": [["x"]]}}, "a graph that is no target: [['x']]"),
        ({"graphs": {"a": {"path": None}}}, "a graph that is no target: None"),
        ({"graphs": GRAPHS, "env": {"A=B": "c"}}, "a variable that none can be: 'A=B'"),
        ({"graphs": GRAPHS, "env": {"A": "c\0"}}, "a variable that none can be: 'A'"),
        ({"graphs": GRAPHS, "env": {"A\x1b": "c"}}, "a variable that none can be: 'A'"),
        ({"graphs": GRAPHS, "env": {"A": "c" * 200_000}}, "more variables than"),
    ],
)
def test_a_hostile_file_is_one_line(tmp_path: Path, content: object, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        read(tmp_path, content)
    assert said in str(raised.value)
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("content", [[], {}, 1, {"graphs": []}, {"graphs": {}}, {"graphs": None}])
def test_a_file_without_graphs_names_none(tmp_path: Path, content: object) -> None:
    with pytest.raises(NothingSelectedError, match="names no graphs"):
        read(tmp_path, content)


@pytest.mark.skipif(os.name == "nt", reason="pipes have names elsewhere")
def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE)
    with pytest.raises(UsageError, match="is no file"):
        find_targets(tmp_path, (FILE,))
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).symlink_to(tmp_path / FILE)
    with pytest.raises(UsageError, match="symbolic links"):
        find_targets(tmp_path, (FILE,))


def test_an_odd_file_of_variables_sets_none_soon(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\n \t\xff" * 200_000)
    for place in (".env", "\0", "x" * 5000, "."):
        assert read(tmp_path, {"graphs": GRAPHS, "env": place})[0].variables == {}


def test_a_name_that_no_file_can_have_is_no_target(tmp_path: Path) -> None:
    for name in ("x" * 5000, "a:b\n", "\x1b:b", "a\0"):
        with pytest.raises(UsageError, match="is no target"):
            find_targets(tmp_path, (name,))


def attempt(folder: Path, content: object) -> tuple[tuple[Target, ...], str]:
    """Return the targets of a file, or else what is wrong with it."""
    try:
        return read(folder, content), ""
    except (UsageError, NothingSelectedError) as error:
        return (), str(error)


WORDS = st.one_of(st.text(max_size=8), st.sampled_from(["a:b", "path", ".", "./x", "\0", "\x1b:a"]))
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
GRAPHS_OF_ANYTHING = st.dictionaries(WORDS, WORDS | ANYTHING, max_size=4)
FILES = st.fixed_dictionaries(
    {"graphs": GRAPHS_OF_ANYTHING | st.just(GRAPHS)},
    optional={"env": GRAPHS_OF_ANYTHING | WORDS | ANYTHING, "dependencies": ANYTHING},
)


@given(content=st.binary(max_size=60) | FILES | ANYTHING)
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
def test_whatever_it_says_is_targets_or_one_line(tmp_path: Path, content: object) -> None:
    targets, refused = attempt(tmp_path, content)
    assert refused.isprintable()
    for each in targets:
        assert each.name.isprintable()
        assert all(map(str.isprintable, each.path))
        assert all("\0" not in f"{name}{value}" for name, value in each.variables.items())
        assert all(name and "=" not in name for name in each.variables)
