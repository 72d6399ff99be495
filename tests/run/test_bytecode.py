"""Bytecode by content: compiled once, right for whichever file has that content."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from compat.warm.bytecode import keep, link


def package(folder: Path, text: str) -> Path:
    (folder / "code").mkdir(parents=True)
    (folder / "code" / "__init__.py").write_text(text)
    return folder


def said(folder: Path, *options: str) -> str:
    """Import the package of a folder in a fresh interpreter, which may write bytecode."""
    command = [sys.executable, *options, "-c", "import code; print(code.SAID, code.where())"]
    ended = subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, check=True
    )
    return ended.stdout.decode().strip()


CODE = "SAID = {!r}\ndef where():\n    return where.__code__.co_filename\n"


def pycs(folder: Path) -> list[Path]:
    return list(folder.rglob("*.pyc"))


def test_what_was_compiled_is_kept_and_knows_whose_file_it_is(tmp_path: Path) -> None:
    store = tmp_path / "store"
    one, other = (package(tmp_path / name, CODE.format("a")) for name in ("one", "other"))
    link(one, store)
    assert not pycs(tmp_path)
    assert said(one).startswith("a ")
    keep(one, store)
    link(other, store)
    inodes = {path.stat().st_ino for folder in (one, other, store) for path in pycs(folder)}
    assert (len(pycs(tmp_path)), len(inodes)) == (3, 1)
    assert said(other, "-B") == f"a {other / 'code' / '__init__.py'}"
    assert said(one, "-B") == f"a {one / 'code' / '__init__.py'}"


def test_sources_of_one_size_and_time_are_not_mistaken_for_each_other(tmp_path: Path) -> None:
    store = tmp_path / "store"
    one, other = (package(tmp_path / name, CODE.format(name[0])) for name in ("one", "two"))
    for folder in (one, other):
        os.utime(folder / "code" / "__init__.py", (1, 1))
        link(folder, store)
        said(folder)
        keep(folder, store)
    assert (said(one)[0], said(other)[0]) == ("o", "t")
    assert len(pycs(store)) == 2


def test_what_is_kept_is_not_written_again(tmp_path: Path) -> None:
    store, folder = tmp_path / "store", package(tmp_path / "one", CODE.format("a"))
    said(folder)
    keep(folder, store)
    before = [path.stat() for path in pycs(tmp_path)]
    keep(folder, store)
    assert [path.stat() for path in pycs(tmp_path)] == before


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 100])
def test_what_is_no_bytecode_of_this_python_is_left(tmp_path: Path, damage: bytes) -> None:
    folder = package(tmp_path / "one", CODE.format("a"))
    said(folder)
    (compiled,) = pycs(folder)
    compiled.write_bytes(damage)
    keep(folder, tmp_path / "store")
    assert not pycs(tmp_path / "store")


@pytest.mark.skipif(os.getuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written_is_left(tmp_path: Path) -> None:
    folder = package(tmp_path / "one", CODE.format("a"))
    (folder / "code").chmod(0o500)
    link(folder, tmp_path / "store")
    assert said(folder).startswith("a ")
