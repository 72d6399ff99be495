"""The whole way: one plan, eight clones with caches of their own, two of them killed, one merge."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from compat.matrix.model import Matrix
from compat.reports.bundle import render
from compat.stored.reports import load
from tests.cli.run import COMPAT, ROOT, Ended, command, compat, environment, texts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "killpg"), reason="kills groups of processes"),
]

SHARDS = range(1, 9)
KILLED = (3, 6)
SELECTION = (
    "--pythons", "3.12", "3.13", "--only", "tool-async", "lambda-async", "--releases",
    *(f"0.3.{patch}" for patch in range(60, 70)), "1.0.0", "1.0.1",
)  # fmt: skip
"""Three cells a shard, so that there is time to kill one between its first and its last."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clone for each shard, one for the plan and the merge, and one for itself."""
    folder = tmp_path_factory.mktemp("rehearsal")
    for name in ("center", "single", *map(str, SHARDS)):
        clone = folder / name
        clone.mkdir()
        command(folder, "git", "clone", "-q", "--shared", "--no-checkout", str(ROOT), str(clone))
        command(clone, "git", "checkout", "-q", "HEAD", "--", "compat")
        # What is rehearsed is the code as it is, committed or not.
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "compat", clone / "compat", dirs_exist_ok=True, ignore=ignored)
    return folder


def own(clone: Path) -> dict[str, str]:
    """The environment for a clone's own program, not the one that is installed.

    Coverage would take it for another program.
    """
    usual = environment(PYTHONPATH=str(clone))
    return {name: value for name, value in usual.items() if not name.startswith("COVERAGE")}


def in_clone(clone: Path, *arguments: str) -> Ended:
    return compat(clone, *arguments, env=own(clone))


@contextmanager
def started(clone: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run the clone's own program meanwhile, as the first of a group of processes."""
    with subprocess.Popen(
        [*COMPAT, *arguments],
        cwd=clone,
        env=own(clone),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as running:
        try:
            yield running
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)


def of_shard(number: int) -> tuple[str, ...]:
    plan = Path("..", "center", "plan.json")
    return ("run", "--plan", str(plan), "--shard", f"{number}/8", "--jobs", "1")


def records(clone: Path) -> list[Path]:
    return sorted(clone.glob(".compat/runs/*/records/py*.json"))


def kill_half_way(running: Mapping[Path, subprocess.Popen[str]]) -> None:
    """Kill shards and all that they started, outright, each when its first record is there."""
    waiting = dict(running)
    while waiting:
        for clone, process in tuple(waiting.items()):
            if records(clone):
                os.killpg(process.pid, signal.SIGKILL)
                del waiting[clone]
            else:
                assert process.poll() is None, process.communicate()
        time.sleep(0.005)


def merge(home: Path, *numbers: int, output: str = "merged") -> Ended:
    """Merge shards in this order; the last of them as the archive that a CI service makes."""
    *folders, last = [home / f"{number}/.compat/shards/{number}-of-8" for number in numbers]
    archive = shutil.make_archive(str(home / last.name), "zip", last)
    places = [*map(str, folders), archive]
    return in_clone(home / "center", "merge", *places, "--output", output)


def unproven(matrix: Matrix, like: Matrix) -> Matrix:
    return replace(matrix, provenance=like.provenance)


@pytest.mark.proof
def test_eight_machines_give_what_one_gives(home: Path) -> None:
    center = home / "center"
    planned = in_clone(
        center, "plan", *SELECTION, "--shards", "8", "--output", "plan.json", "--json"
    )
    assert planned.code == 0, planned.err
    jobs = json.loads(planned.out)["include"]
    assert [(job["shard"], job["cells"]) for job in jobs] == [(f"{n}/8", 3) for n in SHARDS]
    plan = json.loads((center / "plan.json").read_text("utf-8"))

    with ExitStack() as stack:
        running = {
            number: stack.enter_context(started(home / str(number), *of_shard(number)))
            for number in SHARDS
        }
        kill_half_way({home / str(number): running[number] for number in KILLED})
        said = {number: each.communicate(timeout=300)[0] for number, each in running.items()}
    codes = {number: each.returncode for number, each in running.items()}
    assert codes == {n: -signal.SIGKILL if n in KILLED else 0 for n in SHARDS}, said
    assert all(records(home / str(number)) for number in KILLED)
    assert not any((home / str(number) / ".compat/shards").exists() for number in KILLED)

    whole = [number for number in SHARDS if number not in KILLED]
    refused = merge(home, *whole)
    assert refused.code == 4, refused.err
    assert refused.err.startswith(f"compat: missing: shards 3/8, 6/8 of plan {plan['plan_id']}, 6")

    again = in_clone(home / "3", *of_shard(3))
    assert again.code == 0, again.err
    assert "taken up again: " in again.out
    refused = merge(home, 3, *whole)
    assert refused.code == 4, refused.err
    assert refused.err.startswith(f"compat: missing: shard 6/8 of plan {plan['plan_id']}, 3 cells")
    assert not (center / "merged").exists(), "no reports of a part"

    again = in_clone(home / "6", *of_shard(6))
    assert again.code == 0, again.err
    merged = merge(home, 6, 3, *reversed(whole))
    assert merged.code == 0, merged.err
    other = merge(home, *SHARDS, output="other")
    assert other.code == 0, other.err
    assert texts(center / "merged") == texts(center / "other"), "in any order"

    as_of = plan["plan"]["dependencies_as_of"]
    single = in_clone(home / "single", "matrix", *SELECTION, "--as-of", as_of)
    assert single.code == 0, single.err
    place = home / "single" / ".compat" / "reports"
    (one, traces), (many, same) = load(place), load(center / "merged")
    assert (place / "traces.json").read_bytes() == (center / "merged/traces.json").read_bytes()
    assert texts(place) == render(unproven(many, one), same)
    assert texts(center / "merged") == render(unproven(one, many), traces)

    origins = many.provenance.origins
    assert [each.shard for each in origins] == [f"{n}/8" for n in SHARDS]
    assert {each.commit for each in origins} == {many.provenance.commit}
    assert many.provenance.plan == plan["plan_id"]
