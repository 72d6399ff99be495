"""A release is of the version that its tag says, built before it is trusted, and attested."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

import compat
from tests.ci.files import parsed, scripts
from tests.cli.run import ROOT

WORKFLOW = parsed(ROOT / ".github" / "workflows" / "release.yml")
PAGE = ROOT / "docs" / "releasing.md"
SCRIPTS = {script.place: script.text for script in scripts()}

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@pytest.mark.parametrize(
    ("tag", "code"),
    [(f"v{compat.__version__}", 0), (compat.__version__, 1), ("v0.0.0", 1), ("main", 1)],
)
def test_the_tag_is_the_version(tmp_path: Path, tag: str, code: int) -> None:
    program = tmp_path / "compat"
    program.write_text(f"#!/bin/sh\necho {compat.__version__}\n")
    program.chmod(0o755)
    env = {"PATH": os.pathsep.join([str(tmp_path), os.environ["PATH"]]), "TAG": tag}
    command = ["bash", "-eo", "pipefail", "-c", SCRIPTS["release/build/2"]]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == code
    assert ended.stdout.startswith(f"::error::the tag is {tag}, but" if code else "")


def test_only_a_published_release_starts_it() -> None:
    assert WORKFLOW[True] == {"release": {"types": ["published"]}}


def test_what_publishes_has_no_secret_and_nothing_but_what_was_built() -> None:
    publish = WORKFLOW["jobs"]["publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert (publish["needs"], publish["environment"]) == ("build", "pypi")
    assert "secrets." not in yaml.safe_dump(WORKFLOW)
    used = [step.get("uses", step.get("run")).partition("@")[0] for step in publish["steps"]]
    assert used == [
        "actions/download-artifact",
        "astral-sh/setup-uv",
        "astral-sh/attest-action",
        "uv publish --trusted-publishing always",
    ]


def test_the_uv_that_publishes_is_the_pinned_one() -> None:
    (setup,) = (
        step["with"]
        for step in WORKFLOW["jobs"]["publish"]["steps"]
        if "setup-uv" in step.get("uses", "")
    )
    pinned = re.search(r"(?m)^uv==(\S+)", (ROOT / "constraints.txt").read_text("utf-8"))
    assert pinned
    assert setup["version"] == pinned[1]


def test_the_page_names_what_the_workflow_has() -> None:
    text = PAGE.read_text("utf-8")
    assert all(f"`{name}`" in text for name in ("release.yml", "pypi", "compat/__init__.py"))
    assert len(re.findall(r"(?m)^\d\. ", text)) == 3
