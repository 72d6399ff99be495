"""A release is of the version that its tag says, built before it is trusted, and attested."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import langchain_core_watch
import pytest
import yaml

import compat
from tests.ci.files import parsed, scripts
from tests.cli.run import ROOT

WORKFLOWS = {
    name: parsed(ROOT / ".github" / "workflows" / f"{name}.yml")
    for name in ("release", "release-watch")
}
PAGE = ROOT / "docs" / "releasing.md"
SCRIPTS = {script.place: script.text for script in scripts()}

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


either = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=[*WORKFLOWS])


@pytest.mark.parametrize(
    ("tag", "code"),
    [(f"v{compat.__version__}", 0), (compat.__version__, 1), ("v0.0.0", 1), ("main", 1)],
)
def test_the_tag_is_the_version(tmp_path: Path, tag: str, code: int) -> None:
    program = tmp_path / "compat"
    program.write_text(f"#!/bin/sh\necho {compat.__version__}\n")
    program.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    assert hold_the_tag("release", tag, path) == code


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        (f"watch-v{langchain_core_watch.__version__}", 0),
        (f"watch-{langchain_core_watch.__version__}", 1),
        ("watch-v0.0.0", 1),
        ("watch-v", 1),
    ],
)
def test_the_tag_of_the_watcher_is_its_version(tag: str, code: int) -> None:
    assert hold_the_tag("release-watch", tag, os.environ["PATH"]) == code


def hold_the_tag(workflow: str, tag: str, path: str) -> int:
    """Hold a tag to the version as a workflow does it, and return the exit code."""
    command = ["bash", "-eo", "pipefail", "-c", SCRIPTS[f"{workflow}/build/2"]]
    ended = subprocess.run(
        command, cwd=ROOT, env={"PATH": path, "TAG": tag}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ended.stdout.startswith(f"::error::the tag is {tag}, but" if ended.returncode else "")
    return ended.returncode


def test_a_tag_starts_one_of_them() -> None:
    conditions = {name: each["jobs"]["build"]["if"] for name, each in WORKFLOWS.items()}
    said = "startsWith(github.ref_name, 'watch-')"
    assert conditions == {"release": f"${{{{ !{said} }}}}", "release-watch": f"${{{{ {said} }}}}"}


@either
def test_only_a_published_release_starts_it(workflow: dict[Any, Any]) -> None:
    assert workflow[True] == {"release": {"types": ["published"]}}


@either
def test_what_publishes_has_no_secret_and_nothing_but_what_was_built(
    workflow: dict[Any, Any],
) -> None:
    publish = workflow["jobs"]["publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert (publish["needs"], publish["environment"]) == ("build", "pypi")
    assert "secrets." not in yaml.safe_dump(workflow)
    used = [step.get("uses", step.get("run")).partition("@")[0] for step in publish["steps"]]
    assert used == [
        "actions/download-artifact",
        "astral-sh/setup-uv",
        "astral-sh/attest-action",
        "uv publish --trusted-publishing always",
    ]


@either
def test_the_uv_that_publishes_is_the_pinned_one(workflow: dict[Any, Any]) -> None:
    (setup,) = (
        step["with"]
        for step in workflow["jobs"]["publish"]["steps"]
        if "setup-uv" in step.get("uses", "")
    )
    pinned = re.search(r"(?m)^uv==(\S+)", (ROOT / "constraints.txt").read_text("utf-8"))
    assert pinned
    assert setup["version"] == pinned[1]


def test_the_page_names_what_the_workflows_have() -> None:
    text = PAGE.read_text("utf-8")
    named = (
        "release.yml", "release-watch.yml", "pypi", "compat/__init__.py",
        "compat/watch/langchain_core_watch/__init__.py", "watch-v",
    )  # fmt: skip
    assert all(f"`{name}`" in text for name in named)
    assert len(re.findall(r"(?m)^\d\. ", text)) == 3


def test_both_distributions_have_the_licence_in_them() -> None:
    own = ROOT / "compat" / "watch" / "LICENSE"
    assert own.read_bytes() == (ROOT / "LICENSE").read_bytes()
