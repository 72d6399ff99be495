"""Limits that the system sets on all that a run starts: memory, processes, files, disk."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.proof.injection import Fault
from tests.proof.world import ImpossibleError, World

_GROUPS: Final = Path("/sys/fs/cgroup")


def limited(*options: str) -> Fault:
    """Start the program with limits of prlimit(1)."""

    def inject(world: World) -> Iterator[None]:
        if not shutil.which("prlimit"):
            message = "there is no prlimit"
            raise ImpossibleError(message)
        world.wrap = ("prlimit", *options, "--")
        yield
        world.wrap = ()

    return inject


def grouped(controller: str, file: str, limit: str) -> Fault:
    """Start the program in a control group of its own with a limit (cgroups(7), version 1)."""

    def inject(world: World) -> Iterator[None]:
        group = _GROUPS / controller / world.folder.name
        try:
            group.mkdir()
            (group / file).write_text(limit)
        except OSError as error:
            message = f"no control group of {controller} can be made: {error.strerror}"
            raise ImpossibleError(message) from error
        join = f'echo $$ > "{group}/cgroup.procs" && exec "$@"'
        world.wrap = ("sh", "-c", join, "sh")
        try:
            yield
        finally:
            world.wrap = ()
            group.rmdir()

    return inject


def mounted(world: World, place: Path, *options: str) -> None:
    """Mount something at a place of the world. Raises ImpossibleError."""
    place.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", *options, str(place)],  # noqa: S607
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        message = f"nothing can be mounted: {done.stderr.strip()}"
        raise ImpossibleError(message)
    world.mounts.append(place)


def small_disk(kilobytes: int) -> Fault:
    """Put all that the program keeps onto a file system with so much room left."""

    def inject(world: World) -> Iterator[None]:
        home = world.folder / ".compat"
        home.mkdir(exist_ok=True)
        aside = home.rename(world.folder / "aside")
        used = int(_output("du", "-sk", "--apparent-size", str(aside)).split()[0])
        files = sum(1 for _ in aside.rglob("*"))
        size = used + 4 * files + kilobytes  # a file has its last page for itself
        mounted(world, home, "-t", "tmpfs", "-o", f"size={size}k", "tmpfs")
        _output("cp", "-a", f"{aside}/.", str(home))
        shutil.rmtree(aside)
        filler = home / "filler"
        room = os.statvfs(home)
        spare = room.f_bavail * room.f_frsize - kilobytes * 1024
        if spare > 0:
            filler.write_bytes(b"x" * spare)
        yield
        filler.unlink(missing_ok=True)
        _output("mount", "-o", "remount,size=1g", str(home))

    return inject


def _output(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
