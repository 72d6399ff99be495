"""Faults of what earlier runs have left: damaged, doctored, on another disk, of another day."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from compat.axes.interpreter import find_interpreters
from tests.proof.hostile import hostile
from tests.proof.injection import Fault, Stage, add
from tests.proof.limits import mounted, small_disk
from tests.proof.world import MEASURE, ImpossibleError, World, expected

Damage = Callable[[World], None]
CORE: Final = "langchain_core/runnables/base.py"
RAISES: Final = b'raise ImportError("edited")'
BYTECODE: Final = "bytecode/*/*/*"
FRESH: Final = (*MEASURE, "--fresh")


def after(damage: Damage, *, ask: tuple[str, ...] = MEASURE, forget: bool = True) -> Fault:
    """Let a first run end well, then damage what it has left.

    ``forget`` removes the results, so that cells run again from the rest. The next run finds what
    the damaged one has left.
    """

    def inject(world: World) -> Iterator[None]:
        world.well()
        if forget:
            world.forget()
        damage(world)
        world.ask = ask
        yield
        world.ask = MEASURE
        if world.cache.is_file():
            world.cache.unlink()
        world.forget()

    return inject


def edited(world: World) -> None:
    """Edit a source to the same length, and take the bytecode that would hide it."""
    for place in world.layers_with(CORE):
        content = place.read_bytes()
        line = b"from __future__ import annotations"
        place.write_bytes(content.replace(line, RAISES.ljust(len(line))))
        shutil.rmtree(place.parent / "__pycache__", ignore_errors=True)


def edited_quietly(world: World) -> None:
    """Edit a source to the same length, size and times kept, to another behaviour."""
    for place in world.layers_with("langchain_core/tools/structured.py"):
        times = place.stat()
        content = place.read_bytes()
        old = b"async def _arun("
        assert old in content
        place.write_bytes(content.replace(old, b"async def _brun("))
        os.utime(place, ns=(times.st_atime_ns, times.st_mtime_ns))
        shutil.rmtree(place.parent / "__pycache__", ignore_errors=True)


def kept(world: World, pattern: str) -> list[Path]:
    """Return files that runs have left; an injection that finds none proves nothing."""
    found = [place for place in sorted(world.cache.glob(pattern)) if place.is_file()]
    if not found:
        message = f"nothing is kept at {pattern}"
        raise LookupError(message)
    return found


def compiled(change: Callable[[bytes], bytes]) -> Damage:
    """Change bytecode in its place, through every link to it."""

    def damage(world: World) -> None:
        for place in kept(world, BYTECODE):
            content = change(place.read_bytes())
            with place.open("r+b") as file:
                file.truncate()
                file.write(content)

    return damage


def exchanged(pattern: str) -> Damage:
    """Exchange what is kept at some places: each gets what is its neighbour's."""

    def damage(world: World) -> None:
        places = sorted(world.cache.glob(pattern))
        if len(places) < 2:
            message = f"nothing to exchange at {pattern}"
            raise LookupError(message)
        aside = places[0].with_name("aside")
        places[0].rename(aside)
        for place, neighbour in pairwise(places):
            neighbour.rename(place)
        aside.rename(places[-1])

    return damage


def foreign(world: World) -> None:
    """Give every bytecode the code of another source that raises."""
    code = "import marshal, sys; made = compile('raise ImportError(1)', 'x', 'exec')"
    (python,) = world.cache.glob("pythons/*/bin/python3.13")
    made = subprocess.run(
        [python, "-c", f"{code}; sys.stdout.buffer.write(marshal.dumps(made))"],
        capture_output=True,
        check=True,
    ).stdout
    compiled(lambda old: old[:16] + made + old[-32:])(world)


def added(name: str, content: str) -> Damage:
    """Add a file to every layer."""

    def damage(world: World) -> None:
        for layer in sorted((world.cache / "layers").iterdir()):
            place = layer / name
            if name.endswith("/"):
                place.mkdir()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content)

    return damage


def removed(world: World) -> None:
    """Remove a module that the guide's tool needs late."""
    for place in world.layers_with("langchain_core/tools/structured.py"):
        place.unlink()


def linked(world: World) -> None:
    """Put a link to other code in a source's place."""
    other = world.folder / "other.py"
    other.write_bytes(RAISES)
    for place in world.layers_with(CORE):
        place.unlink()
        place.symlink_to(other)
        shutil.rmtree(place.parent / "__pycache__", ignore_errors=True)


def manifests(world: World) -> None:
    """Edit what layers say of themselves, whatever the file's name."""
    for layer in (world.cache / "layers").iterdir():
        for place in layer.glob("*.json"):
            place.write_text(re.sub(r"[0-9]", "7", place.read_text()))


def forged(world: World) -> None:
    """Edit a source, and what its layer says of itself where that is a plain digest."""
    digests = {}
    for place in world.layers_with(CORE):
        digests[hashlib.sha256(place.read_bytes()).hexdigest()] = place
    edited(world)
    for old, place in digests.items():
        new = hashlib.sha256(place.read_bytes()).hexdigest()
        for manifest in world.cache.rglob("*.json"):
            text = manifest.read_text(errors="replace")
            if old in text:
                manifest.write_text(text.replace(old, new))


def refused(world: World) -> None:
    """Edit every kept resolution into a refusal."""
    said = {"status": "not-installable", "reason_class": "conflict", "reason": "it was edited"}
    for place in kept(world, "resolutions/*.json"):
        answer = json.loads(place.read_text())
        place.write_text(json.dumps({**answer, "resolution": None, "refused": said}))


def repinned(world: World) -> None:
    """Edit every kept resolution to another version of a package."""
    for place in kept(world, "resolutions/*.json"):
        text = place.read_text()
        place.write_text(
            re.sub(r'("name":\s*"tenacity",\s*"version":\s*)"[^"]+"', r'\1"8.5.0"', text)
        )


def results(world: World) -> None:
    """Edit what results say."""
    for place in kept(world, "results/*/*.json"):
        place.write_text(place.read_text().replace("tool-async", "tool-asinc"))


def evidence(world: World) -> None:
    """Edit the observations that records refer to, to the same length."""
    for place in world.folder.glob(".compat/evidence/observations/*.json"):
        place.write_text(place.read_text().replace("on_chat_model_start", "on_chat_model_stop!"))


def moment(text: str) -> Damage:
    """Write another moment that dependencies are resolved for."""

    def damage(world: World) -> None:
        (place,) = kept(world, "resolved-as-of")
        place.write_text(text)

    return damage


def hollowed(world: World) -> None:
    """Add a start-up file to the empty environments."""
    for place in world.cache.glob("pythons/*/lib/python*/site-packages"):
        (place / "sitecustomize.py").write_text("raise SystemExit(3)")
        (place / "extra.pth").write_text("import os; os.environ['X'] = '1'; raise ImportError('x')")


def other_python(world: World) -> None:
    """Link the empty environments to another interpreter."""
    other = _interpreter("3.12")
    for place in world.cache.glob("pythons/*/bin/python"):
        place.unlink()
        place.symlink_to(other)


def _interpreter(python: str) -> Path:
    found = find_interpreters([python], uv=None).found
    if python not in found:
        message = f"there is no Python {python}"
        raise ImpossibleError(message)
    return found[python].path.resolve()


def emptied(world: World) -> None:
    """Put a file into the cache's place."""
    shutil.rmtree(world.cache)
    world.cache.write_text("not a folder")


damages: dict[str, Damage] = {
    "a source, same length": edited,
    "a source, same length, size and times": edited_quietly,
    "a source, and the manifest's digest": forged,
    "all manifests": manifests,
}
for words, damage in damages.items():
    for how, ask in (("", MEASURE), (", --fresh", FRESH)):
        if damage is forged and ask == MEASURE:
            continue  # who may write both is not kept out by digests beside the files
        add(
            Stage.CACHE, "layer", f"edited: {words}{how}", after(damage, ask=ask),
        )  # fmt: skip
for words, damage in {
    "truncated": compiled(lambda old: old[: len(old) // 2]),
    "emptied": compiled(lambda _: b""),
    "zeroed after its header": compiled(lambda old: old[:16] + bytes(len(old) - 16)),
    "of other code": foreign,
}.items():
    for how, ask in (("", MEASURE), (", --fresh", FRESH)):
        add(Stage.CACHE, "bytecode", f"bytecode {words}{how}", after(damage, ask=ask))
for words, damage in {
    "sitecustomize.py": added("sitecustomize.py", "raise SystemExit(3)"),
    "extra.pth": added("extra.pth", "import os; os._exit(3)"),
    "a module that shadows another": added("json.py", "raise ImportError('shadow')"),
    "a package that shadows another": added("pydantic_core/_extra.py", "x = 1"),
    "an empty folder with a package's name": added("numpy/", ""),
    "conftest.py": added("conftest.py", "raise ImportError('conftest')"),
}.items():
    add(Stage.CACHE, "layer", f"added to layers: {words}", after(damage))
add(Stage.CACHE, "layer", "a source is gone", after(removed))
add(Stage.CACHE, "layer", "a source is a link to other code", after(linked))
add(Stage.CACHE, "python", "start-up files in empty environments", after(hollowed))
add(Stage.CACHE, "python", "empty environments of another Python", after(other_python))
for words, pattern in {
    "layers": "layers/[0-9a-f]*", "bytecode": BYTECODE, "resolutions": "resolutions/*.json",
    "results": "results/*/*.json",
}.items():  # fmt: skip
    damage = exchanged(pattern)
    add(Stage.CACHE, "exchanged", f"{words} exchanged", after(damage, forget=words != "results"))
for words, damage in {"refusals": refused, "another version": repinned}.items():
    for how, ask in (("", MEASURE), (", --fresh", FRESH)):
        add(
            Stage.CACHE, "resolution", f"resolutions edited to {words}{how}", after(damage, ask=ask)
        )
add(Stage.CACHE, "result", "results are edited", after(results, forget=False), quick=True)
add(Stage.CACHE, "result", "evidence is edited", after(evidence, forget=False))
for words, text in {
    "two years ago": "2024-11-26T00:00:00Z\n", "in 2030": "2030-01-01T00:00:00Z\n",
    "no date": "yesterday\n", "nothing": "",
}.items():  # fmt: skip
    add(Stage.CACHE, "moment", f"the kept moment is {words}", after(moment(text)))
add(Stage.CACHE, "place", "a file in the cache's place", after(emptied))
for kilobytes in (0, 16, 256, 4096):
    add(Stage.CACHE, "disk", f"{kilobytes} kB are left where runs are kept", small_disk(kilobytes))


def elsewhere(world: World) -> Iterator[None]:
    """Have the cache on another file system, by a link."""
    if not Path("/dev/shm").is_dir():  # noqa: S108
        message = "there is no /dev/shm"
        raise ImpossibleError(message)
    other = Path(mkdtemp(prefix="proof-", dir="/dev/shm"))
    try:
        shutil.rmtree(world.cache)
        world.cache.symlink_to(other)
        yield
    finally:
        shutil.rmtree(other)
        other.mkdir()
        world.bad += [] if other.exists() else ["gone"]


def mounted_elsewhere(world: World) -> Iterator[None]:
    """Have the cache on another file system, by a mount."""
    shutil.rmtree(world.cache)
    mounted(world, world.cache, "-t", "tmpfs", "tmpfs")
    yield


def read_only(world: World) -> Iterator[None]:
    """Have a cache that cannot be written to."""
    mounted(world, world.cache, "--bind", str(world.cache))
    subprocess.run(
        ["mount", "-o", "remount,ro,bind", str(world.cache)], check=True  # noqa: S607
    )  # fmt: skip
    yield
    subprocess.run(["umount", str(world.cache)], check=True)  # noqa: S607


def _state(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.py"))
        if path.is_file()
    }


WRITES: Final = """
import langchain_core, pydantic, tenacity, pytest
for module in (langchain_core, pydantic, tenacity, pytest):
    for name in ("__init__.py", "py.typed", "main.py"):
        try:
            place = os.path.join(os.path.dirname(module.__file__), name)
            with open(place, "r+b") as file:
                file.write(b'raise ImportError("a cell wrote this")#')
        except OSError:
            pass
"""


def in_place(world: World) -> Iterator[None]:
    """Let a cell write into its packages: a second checkout, and uv's own cache, stay well."""
    world.ask = (*MEASURE, "--jobs", "1")
    yield from hostile("end", WRITES)(world)
    before = [
        path for path, content in _contents(world.folder / "uv") if b"a cell wrote this" in content
    ]
    world.hold(not before, f"{len(before)} files of the person's uv cache were written by a cell")
    second = replace(world, folder=world.folder / "second", bad=[], ask=MEASURE)
    (second.folder / "home").mkdir(parents=True)
    told = second.run()
    world.hold(told.found == expected(), f"a second checkout says {told.statuses}")


def written_by_others(world: World) -> Iterator[None]:
    """Have a cache of uv that another program has written to, the sizes kept."""
    world.well()
    world.forget()
    line = b"from __future__ import annotations"
    for path, content in _contents(world.folder / "uv"):
        if path.match(CORE):
            path.write_bytes(content.replace(line, RAISES.ljust(len(line))))
    shutil.rmtree(world.cache / "layers")
    yield
    world.forget()


def _contents(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def clock(seconds: int) -> Fault:
    """Set the clock of the program, and of nothing else, by a library that gcc makes."""

    def inject(world: World) -> Iterator[None]:
        if not shutil.which("gcc"):
            message = "there is no gcc"
            raise ImpossibleError(message)
        source, library = world.folder / "clock.c", world.folder / "clock.so"
        source.write_text(_CLOCK.replace("SECONDS", str(seconds)))
        subprocess.run(
            ["gcc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"],  # noqa: S607
            check=True,
        )  # fmt: skip
        world.env["LD_PRELOAD"] = str(library)
        yield
        del world.env["LD_PRELOAD"]

    return inject


_CLOCK: Final = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
#include <sys/time.h>
int clock_gettime(clockid_t id, struct timespec *at) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int said = real(id, at);
    if (id == CLOCK_REALTIME) at->tv_sec += (SECONDS);
    return said;
}
time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
"""

add(Stage.CACHE, "place", "the cache is a link to another file system", elsewhere)
add(Stage.CACHE, "place", "the cache is a mount of its own", mounted_elsewhere)
add(Stage.CACHE, "place", "the cache cannot be written to", read_only)
add(Stage.CACHE, "uv", "uv's cache was written to", written_by_others, cold=True)
add(Stage.CACHE, "stranger", "a cell writes into its packages", in_place, cold=True)
YEARS: Final = 2 * 365 * 24 * 3600
add(Stage.CACHE, "clock", "the machine's clock is two years behind", clock(-YEARS))
add(Stage.CACHE, "clock", "the machine's clock is two years ahead", clock(YEARS))
