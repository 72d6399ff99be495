"""The watch opens one issue, and then updates that one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ci.files import scripts

STAND_IN = r"""#!/bin/sh
echo "$1 $2" >> asked
case "$1 $2" in
  "issue list") echo "$NUMBER" ;;
  "issue view") echo "$BEFORE" ;;
  "issue create" | "issue edit") cat news.md > body; printf '%s\n' "$@" > words ;;
esac
"""
NEWS = "# langchain-core 1.8.3: 2 changes\n\nMeasured today.\n"
TITLE = "langchain-core 1.8.3: 2 changes"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@pytest.mark.parametrize(
    ("number", "before", "does"),
    [
        ("", "", ["issue create"]),
        ("7", TITLE, ["issue view", "issue edit"]),
        ("7", "langchain-core 1.8.2: 1 change", ["issue view", "issue edit", "issue comment"]),
    ],
    ids=["none yet", "the same news", "more news"],
)
def test_there_is_one_issue(tmp_path: Path, number: str, before: str, does: list[str]) -> None:
    (watch,) = (each.text for each in scripts() if each.place.startswith("matrix/watch"))
    (tmp_path / "news.md").write_text(NEWS)
    (tmp_path / "gh").write_text(STAND_IN)
    (tmp_path / "gh").chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    env = {"PATH": path, "NUMBER": number, "BEFORE": before, "LABEL": "new", "RUN": "run/1"}
    command = ["bash", "-eo", "pipefail", "-c", watch]
    ended = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked == ["label create", "issue list", *does]
    assert (tmp_path / "body").read_text() == f"{NEWS}\nMeasured in run/1\n"
    assert TITLE in (tmp_path / "words").read_text().splitlines()
