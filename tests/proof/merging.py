"""Faults of shards: what comes back from other machines."""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from compat.shards.codec import encode_cut
from compat.shards.files import write_shard
from tests.proof.injection import Fault, Stage, add
from tests.proof.world import World
from tests.shards.build import BROKEN, CRASHED, RUN, cut_of, files

GOOD: Final = [cell for cell in RUN if cell not in {CRASHED, BROKEN}]
MERGE: Final = ("merge", "shard-1", "shard-2", "--output", "merged")
REFUSED: Final = (5,)


def shards(damage: Callable[[Path], None], *, second: str = "shard-2") -> Fault:
    """Damage the second of two shards that are well."""

    def inject(world: World) -> Iterator[None]:
        cut = cut_of(RUN[:3], RUN[3:])
        for number in (1, 2):
            write_shard(world.folder / f"shard-{number}", files(cut, number))
        (world.folder / "plan.json").write_bytes(encode_cut(cut))
        good = world.folder / "good"
        shutil.copytree(world.folder / "shard-2", good)
        damage(world.folder / "shard-2")
        world.ask = ("merge", "shard-1", second, "--output", "merged")
        yield
        world.hold(not (world.folder / "merged").exists(), "something was written")
        shutil.rmtree(world.folder / "shard-2", ignore_errors=True)
        (world.folder / "shard-2").unlink(missing_ok=True)
        good.rename(world.folder / "shard-2")
        world.ask = MERGE

    return inject


def records(change: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    """Edit the records of a shard, all hashes made again: nobody can see it from these."""

    def damage(shard: Path) -> None:
        told = json.loads((shard / "shard.json").read_text())
        for place in sorted((shard / "records").glob("*.json")):
            packed = json.loads(place.read_text())
            inner = json.loads(packed["record"])
            if inner["status"] != "probed":
                continue
            change({"packed": packed, "record": inner})
            packed["record"] = json.dumps(inner, separators=(",", ":"))
            said = [packed[name] for name in ("record", "suite", "observations", "differing")]
            packed["digest"] = hashlib.sha256(json.dumps(said).encode()).hexdigest()
            place.write_text(json.dumps(packed))
            told["records"][place.stem] = hashlib.sha256(place.read_bytes()).hexdigest()
        (shard / "shard.json").write_text(json.dumps(told))

    return damage


def manifest(**words: object) -> Callable[[Path], None]:
    """Say something else in the shard's own words."""

    def damage(shard: Path) -> None:
        place = shard / "shard.json"
        place.write_text(json.dumps(json.loads(place.read_text()) | words))

    return damage


def zipped(fill: Callable[[zipfile.ZipFile, Path], None]) -> Callable[[Path], None]:
    """Have an archive in the shard's place."""

    def damage(shard: Path) -> None:
        draft = shard.with_name("draft.zip")
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            fill(archive, shard)
        shutil.rmtree(shard)
        draft.rename(shard)

    return damage


def _all(archive: zipfile.ZipFile, shard: Path) -> None:
    for place in sorted(shard.rglob("*")):
        if place.is_file():
            archive.write(place, place.relative_to(shard).as_posix())


def crowded(archive: zipfile.ZipFile, shard: Path) -> None:
    """Have 1.2 million empty entries."""
    _all(archive, shard)
    for number in range(1_200_000):
        archive.writestr(zipfile.ZipInfo(f"e{number}"), b"")


def bomb(archive: zipfile.ZipFile, shard: Path) -> None:
    """Have a gigabyte of zeros in a megabyte."""
    _all(archive, shard)
    with archive.open("matrix.json.big", "w", force_zip64=True) as file:
        for _ in range(1024):
            file.write(bytes(1 << 20))


def leading_out(archive: zipfile.ZipFile, shard: Path) -> None:
    """Have an entry whose path leads out."""
    _all(archive, shard)
    archive.writestr("../../stolen.txt", "x")


def replaced(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Have something else in a file's place."""

    def damage(shard: Path) -> None:
        (shard / name).unlink()
        make(shard / name)

    return damage


def emptied(shard: Path) -> None:
    """Have a folder without a file."""
    for place in shard.rglob("*.json"):
        place.unlink()


def edited(shard: Path) -> None:
    """Edit records, and nothing else."""
    for place in shard.glob("records/*.json"):
        place.write_text(place.read_text().replace("probed", "crashed"))


def cut_off(archive: Path) -> None:
    """Have half an archive."""
    zipped(_all)(archive)
    content = archive.read_bytes()
    archive.write_bytes(content[: len(content) // 2])


def unseen(given: dict[str, Any]) -> None:
    """Take the observations out of a record."""
    given["packed"]["observations"] = []
    given["record"]["observations"] = []


def partly_seen(given: dict[str, Any]) -> None:
    """Take all observations but one."""
    given["packed"]["observations"] = given["packed"]["observations"][:1]


SAID: Final[dict[str, Callable[[dict[str, Any]], None]]] = {
    "without observations": unseen,
    "with one observation of two": partly_seen,
    "of another Python": lambda given: given["record"].update(
        python={"exact": "3.99.9", "implementation": "cpython", "build": "main"}
    ),
    "of another release": lambda given: given["record"]["packages"].update(
        {"langchain-core": "0.0.1"}
    ),
    "of another cell": lambda given: given["record"].update(cell=RUN[0]),
    "without a suite": lambda given: given["packed"].update(suite=None),
    "of a newer schema": lambda given: given["record"].update(schema_version="99.0"),
}
for words, change in SAID.items():
    add(
        Stage.MERGE, "doctored", f"a shard has records {words}", shards(records(change)),
        codes=REFUSED, again=(4,), quick=words == "without observations",
    )  # fmt: skip
DAMAGES: Final[dict[str, Callable[[Path], None]]] = {
    "is gone": shutil.rmtree,
    "is an empty folder": emptied,
    "has no manifest": replaced("shard.json", lambda _: None),
    "has a manifest that is a pipe": replaced("shard.json", os.mkfifo),
    "has a manifest that is a link": replaced("shard.json", lambda p: p.symlink_to("/dev/zero")),
    "has a dangling link": replaced("traces.json", lambda p: p.symlink_to("nowhere")),
    "has a folder for its matrix": replaced("matrix.json", Path.mkdir),
    "has a matrix of 300 MB": replaced("matrix.json", lambda p: p.write_bytes(bytes(300 << 20))),
    "is of a newer schema": manifest(schema_version="99.0"),
    "says another number": manifest(number=1),
    "is an archive of 1.2 million entries": zipped(crowded),
    "is an archive with a gigabyte of zeros": zipped(bomb),
    "is an archive with a path that leads out": zipped(leading_out),
    "is half an archive": cut_off,
    "was edited": edited,
}
for words, damage in DAMAGES.items():  # fmt: skip
    add(
        Stage.MERGE, "shard", f"a shard {words}", shards(damage), codes=REFUSED, again=(4,),
    )  # fmt: skip
add(
    Stage.MERGE, "shard", "a shard is there twice",
    shards(lambda _: None, second="shard-1"), codes=(5,), again=(4,),
)  # fmt: skip
