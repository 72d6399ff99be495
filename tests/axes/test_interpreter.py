"""Finding interpreters: fake ones, and those of this machine."""

import sys
from pathlib import Path

import pytest

from compat.axes.candidate import list_candidates
from compat.axes.download import install_pythons
from compat.axes.interpreter import Interpreters, find_interpreters
from compat.axes.python import PYTHONS
from tests.axes.build import script

RUNNING = "{}.{}".format(*sys.version_info)
# What a real interpreter prints, for one that is none.
ANSWER = """echo '{{"exact": "{exact}", "implementation": "{kind}", "free_threaded": {free}, \
"platform": "linux-x86_64", "build": "built", "executable": "'$0'"}}'"""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give a machine on which no tool has a Python; ``bin`` and pyenv's shims are on the PATH."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{tmp_path / '.pyenv/shims'}")
    monkeypatch.setattr(sys, "executable", "")
    for name in ("PYENV_ROOT", "ASDF_DATA_DIR", "MISE_DATA_DIR", "RYE_PY_ROOT", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    return tmp_path


def fake(path: Path, exact: str, *, kind: str = "cpython", free: str = "false") -> Path:
    """Make an executable that answers like an interpreter."""
    return script(path, ANSWER.format(exact=exact, kind=kind, free=free))


def found(interpreters: Interpreters) -> dict[str, tuple[str, str]]:
    """Return exact version and source of those found."""
    return {name: (one.exact, one.source) for name, one in interpreters.found.items()}


def test_every_tool_is_asked_for_what_it_installed(home: Path) -> None:
    fake(home / ".pyenv/versions/3.9.18/bin/python3.9", "3.9.18")
    fake(home / ".asdf/installs/python/3.10.2/bin/python3", "3.10.2")
    fake(home / ".local/share/mise/installs/python/3.11.7/bin/python", "3.11.7")
    fake(home / "uv/cpython-3.12.1-linux-x86_64-gnu/bin/python3", "3.12.1")
    fake(home / "bin/python3.13", "3.13.0")
    interpreters = find_interpreters([python.id for python in PYTHONS], uv=None)
    assert found(interpreters) == {
        "3.9": ("3.9.18", "pyenv"),
        "3.10": ("3.10.2", "asdf"),
        "3.11": ("3.11.7", "mise"),
        "3.12": ("3.12.1", "uv"),
        "3.13": ("3.13.0", "path"),
    }
    assert interpreters.missing == dict.fromkeys(("3.14", "3.15"), "no interpreter found")
    assert interpreters.skipped == ()


def test_pyenv_is_found_by_its_shims_where_home_does_not_lead_to_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(home / "elsewhere/versions/3.9.18/bin/python3.9", "3.9.18")
    monkeypatch.setenv("PATH", str(home / "elsewhere/shims"))
    assert found(find_interpreters(["3.9"], uv=None)) == {"3.9": ("3.9.18", "shims")}


def test_the_newest_patch_wins_and_a_candidate_is_older(home: Path) -> None:
    for exact in ("3.15.0rc2", "3.15.0", "3.15.0rc10"):
        fake(home / f".pyenv/versions/{exact}/bin/python3.15", exact)
    assert found(find_interpreters(["3.15"], uv=None)) == {"3.15": ("3.15.0", "pyenv")}


def test_broken_ones_are_noted_and_do_no_harm(home: Path) -> None:
    for name, text in {
        "python": "echo rubbish",
        "python3": "exit 3",
        "python3.9": "/bin/sleep 60 & /bin/sleep 60",
    }.items():
        script(home / "bin" / name, text)
    (home / "bin/python3.10").write_text("#!/not/there\n")
    (home / "bin/python3.10").chmod(0o755)
    fake(home / "uv/cpython-3.9.1-linux/bin/python3", "3.9.1")
    fake(home / "uv/pypy-3.9.2-linux/bin/python3", "3.9.2", kind="pypy")
    fake(home / "uv/cpython-3.13.1+freethreaded-linux/bin/python3", "3.13.1", free="true")
    fake(home / ".pyenv/shims/python3.9", "3.9.9")
    interpreters = find_interpreters(["3.9", "3.10", "3.13"], uv=None, timeout=0.5)
    assert found(interpreters) == {"3.9": ("3.9.1", "uv")}
    assert {str(s.path.relative_to(home)): s.why for s in interpreters.skipped} == {
        ".pyenv/shims": "shims run only the versions that are active",
        "bin/python": "does not answer like Python",
        "bin/python3": "cannot be run",
        "bin/python3.10": "cannot be run",
        "bin/python3.9": "does not answer within 0.5 s",
        "uv/cpython-3.13.1+freethreaded-linux/bin/python3": "is a free-threaded 3.13.1",
        "uv/pypy-3.9.2-linux/bin/python3": "is not CPython",
    }


def test_nothing_is_started_whose_name_says_that_it_is_another(home: Path) -> None:
    for name in ("python2", "python2.7", "python3.8", "python3.9-config", "python3.14t", "pypy3"):
        fake(home / "bin" / name, "3.9.0")
    fake(home / ".pyenv/versions/3.6.15/bin/python", "3.6.15")
    real = fake(home / ".pyenv/versions/3.9.18/bin/python3.9", "3.9.18")
    for link in (home / "bin/python3", real.with_name("python")):
        link.symlink_to(real)
    candidates, _ = list_candidates(["3.9"])
    assert [candidate.path for candidate in candidates] == [real]


# A uv that has 3.15 only, and installs it where the real one would.
UV = """
case "$*" in
*3.15) /bin/mkdir -p $UV_PYTHON_INSTALL_DIR/cpython-3.15.2-linux/bin
  /bin/cp $HOME/prepared $UV_PYTHON_INSTALL_DIR/cpython-3.15.2-linux/bin/python3;;
*) echo "error: Failed to install" >&2; echo "  cause: no way to https://x.invalid/y" >&2; exit 1;;
esac
"""


def test_uv_is_asked_for_those_missing(home: Path) -> None:
    uv = script(home / "uv-fake", UV)
    fake(home / "prepared", "3.15.2")
    fake(home / "bin/python3.9", "3.9.1")
    interpreters = find_interpreters(["3.9", "3.14", "3.15"], uv=uv)
    assert found(interpreters) == {"3.9": ("3.9.1", "path"), "3.15": ("3.15.2", "uv")}
    assert interpreters.missing == {"3.14": "uv could not install it: no way to (address)"}


def test_uv_is_bounded_and_may_not_be_there(home: Path) -> None:
    slow = script(home / "uv-slow", "exec /bin/sleep 60")
    silent = script(home / "uv-silent", "exit 2")
    assert [
        install_pythons(slow, ["3.14"], limit=0.1),
        install_pythons(silent, ["3.14"]),
        install_pythons(home / "uv-none", ["3.14"]),
        install_pythons(home / "uv-none", []),
    ] == [
        {"3.14": "uv could not install it within 0.1 s"},
        {"3.14": "uv could not install it: it does not say why"},
        {"3.14": "uv cannot be run: No such file or directory"},
        {},
    ]


@pytest.mark.slow
def test_the_interpreters_of_this_machine() -> None:
    interpreters = find_interpreters([python.id for python in PYTHONS], uv=None)
    assert {python.id for python in PYTHONS if python.required} <= interpreters.found.keys()
    for name, interpreter in interpreters.found.items():
        assert interpreter.exact.startswith(f"{name}.")
        assert interpreter.path.is_absolute()
        assert interpreter.path.exists()
    assert interpreters.found[RUNNING].implementation == "cpython"
