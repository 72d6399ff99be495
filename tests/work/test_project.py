"""What a project has, read off tiny folders, hostile ones among them."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from compat.work.project import Project, Sourced, find_project
from compat.work.project_lock import _LARGEST

UV = '[[package]]\nname = "langchain-core"\nversion = "0.3.41"\n'
POETRY = '[[package]]\nname = "langchain-core"\nversion = "0.3.42"\n'
PYLOCK = '[[packages]]\nname = "LangChain_Core"\nversion = "0.3.43"\n'
PINS = "# ours\n  langchain-core == 0.3.44 \\\n    --hash=sha256:00\nlanggraph==0.2.1 # graphs\n"
PYPROJECT = '[project]\nrequires-python = ">=3.10,<4"\n'
ALLOWED = "the oldest measured that pyproject.toml allows"


def environment(root: Path, python: str = "3.11", *packages: str) -> None:
    """Make what is read of a virtual environment."""
    site = root / "lib" / f"python{python}" / "site-packages"
    site.mkdir(parents=True)
    (root / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion_info = {python}.4.final.0\n")
    for package in packages:
        (site / f"{package}.dist-info").mkdir()


def project(folder: Path, files: Mapping[str, str], active: Path | None = None) -> Project:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return find_project(folder, {"VIRTUAL_ENV": str(active)} if active else {})


def said(found: Sourced | None) -> str | None:
    """Return a version and its place on one line, with the others."""
    if found is None:
        return None
    return "; ".join(f"{each.value} {each.place}" for each in (found, *found.others))


@pytest.mark.parametrize(
    ("files", "core", "layer"),
    [
        ({}, None, None),
        ({"uv.lock": UV, "poetry.lock": POETRY}, "0.3.41 uv.lock; 0.3.42 poetry.lock", None),
        ({"poetry.lock": POETRY, "pylock.toml": PYLOCK},
         "0.3.42 poetry.lock; 0.3.43 pylock.toml", None),
        ({"pylock.toml": PYLOCK, "requirements.txt": PINS},
         "0.3.43 pylock.toml; 0.3.44 requirements.txt", None),
        ({"requirements.txt": PINS, "requirements-dev.txt": "langchain-core==0.3.40"},
         "0.3.44 requirements.txt; 0.3.40 requirements-dev.txt", "0.2.1 requirements.txt"),
        ({"requirements.txt": PINS}, "0.3.44 requirements.txt", "0.2.1 requirements.txt"),
        ({"requirements.txt": "x", "requirements-dev.txt": PINS}, "0.3.44 requirements-dev.txt",
         "0.2.1 requirements-dev.txt"),
        ({"uv.lock": UV.replace("-core", ""), "requirements.txt": "langgraph>=1"}, None, None),
        ({"uv.lock": UV, "requirements.txt": "langchain-core>=1"}, "0.3.41 uv.lock", None),
    ],
)  # fmt: skip
def test_the_first_lock_that_has_langchain_core_counts_and_others_are_named(
    tmp_path: Path, files: dict[str, str], core: str | None, layer: str | None
) -> None:
    found = project(tmp_path, files)
    assert (said(found.core), said(found.layer), found.python) == (core, layer, None)
    assert found.unread == ()


def test_versions_for_other_pythons_are_no_open_one(tmp_path: Path) -> None:
    forks = "".join(f"langchain-core==0.3.4{n} ; python_version == '3.1{n}'\n" for n in (1, 2))
    found = project(tmp_path, {"requirements.txt": forks, ".python-version": "3.9"})
    assert (found.core, found.unread) == (None, ())


@pytest.mark.parametrize(
    "text", ["langchain-core>=1", "langchain-core", "langchain-core==0.3.*\n-r more.txt"]
)
def test_a_version_that_is_left_open_is_told(tmp_path: Path, text: str) -> None:
    found = project(tmp_path, {"requirements.txt": text})
    why = "requirements.txt has langchain-core without an exact version"
    assert (found.core, found.unread) == (None, (why,))


@pytest.mark.parametrize(
    ("files", "python"),
    [
        ({".python-version": "# for us\n3.12.4\n3.11\n", "pyproject.toml": PYPROJECT},
         "3.12 .python-version"),
        ({".python-version": "cpython-3.13.1-linux-x86_64-gnu"}, "3.13 .python-version"),
        ({".python-version": "pypy3.10", "pyproject.toml": PYPROJECT}, f"3.10 {ALLOWED}"),
        ({"pyproject.toml": PYPROJECT.replace(">=3.10", ">=3.7")}, f"3.9 {ALLOWED}"),
        ({"pyproject.toml": PYPROJECT.replace(">=3.10", ">=3.11.4")}, f"3.11 {ALLOWED}"),
        ({"pyproject.toml": PYPROJECT.replace(">=3.10", ">3.99")}, None),
        ({"pyproject.toml": "project = 1"}, None),
    ],
)  # fmt: skip
def test_a_lock_has_the_python_that_the_project_names(
    tmp_path: Path, files: dict[str, str], python: str | None
) -> None:
    found = project(tmp_path, {**files, "uv.lock": UV})
    assert (said(found.python), said(found.core)) == (python, "0.3.41 uv.lock")


def test_an_environment_comes_before_a_lock_and_both_are_named(tmp_path: Path) -> None:
    environment(tmp_path / ".venv", "3.11", "langchain_core-0.3.40", "langgraph-0.2.0")
    files = {"uv.lock": UV, ".python-version": "3.12", "pyproject.toml": PYPROJECT}
    found = project(tmp_path, files)
    assert said(found.core) == "0.3.40 .venv; 0.3.41 uv.lock"
    assert (said(found.python), said(found.layer)) == (
        "3.11 .venv; 3.12 .python-version",
        "0.2.0 .venv",
    )
    equal = project(tmp_path, {"uv.lock": UV.replace("41", "40"), ".python-version": "3.11"})
    assert (said(equal.core), said(equal.python)) == ("0.3.40 .venv", "3.11 .venv")


def test_the_active_environment_comes_first_unless_it_has_no_langchain_core(tmp_path: Path) -> None:
    environment(tmp_path / ".venv", "3.11", "langchain_core-0.3.40")
    environment(tmp_path / "mine", "3.13", "langchain_core-1.2.0")
    environment(tmp_path / "tool", "3.14", "langchain_core_compat-1.0.0", "langchain-1.0.0")
    own = said(project(tmp_path, {}, tmp_path / ".venv").core)
    assert own == said(project(tmp_path, {}, tmp_path / "tool").core) == "0.3.40 .venv"
    for missing in ("gone", "x" * 999):
        assert said(project(tmp_path, {}, tmp_path / missing).python) == "3.11 .venv"
    mine = project(tmp_path, {}, tmp_path / "mine")
    assert said(mine.core) == "1.2.0 the active environment; 0.3.40 .venv"


def test_an_environment_of_windows_and_an_older_one(tmp_path: Path) -> None:
    (tmp_path / ".venv" / "Lib" / "site-packages" / "Langchain.Core-0.3.40.dist-info").mkdir(
        parents=True
    )
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("version = 3.10.1\r\n")
    assert said(project(tmp_path, {}).core) == "0.3.40 .venv"


def test_of_the_forks_of_a_lock_that_of_the_python_counts(tmp_path: Path) -> None:
    fork = "resolution-markers = [\"python_full_version {} '3.10'\"]\n"
    uv = UV + fork.format("<") + UV.replace("0.3.41", "1.2.0") + fork.format(">=")
    for python, core in (("3.9", "0.3.41"), ("3.10", "1.2.0"), ("3.14", "1.2.0")):
        found = project(tmp_path, {"uv.lock": uv, ".python-version": python})
        assert said(found.core) == f"{core} uv.lock"
    (tmp_path / ".python-version").unlink()
    assert project(tmp_path, {}).unread == ("uv.lock has several versions of langchain-core",)
    pins = (
        "langchain-core==0.3.1; python_version<'3.10'\nlangchain-core==1.0.0; python_version>'3.9'"
    )
    found = project(tmp_path, {"uv.lock": "", "requirements.txt": pins, ".python-version": "3.9"})
    assert said(found.core) == "0.3.1 requirements.txt"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[package", "uv.lock is no TOML"),
        ("a = " + "[" * 9999, "uv.lock is no TOML"),
        ("a = " + "9" * 9999, "uv.lock is no TOML"),
        ("\udcff", "uv.lock is no text"),
        (UV + UV.replace("41", "40"), "uv.lock has several versions of langchain-core"),
    ],
)  # fmt: skip
def test_a_hostile_lock_is_told_in_one_line_and_the_next_is_read(
    tmp_path: Path, text: str, why: str
) -> None:
    (tmp_path / "uv.lock").write_bytes(text.encode("utf-8", "surrogateescape"))
    found = project(tmp_path, {"poetry.lock": POETRY})
    assert (said(found.core), found.unread) == ("0.3.42 poetry.lock", (why,))


@pytest.mark.parametrize(
    ("version", "shown"),
    [("../x\\u001b[31m", "../x[31m"), ("1.0+local", "1.0+local"), ("9" * 99, "9" * 39 + "…")],
)
def test_what_is_no_release_is_refused(tmp_path: Path, version: str, shown: str) -> None:
    found = project(tmp_path, {"uv.lock": UV.replace("0.3.41", version)})
    why = f"uv.lock has langchain-core '{shown}', which is no release"
    assert (found.core, found.unread) == (None, (why,))


@pytest.mark.parametrize(
    "text", ["package = 1", "package = [1, {}]", '[[package]]\nname = ["a"]\nversion = 1\n', ""]
)
def test_a_lock_of_another_shape_has_nothing(tmp_path: Path, text: str) -> None:
    assert project(tmp_path, {"uv.lock": text}) == project(tmp_path, {})


@pytest.mark.parametrize(
    "marker", ["nonsense", "(" * 999, "os_name ~= 'x'", "'x' in extras", "x" * 9999]
)
def test_a_condition_that_cannot_be_understood_leaves_both(tmp_path: Path, marker: str) -> None:
    other = f'{UV.replace("41", "40")}markers = "{marker}"\n'
    found = project(tmp_path, {"uv.lock": UV + other, ".python-version": "3.11"})
    assert found.unread == ("uv.lock has several versions of langchain-core",)


def test_a_huge_lock_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "uv.lock").open("wb") as file:
        file.truncate(100_000_000)
    found = project(tmp_path, {})
    assert found.unread == (f"uv.lock is larger than the allowed {_LARGEST} bytes",)


def test_what_is_no_file_is_not_followed_or_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (tmp_path / "secret").write_text(UV)
    (folder / "uv.lock").mkdir()
    (folder / "poetry.lock").symlink_to(tmp_path / "secret")
    if sys.platform != "win32":
        os.mkfifo(folder / "pylock.toml")
    found = project(folder, {})
    assert found.core is None
    assert [why.split(" ", 1)[0] for why in found.unread] == [
        "uv.lock",
        "poetry.lock",
        "pylock.toml",
    ]


def test_an_environment_that_makes_no_sense(tmp_path: Path) -> None:
    environment(tmp_path / ".venv", "3.11", "langchain_core-0.3.40", "langchain_core-0.3.39")
    assert project(tmp_path, {}).unread == (".venv has several versions of langchain-core",)
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("version = many")
    assert project(tmp_path, {}).unread == (".venv does not say its Python",)
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("version = 3.12.0")
    assert project(tmp_path, {}) == Project(python=None, core=None, layer=None, unread=())


def test_a_langgraph_that_is_no_release_is_left_out(tmp_path: Path) -> None:
    environment(tmp_path / ".venv", "3.11", "langchain_core-0.3.40", "langgraph-0.2.0+mine")
    found = project(tmp_path, {})
    assert (said(found.core), found.layer, found.unread) == ("0.3.40 .venv", None, ())


@pytest.mark.parametrize("text", ["[project", '[project]\nrequires-python = "three"'])
def test_a_project_file_that_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    found = project(tmp_path, {"uv.lock": UV, "pyproject.toml": text})
    assert (found.python, len(found.unread), said(found.core)) == (None, 1, "0.3.41 uv.lock")


GRAPHS = '{{"python_version": "{}", "dependencies": {}, "graphs": {{"a": "./a.py:graph"}}}}'


@pytest.mark.parametrize(
    ("python", "dependencies", "core", "layer"),
    [
        ("3.12", '["."]', None, None),
        ("3.12", '["./agent"]', "0.3.44 agent/requirements.txt", "0.2.1 agent/requirements.txt"),
        ("3.12", '["langchain-core==0.3.9", "langgraph==0.2.2"]',
         "0.3.9 langgraph.json", "0.2.2 langgraph.json"),
        ("3.12.4", '["../agent", "./../agent", "/agent", 1, null]', None, None),
    ],
)  # fmt: skip
def test_a_langgraph_json_names_its_python_and_where_its_packages_are(
    tmp_path: Path, python: str, dependencies: str, core: str | None, layer: str | None
) -> None:
    (tmp_path / "agent").mkdir()
    (tmp_path / "agent" / "requirements.txt").write_text(PINS)
    found = project(tmp_path, {"langgraph.json": GRAPHS.format(python, dependencies)})
    assert said(found.python) == "3.12 langgraph.json"
    assert (said(found.core), said(found.layer)) == (core, layer)
    assert (found.graphs, found.unread) == (("a",), ())


def test_a_projects_own_files_come_before_those_of_its_langgraph_json(tmp_path: Path) -> None:
    (tmp_path / "agent").mkdir()
    (tmp_path / "agent" / "requirements.txt").write_text(PINS)
    files = {
        "langgraph.json": GRAPHS.format("3.13", '["./agent"]'),
        "uv.lock": UV,
        ".python-version": "3.12",
    }
    found = project(tmp_path, files)
    assert said(found.python) == "3.12 .python-version; 3.13 langgraph.json"
    assert said(found.core) == "0.3.41 uv.lock; 0.3.44 agent/requirements.txt"


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("{", ("langgraph.json is no JSON",)),
        ("[]", ("langgraph.json is no table",)),
        ('{"python_version": 3.12, "dependencies": {}, "graphs": []}', ()),
        ('{"python_version": "2.7"}', ()),
    ],
)
def test_an_odd_langgraph_json_ends_nothing(
    tmp_path: Path, text: str, unread: tuple[str, ...]
) -> None:
    found = project(tmp_path, {"langgraph.json": text, "uv.lock": UV})
    assert (found.python, said(found.core), found.unread) == (None, "0.3.41 uv.lock", unread)
