"""Where cells were measured: machines that are alike in one line."""

from dataclasses import replace

from compat.matrix.model import Origin
from compat.reports.table.machine import describe_machines

ORIGIN = Origin(
    shard="1/1",
    cells=3,
    platform="Linux x86_64",
    cpus=2,
    tools={"uv": "1", "nox": "2"},
    commit="a" * 40,
    modified=False,
)
LINUX = "Linux x86_64; 2 processors; nox 2, uv 1; commit aaaaaaaaaaaa"


def test_a_run_that_was_not_split_is_its_machine() -> None:
    assert describe_machines([ORIGIN]) == (LINUX,)
    changed = replace(ORIGIN, cpus=None, tools={}, commit=None)
    assert describe_machines([changed]) == ("Linux x86_64; processors not known; commit not known",)
    assert describe_machines([]) == ()


def test_machines_that_are_alike_stand_together() -> None:
    shards = [replace(ORIGIN, shard=f"{n}/3", cells=n) for n in (1, 2, 3)]
    assert describe_machines(shards) == (f"{LINUX} (3 shards)",)
    mixed = [shards[0], replace(shards[1], cpus=1, modified=True), shards[2]]
    assert describe_machines(mixed) == (
        f"{LINUX} (2 shards: 1/3, 3/3)",
        "Linux x86_64; 1 processor; nox 2, uv 1; commit aaaaaaaaaaaa with changes (1 shard: 2/3)",
    )
