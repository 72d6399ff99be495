"""Workflows and actions: pinned, with the least of rights, and nothing from outside in a script."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from compat.errors import ExitCode
from tests.ci.files import ACTIONS, GITLAB, WORKFLOWS, Script, jobs, name, parsed, scripts, steps
from tests.cli.run import ROOT

USES = re.compile(r"uses: (\S+)(?: # (\S+))?$")
PINNED = re.compile(r"([\w-]+/[\w-]+)@([0-9a-f]{40})")
JOBS = dict(jobs())


@pytest.mark.parametrize("path", [*WORKFLOWS, *ACTIONS], ids=name)
def test_actions_are_our_own_or_pinned_by_hash_with_their_tag(path: Path) -> None:
    lines = [line.strip().removeprefix("- ") for line in path.read_text("utf-8").splitlines()]
    used = [USES.fullmatch(line) for line in lines if line.startswith("uses:")]
    assert used
    for found in used:
        assert found
        if found[1].startswith("$/"):
            assert (ROOT / found[1].removeprefix("$/") / "action.yml").is_file()
        else:
            assert PINNED.fullmatch(found[1]), found[1]
            assert re.fullmatch(r"v\d+\.\d+\.\d+", str(found[2])), found[0]


def test_an_action_has_one_hash_everywhere() -> None:
    hashes: defaultdict[str, set[str]] = defaultdict(set)
    for path in [*WORKFLOWS, *ACTIONS]:
        for action, commit in PINNED.findall(path.read_text("utf-8")):
            hashes[action].add(commit)
    assert {action: len(found) for action, found in hashes.items()} == dict.fromkeys(hashes, 1)


@pytest.mark.parametrize("path", WORKFLOWS, ids=name)
def test_a_workflow_grants_nothing_and_runs_once_at_a_time(path: Path) -> None:
    workflow = parsed(path)
    assert workflow["permissions"] == {}
    assert workflow["defaults"] == {"run": {"shell": "bash"}}
    assert "github.ref" in workflow["concurrency"]["group"]
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(workflow[True])


@pytest.mark.parametrize("job", JOBS)
def test_a_job_has_a_limit_and_says_what_it_may(job: str) -> None:
    assert 5 <= JOBS[job]["timeout-minutes"] <= 90
    assert set(JOBS[job]["permissions"].values()) <= {"read", "write"}


@pytest.mark.parametrize("job", JOBS)
def test_what_may_write_runs_nothing_of_ours_and_what_runs_has_no_secret(job: str) -> None:
    content = JOBS[job]
    ours = any("checkout" in step.get("uses", "") for step in content["steps"])
    if ours:
        assert content["permissions"] == {"contents": "read"}
        assert not re.search(r"secrets\.|github\.token", str(content))
    else:
        assert "contents" not in content["permissions"]


def test_only_four_jobs_may_write() -> None:
    granted = {
        job: sorted(right for right, level in content["permissions"].items() if level == "write")
        for job, content in JOBS.items()
    }
    assert {job: rights for job, rights in granted.items() if rights} == {
        "matrix/deploy": ["id-token", "pages"],
        "matrix/watch": ["issues"],
        "release/publish": ["id-token"],
        "release-watch/publish": ["id-token"],
    }


def test_no_checkout_leaves_its_token_behind() -> None:
    checkouts = [step for _, step in steps() if "checkout" in step.get("uses", "")]
    assert checkouts
    assert [step["with"] for step in checkouts] == [{"persist-credentials": False}] * len(checkouts)


@pytest.mark.parametrize("script", [*scripts()], ids=lambda script: script.place)
def test_scripts_take_what_is_not_ours_from_variables(script: Script) -> None:
    assert "${{" not in script.text


def test_the_whole_matrix_is_planned_run_merged_gated_and_published() -> None:
    matrix = parsed(ROOT / ".github" / "workflows" / "matrix.yml")
    assert set(matrix[True]) == {"schedule", "workflow_dispatch", "workflow_call"}
    assert matrix[True]["workflow_call"]["inputs"] == matrix[True]["workflow_dispatch"]["inputs"]
    needs = {job: content.get("needs", []) for job, content in matrix["jobs"].items()}
    assert needs == {
        "plan": [],
        "run": "plan",
        "merge": ["plan", "run"],
        "gate": "merge",
        "site": ["plan", "gate"],
        "deploy": "site",
        "watch": ["plan", "gate"],
    }


def test_gitlab_has_as_many_machines_as_shards() -> None:
    template = parsed(GITLAB)
    assert template["compat-run"]["parallel"] == int(template["variables"]["COMPAT_SHARDS"])


def test_gitlab_merges_what_there_is_and_publishes_what_holds() -> None:
    template = parsed(GITLAB)
    # A shard without cells, and what was not found out.
    codes = [ExitCode.NOTHING_SELECTED, ExitCode.NOT_FOUND_OUT]
    assert template["compat-run"]["allow_failure"] == {"exit_codes": codes}
    assert template["compat-merge"]["when"] == "always"
    assert [rule["when"] for rule in template["pages"]["rules"]] == ["always"]
    # The mark of what holds is the last thing to be made.
    assert template["compat-merge"]["script"][-2].endswith("--gate")
    assert template["compat-merge"]["script"][-1] == "touch told/holds"


def test_the_action_has_few_inputs() -> None:
    action = parsed(ROOT / "action.yml")
    measured, checked = ["pythons", "releases", "only"], ["check", "environment", "baseline"]
    assert list(action["inputs"]) == [*measured, *checked]
    assert all(each["description"] for each in action["inputs"].values())
