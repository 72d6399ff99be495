"""What a person may name, and what is said of what cannot be driven."""

import asyncio
import itertools
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any

import pytest
from langchain_core_watch.drive.load import find_target, open_here, open_in_loop
from langchain_core_watch.drive.theirs import TargetError

CODE = """
    from contextlib import asynccontextmanager, contextmanager
    from langchain_core.runnables import RunnableConfig, RunnableLambda

    graph = RunnableLambda(len)
    table = {"a": 1}

    class Holder:
        inner = graph

    def make(): return graph
    async def amake(): return graph
    def with_config(config): return graph
    def typed(given: RunnableConfig): return graph
    def optional(text="x"): return graph
    @contextmanager
    def opened(): yield graph
    @asynccontextmanager
    async def aopened(): yield graph
    async def both(): return aopened()

    def needs(question, answer): return graph
    def fails(): raise KeyError("planted")
    async def afails(): raise KeyError("planted")
    def nothing(): return None
    def leaves(): raise SystemExit(3)
"""
numbers = itertools.count()


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Write a module of a name that no other test has, and return that."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)

    def make(code: str = CODE) -> str:
        name = f"driven{next(numbers)}"
        (tmp_path / f"{name}.py").write_text(textwrap.dedent(code))
        return name

    yield make
    for name in set(sys.modules) - before:
        del sys.modules[name]


def open_any(named: str) -> Any:
    """Return what is opened, in a loop if it takes one."""

    async def wait(made: Any) -> Any:
        async with AsyncExitStack() as stack:
            return await open_in_loop(target, made, stack)

    target = find_target(named)
    made = target.make()
    with ExitStack() as stack:
        found = open_here(target, made, stack)
    return found if found is not None else asyncio.run(wait(made))


@pytest.mark.parametrize(
    "attribute",
    [
        "graph", "Holder.inner", "make", "amake", "with_config", "typed", "optional", "opened",
        "aopened", "both",
    ],
)  # fmt: skip
def test_a_runnable_is_found_in(attribute: str, write: Callable[..., str]) -> None:
    assert open_any(f"{write()}:{attribute}").invoke("four") == 4


@pytest.mark.parametrize("place", ["{}.py", "./{}.py"])
def test_a_file_is_the_module_that_others_import(place: str, write: Callable[..., str]) -> None:
    name = write()
    found = open_any(f"{place.format(name)}:graph")
    assert found is sys.modules[name].graph


def test_a_file_in_a_package_has_its_package(tmp_path: Path, write: Callable[..., str]) -> None:
    name = write()
    package = tmp_path / "lib" / f"{name}_package"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "near.py").write_text(f"from {name} import graph")
    (package / "main.py").write_text("from .near import graph")
    assert open_any(f"lib/{package.name}/main.py:graph").invoke("four") == 4


def test_a_file_whose_name_is_taken_is_another_module(
    tmp_path: Path, write: Callable[..., str]
) -> None:
    other = tmp_path / "json" / "decoder.py"
    other.parent.mkdir()
    other.write_text(f"from {write()} import graph")
    assert open_any("json/decoder.py:graph").invoke("four") == 4


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("{}", "{} names no attribute of a module; write {}:graph"),
        ("{}_no:graph", "there is no module {}_no"),
        ("no_such.{}:graph", "there is no module no_such"),
        ("no_such.py:graph", "there is no file no_such.py"),
        ("{}:grahp", "{} has no attribute grahp; did you mean graph?"),
        ("{}:zzz", "{} has no attribute zzz"),
        ("{}:table", "table is a dict, not a runnable"),
        ("{}:Holder", "Holder is a class, not a runnable"),
        ("{}:needs", "needs needs arguments: question, answer"),
        ("{}:fails", "calling fails raised KeyError"),
        ("{}:afails", "calling afails raised KeyError"),
        ("{}:leaves", "calling leaves called sys.exit"),
        ("{}:nothing", "what nothing returns is None, not a runnable"),
    ],
)
def test_what_cannot_be_driven_is_said(
    named: str, sentence: str, write: Callable[..., str]
) -> None:
    name = write()
    with pytest.raises(TargetError) as raised:
        open_any(named.format(name))
    assert str(raised.value) == sentence.format(*[name] * 2)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("{}['a']", "importing {} raised KeyError"),
        ("import sys; sys.exit()", "importing {} called sys.exit"),
        ("import no_such_thing", "importing {} raised ModuleNotFoundError"),
        ("def", "importing {} raised SyntaxError"),
    ],
)
def test_what_an_import_raises_is_said(code: str, sentence: str, write: Callable[..., str]) -> None:
    name = write(code)
    with pytest.raises(TargetError) as raised:
        find_target(f"{name}:graph")
    assert str(raised.value) == sentence.format(name)


def test_a_traceback_has_only_the_person_s_lines(
    write: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    name = write("{}['a']")
    with pytest.raises(TargetError):
        find_target(f"{name}:graph")
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "Traceback (most recent call last):"
    assert [each for each in said if each.startswith("  File")] == [
        f'  File "{Path.cwd() / name}.py", line 1, in <module>'
    ]
    assert said[-1] == "KeyError: 'a'"
