"""Bytecode by content: compiled once, right for whichever file has that content."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from compat.warm.bytecode import link


def package(folder: Path, text: str) -> Path:
    (folder / "code").mkdir(parents=True)
    (folder / "code" / "__init__.py").write_text(text)
    return folder


def said(folder: Path) -> str:
    """Import the package of a folder in a fresh interpreter, without writing bytecode."""
    command = [sys.executable, "-B", "-c", "import code; print(code.SAID, code.where())"]
    ended = subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, check=True
    )
    return ended.stdout.decode().strip()


CODE = "SAID = {!r}\ndef where():\n    return where.__code__.co_filename\n"


def pycs(folder: Path) -> list[Path]:
    return list(folder.rglob("*.pyc"))


def test_equal_sources_share_bytecode_that_knows_its_own_file(tmp_path: Path) -> None:
    store = tmp_path / "store"
    one, other = (package(tmp_path / name, CODE.format("a")) for name in ("one", "other"))
    for folder in (one, other):
        link(folder, store)
    assert len(pycs(store)) == 1
    assert [path.stat().st_ino for path in pycs(one)] == [p.stat().st_ino for p in pycs(other)]
    assert said(one) == f"a {one / 'code' / '__init__.py'}"
    assert said(other) == f"a {other / 'code' / '__init__.py'}"


def test_sources_of_one_size_and_time_are_not_mistaken_for_each_other(tmp_path: Path) -> None:
    store = tmp_path / "store"
    one, other = (package(tmp_path / name, CODE.format(name[0])) for name in ("one", "two"))
    for folder in (one, other):
        os.utime(folder / "code" / "__init__.py", (1, 1))
        link(folder, store)
    assert (said(one)[0], said(other)[0]) == ("o", "t")


def test_what_cannot_be_compiled_is_left(tmp_path: Path) -> None:
    folder = package(tmp_path / "one", CODE.format("a"))
    (folder / "code" / "template.py").write_text("{{ no python }}")
    link(folder, tmp_path / "store")
    assert len(pycs(folder)) == 1


@pytest.mark.skipif(os.getuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written_is_left(tmp_path: Path) -> None:
    folder = package(tmp_path / "one", CODE.format("a"))
    (folder / "code").chmod(0o500)
    link(folder, tmp_path / "store")
    assert said(folder).startswith("a ")
