"""Faults while reports are written, and of reports that are read."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from tests.proof.injection import Fault, Stage, add
from tests.proof.limits import mounted
from tests.proof.world import MEASURE, OTHER, SCENARIOS, VICTIM, World, copy_tree

SMALLER: Final = ("matrix", OTHER, "--only", *SCENARIOS, "--output", "out")
"""A matrix whose reports are replaced by those of the usual one."""
READERS: Final = (
    ("report", "out", "--output", "again"),
    ("compare", "out", "out"),
    ("upgrade", "--from", OTHER, "--to", VICTIM),
)
MAY_EXIT: Final = {"report": (5,), "compare": (5,), "upgrade": (0, 1, 3, 4, 5)}
REFUSED: Final = (5, 6)

_KILLER: Final = """
import os, signal, sys
_left = [{number}]
_changes = {{"os.rename", "os.remove", "os.link", "os.symlink", "os.rmdir", "os.mkdir"}}
def _hook(event, given):
    if event in _changes:
        paths = [os.path.abspath(one) for one in given if isinstance(one, (str, os.PathLike))]
        if any(path.startswith({below!r}) for path in paths):
            _left[0] -= 1
            if _left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(_hook)
"""


def killed_at(number: int) -> Fault:
    """Kill the program at a change below its output: what is there is the old or the new."""

    def inject(world: World) -> Iterator[None]:
        world.well(*SMALLER)
        old = _texts(world.out)
        hook = world.folder / "hook"
        hook.mkdir()
        (hook / "sitecustomize.py").write_text(_KILLER.format(number=number, below=str(world.out)))
        world.env["PYTHONPATH"] = str(hook)
        yield
        del world.env["PYTHONPATH"]
        bare = world.run("summary", "out")  # a reader that mends nothing
        torn = _texts(world.out)
        read = world.run("report", "out", "--output", "again")
        world.hold("Traceback" not in read.said, "report: a traceback")
        if read.code == 0:
            new = world.run(*MEASURE[:-1], "other")
            world.hold(new.code == 0, f"measuring elsewhere exits {new.code}")
            fresh = _stable(_texts(world.folder / "other"))
            for who, ended, texts in (("summary", bare, torn), ("report", read, _texts(world.out))):
                ours = _stable(texts)
                world.hold(
                    ended.code != 0
                    or ours == _stable(old)
                    or (ours.keys() == fresh.keys() and _same(ours, fresh)),
                    f"{who} exits 0 on a set of which a part is new and a part old",
                )
        else:
            world.hold(read.code in REFUSED, f"report exits {read.code}: {read.last_line}")

    return inject


def _texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8", errors="replace")
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def _stable(texts: dict[str, str]) -> dict[str, str]:
    """Leave out what tells moments and commands, and half files."""
    named = {"matrix.md", "details.md", "badge.json", "junit.xml"}
    return {name: text for name, text in texts.items() if name in named}


def _same(ours: dict[str, str], fresh: dict[str, str]) -> bool:
    return all((OTHER in a) == (OTHER in b) and ("1.8.2" in a) == ("1.8.2" in b)
               for a, b in ((ours[name], fresh[name]) for name in ours))  # fmt: skip


def output(place: str) -> Fault:
    """Ask for the reports in a place that cannot take them."""

    def inject(world: World) -> Iterator[None]:
        (world.folder / "file").write_text("a file")
        (world.folder / "dangling").symlink_to(world.folder / "nowhere" / "deep")
        (world.folder / "loop").symlink_to(world.folder / "loop")
        (world.folder / "out").mkdir()
        (world.folder / "out" / "matrix.json").mkdir()
        world.ask = (*MEASURE[:-1], place)
        yield
        world.ask = MEASURE
        (world.folder / "out" / "matrix.json").rmdir()

    return inject


def read_only(world: World) -> Iterator[None]:
    """Have reports that cannot be written to."""
    world.out.mkdir()
    mounted(world, world.out, "--bind", str(world.out))
    subprocess.run(
        ["mount", "-o", "remount,ro,bind", str(world.out)], check=True  # noqa: S607
    )  # fmt: skip
    yield
    subprocess.run(["umount", str(world.out)], check=True)  # noqa: S607


def full_output(world: World) -> Iterator[None]:
    """Have no room for what is printed."""
    world.stdout = "/dev/full"
    yield
    world.stdout = None


def variable(name: str, value: str) -> Fault:
    """Set a variable that names a place."""

    def inject(world: World) -> Iterator[None]:
        world.env[name] = value
        yield
        del world.env[name]

    return inject


def doctored(change: Callable[[dict[str, Any]], Any], command: tuple[str, ...]) -> Fault:
    """Edit the matrix, then ask something that reads it."""

    def inject(world: World) -> Iterator[None]:
        world.well()
        place = world.out / "matrix.json"
        before = place.read_text("utf-8")
        matrix = json.loads(before)
        change(matrix)
        place.write_text(json.dumps(matrix), "utf-8")
        if command[0] == "upgrade":
            copy_tree(world.out, world.folder / "reports")
        world.ask = command
        yield
        shutil.rmtree(world.folder / "reports", ignore_errors=True)
        world.ask = MEASURE
        place.write_text(before, "utf-8")

    return inject


def cells(**words: object) -> Callable[[dict[str, Any]], None]:
    """Say something else of every cell."""

    def change(matrix: dict[str, Any]) -> None:
        for cell in matrix["cells"]:
            cell.update(words)

    return change


def provenance(**words: object) -> Callable[[dict[str, Any]], None]:
    """Say something else of the whole."""
    return lambda matrix: matrix["provenance"].update(words)


def unknown_result(matrix: dict[str, Any]) -> None:
    """Refer to results that are not there."""
    for cell in matrix["cells"]:
        cell["results"] = dict.fromkeys(cell["results"], "0" * 12)


def unknown_release(matrix: dict[str, Any]) -> None:
    """Have cells of a release that no row is of."""
    matrix["releases"] = matrix["releases"][:1]


def odd_versions(matrix: dict[str, Any]) -> None:
    """Have releases whose versions are none."""
    for release in matrix["releases"]:
        release["version"] = "not a version"


def whole_only(world: World) -> Iterator[None]:
    """Measure a part of what is published: reports/ and the README stay as they are."""
    for name in ("README.md", "reports"):
        copy_tree(world.code / name, world.folder / name)
    before = _texts(world.folder / "reports"), (world.folder / "README.md").read_text("utf-8")
    world.ask = ("matrix", "--releases", "1.8.2", "--pythons", "3.13", "--only", *SCENARIOS)
    yield
    after = _texts(world.folder / "reports"), (world.folder / "README.md").read_text("utf-8")
    world.hold(before == after, "reports/ or the README was replaced by less than was there")
    world.ask = MEASURE


for number in (1, 2, 4, 8, 16, 24, 32, 48):
    add(
        Stage.REPORT, "killed", f"killed at change {number} of the output", killed_at(number),
    )  # fmt: skip
for words, place in {
    "below a file": "file/out", "a file": "file", "a dangling link": "dangling",
    "below a dangling link": "dangling/out", "a link to itself": "loop",
    "below /proc": "/proc/out", "a folder in a file's place": "out", "/dev/null": "/dev/null",
}.items():  # fmt: skip
    add(Stage.REPORT, "place", f"the output is {words}", output(place), codes=(0, 2, 6))
add(Stage.REPORT, "place", "the output cannot be written to", read_only, codes=(6,))
add(Stage.REPORT, "place", "the standard output is full", full_output, codes=(0, 4, 6))
add(
    Stage.REPORT, "place", "the job summary cannot be written",
    variable("GITHUB_STEP_SUMMARY", "/proc/summary"), codes=(0, 6),
)  # fmt: skip
for words, change in {
    "odd versions": odd_versions, "unknown results": unknown_result,
    "cells of an unknown release": unknown_release, "a newer schema": (
        lambda matrix: matrix.update(schema_version="99.0")
    ), "an unknown status": cells(status="splendid"), "an odd Python": cells(python="3.x"),
    "odd ids": cells(id="../../etc"), "no such moment": provenance(generated_at="yesterday"),
    "negative counts": provenance(planned=-1), "no cells": lambda matrix: matrix["cells"].clear(),
}.items():  # fmt: skip
    for command in READERS:
        add(
            Stage.REPORT, "doctored", f"{command[0]} reads a matrix with {words}",
            doctored(change, command),
            codes=(*MAY_EXIT[command[0]], *((0, 2, 3) if words == "no cells" else ())),
        )  # fmt: skip
add(Stage.REPORT, "less", "a part of what is published is measured", whole_only, codes=(0,))
