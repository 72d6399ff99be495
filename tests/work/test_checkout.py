"""Which commit runs: the program's own, never that of a repository it merely lies in."""

import shutil
import subprocess
from pathlib import Path

import pytest

from compat.work.checkout import Checkout, find_checkout
from tests.cli.run import environment

NONE = Checkout(commit=None, modified=False)


def git(folder: Path, *words: str) -> str:
    given = ("-c", "user.name=a", "-c", "user.email=a@example.invalid", "-C", str(folder))
    env = {name: value for name, value in environment().items() if not name.startswith("GIT_")}
    program = shutil.which("git") or "git"
    return subprocess.check_output([program, *given, *words], text=True, env=env).strip()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package in a repository, not committed."""
    git(tmp_path, "init", "-q")
    place = tmp_path / "package"
    place.mkdir()
    (place / "__init__.py").touch()
    return place


def committed(package: Path) -> str:
    git(package, "add", ".")
    git(package, "commit", "-qm", "it")
    return git(package, "rev-parse", "HEAD")


def test_the_commit_is_told_and_whether_it_was_changed(package: Path) -> None:
    commit = committed(package)
    assert find_checkout(package) == Checkout(commit=commit, modified=False)
    (package.parent / "beside").touch()
    assert find_checkout(package) == Checkout(commit=commit, modified=False), "not of the program"
    (package / "more.py").touch()
    assert find_checkout(package) == Checkout(commit=commit, modified=True)


def test_a_package_that_lies_in_a_repository_is_not_of_it(package: Path) -> None:
    assert find_checkout(package) == NONE
    installed = package.parent / "installed"
    committed(package)
    installed.mkdir()
    (installed / "__init__.py").touch()
    assert find_checkout(installed) == NONE


def test_variables_of_a_hook_lead_nowhere(
    package: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    commit = committed(package)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert find_checkout(package).commit == commit


def test_outside_of_a_repository_or_without_git_nothing_is_known(
    package: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert find_checkout(tmp_path / "nowhere") == NONE
    committed(package)
    monkeypatch.setenv("PATH", "")
    assert find_checkout(package) == NONE
