"""Every command that a CI service is told to run is one that the program has."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from compat.cli.parse import app
from tests.ci.files import Script, scripts, understood

SCRIPTS = [
    script
    for script in scripts()
    if re.search(r'(?m)(^\s*|SUMMARY |bin/)compat"? [a-z]', script.text)
]
GIVEN = {
    "WITH_PYTHONS": "3.10 3.14",
    "WITH_RELEASES": ">=1,<2 latest",
    "WITH_ONLY": "tool-async gather",
    "WITH_CHECK": "app.graph:graph langgraph.json",
    "WITH_ENVIRONMENT": ".venv",
    "WITH_BASELINE": "check.json",
    "SHARDS": "8",
    "SHARD": "3/8",
    "COMPAT_RELEASES": "all",
    "COMPAT_SHARDS": "8",
    "CI_NODE_INDEX": "3",
    "CI_NODE_TOTAL": "8",
    "PYTHON": "python3",
    "OWNER": "You",
    "NAME": "project",
    "CI_PAGES_URL": "https://you.example/project",
}
STAND_IN = r"""#!/bin/sh
printf '%s\037' "$@" >> "$ASKED"
echo >> "$ASKED"
echo said
"""

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with stand-ins for the programs that scripts call."""
    others = ("bin/jq", "temp/compat/bin/uv", ".ci/install")
    for program in ("bin/compat", "temp/compat/bin/compat", *others):
        path = tmp_path / program
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(STAND_IN if path.name == "compat" else "#!/bin/sh\necho said\n")
        path.chmod(0o755)
    for place in ("site", "public", "merged", "reports"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "matrix.html").touch()
    return tmp_path


def asked(folder: Path, script: str, **variables: str) -> Iterator[list[str]]:
    """Run a script with stand-ins as CI services do, and give what it asks of ``compat``."""
    places = {
        "ASKED": "asked",
        "GITHUB_OUTPUT": "output",
        "GITHUB_STEP_SUMMARY": "summary",
        "RUNNER_TEMP": "temp",
        "GITHUB_ACTION_PATH": ".",
        "GITHUB_WORKSPACE": ".",
    }
    path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
    env = {**{key: str(folder / place) for key, place in places.items()}, "PATH": path}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    ended = subprocess.run(
        command, cwd=folder, env={**env, **variables}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    for line in (folder / "asked").read_text("utf-8").splitlines():
        yield line.split("\037")[:-1]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.place)
def test_the_program_understands_it(folder: Path, script: Script) -> None:
    for words in asked(folder, script.text, **GIVEN):
        understood(words)


@pytest.mark.parametrize("place", ["matrix/plan/3", "action.yml/1"])
def test_the_program_understands_the_defaults(folder: Path, place: str) -> None:
    (script,) = (script for script in SCRIPTS if script.place == place)
    for words in asked(folder, script.text, **{**GIVEN, "WITH_PYTHONS": "", "WITH_ONLY": ""}):
        assert not any(word.startswith("--pythons") for word in words)
        understood(words)


@pytest.mark.parametrize("place", ["matrix/plan/3", "action.yml/1"])
def test_inputs_may_have_lines(folder: Path, place: str) -> None:
    (script,) = (script for script in SCRIPTS if script.place == place)
    lines = {"WITH_PYTHONS": "3.10\n3.14\n", "WITH_RELEASES": "latest\n>=1,<2\n"}
    (words,) = asked(folder, script.text, **{**GIVEN, **lines})
    assert words[1:5] == [
        "--pythons=3.10", "--pythons=3.14", "--releases=latest", "--releases=>=1,<2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("tests", []),
        (" app.graph:graph\nlanggraph.json ", ["app.graph:graph", "langgraph.json"]),
        ("pytest tests/unit -k tools", ["--", "pytest", "tests/unit", "-k", "tools"]),
        ("--pass=a:b", ["--", "--pass=a:b"]),
        ("python -m app:main", ["--", "python", "-m", "app:main"]),
    ],
)
def test_a_check_is_of_tests_targets_or_a_command(
    folder: Path, given: str, words: list[str]
) -> None:
    (script,) = (script for script in SCRIPTS if script.place == "action.yml/2")
    (found,) = asked(folder, script.text, **{**GIVEN, "WITH_CHECK": given, "WITH_BASELINE": ""})
    assert found[:2] == ["check", "--python=.venv"]
    assert found[3:] == words


NO_OPTION = {
    "WITH_PYTHONS": "3.13 --allow-builds",
    "WITH_RELEASES": "--fresh latest",
    "WITH_ONLY": "--help --",
    "SHARDS": "8",
    "SHARD": "3/8",
    "COMPAT_RELEASES": "--allow-builds",
    "COMPAT_SHARDS": "8",
}


@pytest.mark.parametrize("place", ["matrix/plan/3", "action.yml/1", "gitlab/compat-plan"])
def test_a_word_of_an_input_is_never_an_option(folder: Path, place: str) -> None:
    (script,) = (script for script in SCRIPTS if script.place == place)
    (words,) = asked(folder, script.text, **NO_OPTION)
    _, bound, _ = app.parse_args(words, exit_on_error=False, print_error=False)
    selection = bound.arguments["selection"]
    assert (selection.how.builds, bound.arguments.get("fresh", False)) == (False, False)
    given = (*selection.pythons, *selection.releases, *selection.how.scenarios)
    assert "--allow-builds" in given, "it is a Python or a release that nobody knows"


def test_inputs_become_words_and_nothing_else(folder: Path) -> None:
    (script,) = (script for script in SCRIPTS if script.place == "action.yml/1")
    given = {
        **GIVEN,
        "WITH_PYTHONS": "3.10 $(touch gone)\n ;touch gone\n",
        "WITH_RELEASES": "",
        "WITH_ONLY": " ",
    }
    (words,) = asked(folder, script.text, **given)
    output = str(folder / "temp" / "compat-reports")
    assert words == [
        "matrix",
        *(f"--pythons={word}" for word in ("3.10", "$(touch", "gone)", ";touch", "gone")),
        *("--output", output),
    ]
    assert not list(folder.rglob("gone"))
