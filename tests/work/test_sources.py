"""The files of a project, read off tiny folders, hostile ones among them."""

import os
import sys
from pathlib import Path

import pytest

from compat.work.sources import Sources, is_test

CALL = "from langchain_openai import ChatOpenAI\n\n\ndef f():\n    ChatOpenAI().invoke(1)\n"


def make(folder: Path, *files: str, text: str = CALL) -> Path:
    for file in files:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_files_are_those_of_the_project(tmp_path: Path) -> None:
    make(
        tmp_path, "b.py", "a/z.py", "a/b/c.py", "tests/test_a.py", "a.md", "a.pyc", "distant/d.py",
        ".hidden/a.py", "node_modules/a.py", "x/build/a.py", "dist/a.py", "env/pyvenv.cfg",
        "env/a.py", "conda/conda-meta/history", "conda/a.py", "lib/site-packages/a.py",
        "a/__pycache__/a.py",
    )  # fmt: skip
    sources = Sources(tmp_path)
    assert list(sources.files) == ["a/b/c.py", "a/z.py", "b.py", "distant/d.py", "tests/test_a.py"]
    assert sources.files["b.py"].text == CALL
    assert sources.complete
    assert sources.unread == ()


@pytest.mark.parametrize(
    ("file", "test"),
    [
        ("tests/a.py", True),
        ("a/test/b/c.py", True),
        ("test_a.py", True),
        ("a/conftest.py", True),
        ("testing/a.py", False),
        ("a/attest.py", False),
        ("tests.py", False),
    ],
)
def test_tests_are_known_by_their_names(file: str, *, test: bool) -> None:
    assert is_test(file) is test


def test_calls_are_those_of_the_code_without_its_tests(tmp_path: Path) -> None:
    make(tmp_path, "app.py", "tests/tools.py", "test_app.py", "conftest.py")
    # What tests make is no class of the project's.
    make(tmp_path, "tests/fake.py", text="class Fake(Base):\n    def invoke(self): ...\n")
    found = Sources(tmp_path).find_calls()
    assert [(each.place.file, each.place.line, each.method) for each in found] == [
        ("app.py", 5, "invoke")
    ]


def test_lines_are_found_as_they_stand_there(tmp_path: Path) -> None:
    make(tmp_path, "app.py", text="a\r\n  b \x0c c\rd\n" + "e" * 300)
    sources = Sources(tmp_path)
    assert [sources.find_line("app.py", line) for line in (0, 1, 2, 3, 5)] == [
        "", "a", "b \x0c c", "d", "",
    ]  # fmt: skip
    assert len(sources.find_line("app.py", 4)) == 200
    assert sources.find_line("other.py", 1) == ""


def test_private_lines_are_those_of_tests_too(tmp_path: Path) -> None:
    make(tmp_path, "a.py", "tests/test_a.py", text="a()\nb()  # compat: private\n")
    make(tmp_path, "c.py")
    private = (range(2, 3),)
    assert Sources(tmp_path).find_private() == {"a.py": private, "tests/test_a.py": private}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfa = 1\n", "a = 1\n"),
        (b"# coding: latin-1\na = '\xe4'\r\n", "# coding: latin-1\na = '\u00e4'\n"),
        (b"#\n# -*- coding: cp1252 -*-\n'\x80'", "#\n# -*- coding: cp1252 -*-\n'\u20ac'"),
        (b"", ""),
    ],
)
def test_text_is_read_as_python_reads_it(tmp_path: Path, content: bytes, text: str) -> None:
    (tmp_path / "a.py").write_bytes(content)
    assert Sources(tmp_path).files["a.py"].text == text


ENCODING = "it is not written in the encoding that it says"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"'\xff'", ENCODING),
        (b"# coding: none-such\n", ENCODING),
        (b"# coding: zlib\n", ENCODING),
        (b"\xef\xbb\xbf# coding: latin-1\n", ENCODING),
        (b"#" * 1_000_001, "a.py is larger than the allowed 1000000 bytes"),
        (b"x.invoke(", "it is no Python that can be read here: '(' was never closed (line 1)"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "a.py").write_bytes(content)
    make(tmp_path, "b.py")
    sources = Sources(tmp_path)
    assert sources.unread == (("a.py", why),)
    assert len(sources.find_calls()) == 1


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = make(tmp_path / "outside", "a.py")
    project = make(tmp_path / "project", "b.py")
    (project / "link.py").symlink_to(outside / "a.py")
    (project / "folder").symlink_to(outside, target_is_directory=True)
    (project / "loop").symlink_to(project, target_is_directory=True)
    sources = Sources(project)
    assert list(sources.files) == ["b.py"]
    assert sources.unread == ()


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes that lie in folders")
def test_pipes_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    assert Sources(tmp_path).unread == (("a.py", "a.py is no file"),)


def test_no_more_is_read_than_is_allowed(tmp_path: Path) -> None:
    make(tmp_path, "a.py", "b/c.py", "b/d.py", "e/f.py")
    few = Sources(tmp_path, most_files=2)
    assert (list(few.files), few.complete) == (["a.py", "b/c.py"], False)
    all_ = Sources(tmp_path, most_files=4)
    assert (len(all_.files), all_.complete) == (4, True)
    folders = Sources(tmp_path, most_folders=2)
    assert (list(folders.files), folders.complete) == (["a.py", "b/c.py", "b/d.py"], False)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    sources = Sources(tmp_path / "none")
    assert (sources.files, sources.unread) == ({}, ((".", "No such file or directory"),))


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux")
def test_names_that_are_no_text_can_be_written(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.py"
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123 - of bytes
        file.write(CALL)
    (found,) = Sources(tmp_path).find_calls()
    assert found.place.file.encode() == b"\\udcff.py"
