"""What steps of the whole matrix decide: what is merged, was written, and is published."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ci.files import Script, parsed, scripts
from tests.cli.run import ROOT

SCRIPTS = {script.place: script for script in scripts()}
STAND_IN = """#!/bin/sh
echo "$@" >> asked
if [ "$1" = merge ] && [ "$WRITES" = yes ]; then echo new > merged/matrix.json; fi
exit "${CODE:-0}"
"""

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with committed reports, and a stand-in for the program."""
    (tmp_path / "reports").mkdir()
    for name in ("matrix.json", "matrix.html"):
        (tmp_path / "reports" / name).write_text("committed\n")
    (tmp_path / "compat").write_text(STAND_IN)
    (tmp_path / "compat").chmod(0o755)
    return tmp_path


def ended(folder: Path, script: Script, **variables: str) -> int:
    """Run a script as CI services do, and return what it exits with."""
    path = os.pathsep.join([str(folder), os.environ["PATH"]])
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script.text]
    env = {"PATH": path, "GITHUB_OUTPUT": str(folder / "output"), **variables}
    return subprocess.run(command, cwd=folder, env=env, check=False).returncode


def text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


MERGE = next(
    script
    for place, script in SCRIPTS.items()
    if place.startswith("matrix/merge") and "compat merge" in script.text
)


@pytest.mark.parametrize(
    ("files", "asks"),
    [
        (["shards/shard.json", "shards/records/a.json"], "shards"),
        (["shards/a/shard.json", "shards/b/shard.json"], "shards/a shards/b"),
    ],
    ids=["one", "two"],
)
def test_one_shard_alone_has_no_folder_of_its_own(
    folder: Path, files: list[str], asks: str
) -> None:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).touch()
    assert ended(folder, MERGE) == 0
    assert text(folder / "asked") == f"merge {asks} --plan plan.json --output merged\n"


@pytest.mark.parametrize(
    ("code", "writes", "output"),
    [
        (0, "yes", "wrote=true\n"),
        (1, "yes", "wrote=true\n"),  # some cell failed
        (4, "yes", "wrote=true\n"),  # all that failed is an interpreter
        (1, "no", ""),
        (18, "no", ""),
    ],
)
def test_what_was_written_is_shown_though_cells_failed(
    folder: Path, code: int, writes: str, output: str
) -> None:
    assert ended(folder, MERGE, CODE=str(code), WRITES=writes) == code
    assert text(folder / "output") == output


def test_what_merge_refused_is_not_shown() -> None:
    merge = parsed(ROOT / ".github" / "workflows" / "matrix.yml")["jobs"]["merge"]["steps"]
    place = next(number for number, each in enumerate(merge) if each.get("id") == "merge")
    conditions = {each["if"] for each in merge[place + 1 :]}
    assert conditions == {"${{ !cancelled() && steps.merge.outputs.wrote == 'true' }}"}


@pytest.mark.parametrize(
    ("given", "publish"),
    [
        ({"EVENT": "schedule", "WANTED": "", "HERE": "main"}, "true"),
        ({}, "true"),
        ({"WANTED": "false"}, "false"),
        ({"HERE": "other"}, "false"),
        ({"WITH_PYTHONS": "3.13"}, "false"),
        ({"WITH_RELEASES": "edges"}, "false"),
        ({"WITH_RELEASES": "all latest"}, "false"),
        ({"EVENT": "schedule", "WITH_RELEASES": "latest"}, "false"),
    ],
)
def test_only_the_whole_is_published(folder: Path, given: dict[str, str], publish: str) -> None:
    usual = {"EVENT": "workflow_dispatch", "WANTED": "true", "HERE": "main", "DEFAULT": "main"}
    said = {**usual, "WITH_PYTHONS": "", "WITH_RELEASES": "all", **given}
    assert ended(folder, SCRIPTS["matrix/plan/0"], **said) == 0
    assert text(folder / "output") == f"publish={publish}\n"


SITE = next(
    script
    for place, script in SCRIPTS.items()
    if place.startswith("matrix/site") and "compat site" in script.text
)


@pytest.mark.parametrize(
    ("said", "base"),
    [
        ({}, "https://you.github.io/Project"),
        ({"SITE": "https://you.example"}, "https://you.example"),
    ],
)
def test_the_site_is_made_for_the_address_of_pages(
    folder: Path, said: dict[str, str], base: str
) -> None:
    given = {"OWNER": "You", "NAME": "Project", "SITE": "", **said}
    assert ended(folder, SITE, **given) == 0
    assert text(folder / "asked") == f"site site --reports published --base {base} --newer\n"


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (4, 0), (1, 1), (2, 1), (5, 1), (6, 1)])
def test_an_index_that_does_not_say_what_is_newer_keeps_no_site_back(
    folder: Path, code: int, ends: int
) -> None:
    for script in (SITE, SCRIPTS["gitlab/pages"]):
        (folder / "compat").write_text(STAND_IN.replace("exit", '[ "$1" = site ] || CODE=0; exit'))
        assert ended(folder, script, CODE=str(code), OWNER="you", NAME="x") == ends


@pytest.mark.parametrize(("holds", "reports"), [(True, "merged"), (False, "reports")])
def test_gitlab_publishes_what_is_committed_unless_all_holds(
    folder: Path, reports: str, *, holds: bool
) -> None:
    (folder / "told").mkdir()
    if holds:
        (folder / "told" / "holds").touch()
    assert ended(folder, SCRIPTS["gitlab/pages"], CI_PAGES_URL="https://you.example") == 0
    assert text(folder / "asked").splitlines() == [
        f"site public --reports {reports} --base https://you.example --newer",
        *(f"badge {reports} --output public/badge.{kind}" for kind in ("svg", "json")),
    ]
