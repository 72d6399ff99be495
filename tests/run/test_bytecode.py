"""Bytecode by content, made by a process that compiles and runs no code of a package."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BODY = "SAID = {!r}\ndef where():\n    return where.__code__.co_filename\n"
RUNS = "import pathlib; pathlib.Path(__file__).with_name('ran').touch()\n"


def package(folder: Path, said: str) -> Path:
    """A folder in which what is measured says something."""
    (folder / "langchain_core").mkdir(parents=True)
    (folder / "langchain_core" / "__init__.py").write_text(RUNS + BODY.format(said))
    return folder


def prepared(tmp_path: Path, *layers: Path, options: Sequence[str] = ()) -> list[list[str]]:
    """Have it compiled in a process of its own; return what may be imported ahead."""
    suite = tmp_path / "suite"
    (suite / "compat").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-S", "-B", "-m", "compat.warm.bytecode"]
    places = [tmp_path / "store", tmp_path / "tree", suite]
    ended = subprocess.run(
        [*command, *map(str, places), *options],
        input=json.dumps({"layers": [*map(str, layers)]}) + "\n",
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    found: list[list[str]] = json.loads(ended.stdout)["ahead"]
    return found


def said(tmp_path: Path, folder: Path) -> str:
    """Import the package with the bytecode that was made; its source may have changed since."""
    code = "import langchain_core as it; print(it.SAID, it.where())"
    env = {"PYTHONPATH": str(folder), "PYTHONPYCACHEPREFIX": str(tmp_path / "tree")}
    ended = subprocess.run(
        [sys.executable, "-B", "-c", code], env=env, capture_output=True, check=True, text=True
    )
    return ended.stdout.strip()


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "store" / MAGIC_NUMBER.hex()).iterdir())


def test_it_is_compiled_and_nothing_is_run(tmp_path: Path) -> None:
    one, other = (package(tmp_path / name, "a") for name in ("one", "other"))
    prepared(tmp_path, one)
    prepared(tmp_path, other)
    assert not list(tmp_path.rglob("ran"))
    assert not list(one.rglob("*.pyc"))
    assert len(kept(tmp_path)) == 1, "by content"
    for folder in (one, other):
        source = folder / "langchain_core" / "__init__.py"
        source.write_text("SAID = 'not what was compiled'")
        assert said(tmp_path, folder) == f"a {source}"


def test_sources_of_one_size_and_time_are_not_mistaken_for_each_other(tmp_path: Path) -> None:
    one, other = (package(tmp_path / name, name) for name in ("one", "two"))
    for folder in (one, other):
        os.utime(folder / "langchain_core" / "__init__.py", (1, 1))
        prepared(tmp_path, folder)
    assert [said(tmp_path, folder).split()[0] for folder in (one, other)] == ["one", "two"]


@pytest.mark.parametrize("damage", ["emptied", "cut", "another's", "zeroed"])
@pytest.mark.parametrize("options", [(), ("--fresh",), ("--copy",)])
def test_damaged_bytecode_is_never_believed(
    tmp_path: Path, damage: str, options: Sequence[str]
) -> None:
    one, other = (package(tmp_path / name, name) for name in ("one", "two"))
    prepared(tmp_path, one, other)
    (first,) = kept(tmp_path)
    content = first.read_bytes()
    prepared(tmp_path, other)
    (second,) = [path for path in kept(tmp_path) if path != first]
    first.write_bytes(
        {
            "emptied": b"",
            "cut": content[:-10],
            "another's": second.read_bytes(),
            "zeroed": bytes(len(content)),
        }[damage]
    )
    shutil.rmtree(tmp_path / "tree")
    prepared(tmp_path, one, options=options)
    assert said(tmp_path, one).startswith("one ")
    assert first.read_bytes() == content


@pytest.mark.parametrize(("options", "links"), [((), 2), (("--copy",), 1)])
def test_what_is_kept_is_linked_unless_a_cell_could_write_to_it(
    tmp_path: Path, options: Sequence[str], links: int
) -> None:
    prepared(tmp_path, package(tmp_path / "one", "a"), options=options)
    (made,) = kept(tmp_path)
    assert made.stat().st_nlink == links


def test_a_source_that_does_not_compile_is_left_to_who_imports_it(tmp_path: Path) -> None:
    one = package(tmp_path / "one", "a")
    (one / "langchain_core" / "__init__.py").write_text("def :")
    assert not [name for name, file in prepared(tmp_path, one) if file]
    assert not (tmp_path / "store").exists()


def test_what_is_measured_is_never_imported_ahead(tmp_path: Path) -> None:
    one = package(tmp_path / "one", "a")
    source = one / "langchain_core" / "__init__.py"
    source.write_text("import colorsys\nfrom helper import x\nimport compat.incell\n")
    (one / "helper.py").write_text("import langchain_core.more\n")
    ahead = dict(prepared(tmp_path, one))
    assert ahead == {"colorsys": "", "helper": str(one / "helper.py"), "pytest": "",
                     "pytest_asyncio": "", "_pytest": ""}  # fmt: skip
