"""The page for newcomers says what is so."""

import re
import shlex

import pytest
import yaml

from compat.reports.project.badge import STALE_AFTER_DAYS
from tests.ci.files import PAGE, WORKFLOWS, parsed, understood
from tests.cli.run import ROOT

TEXT = PAGE.read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
EXAMPLE = BLOCKS[0][1]


def test_the_example_has_ten_lines_and_inputs_that_the_action_has() -> None:
    assert len(EXAMPLE.splitlines()) == 10
    (ours, upload) = yaml.safe_load(EXAMPLE)["jobs"]["compat"]["steps"]
    assert set(ours["with"]) <= set(parsed(ROOT / "action.yml")["inputs"])
    assert upload["uses"] in WORKFLOWS[0].read_text("utf-8")
    steps = parsed(ROOT / "action.yml")["runs"]["steps"]
    (script,) = [step["run"] for step in steps if step.get("name") == "Measure"]
    folder = upload["with"]["path"].replace("${{ runner.temp }}", "$RUNNER_TEMP")
    assert f'--output "{folder}"' in script


def test_with_the_lines_that_publish_it_the_example_is_a_workflow_still() -> None:
    jobs = yaml.safe_load(EXAMPLE + BLOCKS[1][1])["jobs"]
    assert len(jobs["compat"]["steps"]) == 3
    assert jobs["pages"]["needs"] == "compat"
    matrix = (ROOT / ".github" / "workflows" / "matrix.yml").read_text("utf-8")
    uses = [step["uses"] for job in jobs.values() for step in job["steps"]][1:]
    assert all(f"uses: {each} #" in matrix for each in uses)


def test_every_input_is_documented() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE))
    assert rows == set(parsed(ROOT / "action.yml")["inputs"])


def test_every_job_is_documented_with_its_rights() -> None:
    rows = re.findall(r"^\| (\w+) \|.*\| ([\w ]+) \|$", TEXT, re.MULTILINE)
    jobs = parsed(ROOT / ".github" / "workflows" / "matrix.yml")["jobs"]
    assert [row for row in rows if row[0] in jobs] == [
        *((job, "check out") for job in ("plan", "run", "merge", "gate", "site")),
        ("deploy", "write Pages"),
        ("watch", "write issues"),
    ]


def test_what_calls_the_matrix_grants_what_its_jobs_may() -> None:
    (caller,) = (
        yaml.safe_load(block)["jobs"]["matrix"] for _, block in BLOCKS if "/matrix.yml" in block
    )
    wanted = {
        right: level
        for job in parsed(ROOT / ".github" / "workflows" / "matrix.yml")["jobs"].values()
        for right, level in job["permissions"].items()
    }
    assert caller["permissions"] == wanted


def test_its_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)", TEXT):
        assert (PAGE.parent / link).exists(), link


def test_it_says_when_a_badge_is_stale() -> None:
    assert f"more than {STALE_AFTER_DAYS} days old (`stale`)" in TEXT


@pytest.mark.parametrize("line", re.findall(r"^compat ([^#\n]*[^#\s])", TEXT, re.MULTILINE))
def test_its_commands_are_the_programs(line: str) -> None:
    understood(shlex.split(line))
