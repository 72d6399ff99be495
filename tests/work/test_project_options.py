"""What a project's pyproject.toml sets, and one line about every file that says nothing of use."""

import os
import tomllib
from pathlib import Path

import pytest

from compat.errors import UsageError
from compat.work.project_options import ProjectOptions, read_options
from tests.cli.run import ROOT

TABLE = "[tool.langchain-core-compat]\n"
GATHER = TABLE + 'only = ["gather"]\n'


def put(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(text, "utf-8")


def test_every_key_is_read_and_an_empty_list_sets_nothing(tmp_path: Path) -> None:
    put(
        tmp_path,
        TABLE + 'pythons = ["3.10", " 3.13 "]\nreleases = [">=1,<2"]\ngroup = ["The Guide"]\n'
        "only = []\n",
    )
    assert read_options(tmp_path) == ProjectOptions(
        place="pyproject.toml",
        values={
            "pythons": ("3.10", "3.13"),
            "releases": (">=1,<2",),
            "group": ("The Guide",),
        },
    )


def test_the_nearest_file_with_the_table_counts_up_to_the_root_of_the_repository(
    tmp_path: Path,
) -> None:
    root = tmp_path / "root"
    inner = root / "a" / "b"
    put(tmp_path, TABLE + 'only = ["outside"]\n')
    put(inner, "[project]\nname = 'langchain-core-compat'\n")
    assert read_options(inner) is None, "there is no repository"
    (root / ".git").touch()
    assert read_options(inner) is None, "what is above the repository does not count"
    put(root, GATHER)
    found = read_options(inner)
    assert found == ProjectOptions(
        place=os.path.join("..", "..", "pyproject.toml"),  # noqa: PTH118 - as the system writes it
        values={"only": ("gather",)},
    )
    put(root / "a", TABLE)
    assert read_options(inner) == ProjectOptions(
        place=os.path.join("..", "pyproject.toml"),  # noqa: PTH118 - as the system writes it
        values={},
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('pythonz = ["3.10"]', "unknown key 'pythonz' in [tool.langchain-core-compat]; nearest: p"),
        ('[tool.langchain-core-compat.matrix]\npythons = ["3.10"]', "unknown key 'matrix' in "),
        ('"\\u0007\\u202e" = 1', "unknown key '' in "),
        ("pythons = [3.10]", "pythons in [tool.langchain-core-compat] must be a list of texts, li"),
        (
            'only = "gather"',
            "only in [tool.langchain-core-compat] must be a list of texts, like",
        ),
        ('only = [""]', "only in [tool.langchain-core-compat] must be a list of texts, like"),
        ('base = ["https://example.org"]', "base in [tool.langchain-core-compat] must be a text"),
        ("group = { a = 1 }", "group in [tool.langchain-core-compat] must be a list of texts"),
    ],
)
def test_a_wrong_key_or_value_is_refused_with_file_and_key(
    tmp_path: Path, text: str, says: str
) -> None:
    put(tmp_path, TABLE + text)
    with pytest.raises(UsageError) as refused:
        read_options(tmp_path)
    assert str(refused.value).startswith(f"pyproject.toml: {says}")
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GATHER + "[", "pyproject.toml is no TOML"),
        (GATHER + "x = " + "[" * 50_000, "pyproject.toml is no TOML"),
        (GATHER + "#" * 1_000_000, "pyproject.toml is larger than the allowed 1000000 bytes"),
    ],
    ids=["cut", "deep", "huge"],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, text: str, says: str) -> None:
    put(tmp_path, text)
    with pytest.raises(UsageError, match=f"^cannot read .*: {says}.*; fix it, or type --no-"):
        read_options(tmp_path)


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    place = tmp_path / "pyproject.toml"
    os.mkfifo(place)
    with pytest.raises(UsageError, match=r"pyproject\.toml is no file;"):
        read_options(tmp_path)
    place.unlink()
    place.symlink_to(place)
    with pytest.raises(UsageError, match="symbolic links"):
        read_options(tmp_path)


def test_a_comment_in_another_encoding_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(GATHER.encode() + b"# caf\xe9\n")
    assert read_options(tmp_path) is not None


def test_a_link_is_followed_and_a_table_that_is_none_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "other", GATHER)
    (tmp_path / "pyproject.toml").symlink_to(tmp_path / "other" / "pyproject.toml")
    found = read_options(tmp_path)
    assert found is not None
    assert found.values == {"only": ("gather",)}
    put(tmp_path / "other", "[tool]\nlangchain-core-compat = 3\n")
    with pytest.raises(UsageError, match="is no table of options"):
        read_options(tmp_path)


@pytest.mark.parametrize("text", ["", "[", "tool = 3 # langchain-core-compat", "[tool.other]\n"])
def test_a_file_without_the_table_says_nothing(tmp_path: Path, text: str) -> None:
    put(tmp_path, text)
    assert read_options(tmp_path) is None


def test_our_own_checkout_sets_nothing() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    assert "langchain-core-compat" not in tools
