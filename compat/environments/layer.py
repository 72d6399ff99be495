"""Folders of pinned packages, unpacked once and shared by all cells that resolve to them."""

import asyncio
import base64
import csv
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from compat.environments.drafts import Drafts
from compat.environments.inputs import Cache, Inputs, make_key
from compat.environments.refusal import INSTALL, Refused
from compat.environments.resolution import Pin
from compat.environments.uv import Uv
from compat.record.model import Status

_MANIFEST = "layer.json"
_DIGITS = 64  # of a SHA-256
_FOLDER = "folder"
_BESIDE = frozenset({".lock"})  # what uv adds that no wheel has


def _say_nothing(_line: str) -> None:
    """Say nothing."""


class Layers:
    """The layers below ``root``, made there beside their places; see ``Drafts``.

    A layer is there whole or not at all. One that is there already is held to its digests before it
    is used, once a run; a ``fresh`` run makes all of them anew. ``say`` is told of the damaged.
    ``containment`` is how far cells are kept from writing to them: one that is made for cells that
    cannot may be linked to what uv keeps, and is no layer for others.
    """

    def __init__(
        self,
        root: Path,
        uv: Uv,
        containment: str,
        *,
        fresh: bool = False,
        say: Callable[[str], None] = _say_nothing,
    ) -> None:
        self._root = root
        self._uv = uv
        self._fresh = fresh
        self._containment = containment
        self._say = say
        self._drafts = Drafts(root)
        self._made: dict[str, asyncio.Task[Path | Refused]] = {}

    async def get(
        self, pins: Sequence[Pin], *, interpreter: Path, python: str, owner: str
    ) -> Path | Refused:
        """Return the folder of these pins, or why it cannot be made, which is no finding.

        ``owner`` says who may share it: a Python's exact build, or ``any`` for pure wheels.
        Raises OSError if the disk does not take it.
        """
        name = name_layer(pins, owner, self._containment)
        if name not in self._made:
            made = self._make(self._root / name, pins, interpreter, python)
            self._made[name] = asyncio.create_task(made)
        return await asyncio.shield(self._made[name])

    async def close(self) -> None:
        """End what is still being made, so that no process is left to a loop that has ended."""
        for task in self._made.values():
            task.cancel()
        await asyncio.gather(*self._made.values(), return_exceptions=True)

    async def _make(
        self, place: Path, pins: Sequence[Pin], interpreter: Path, python: str
    ) -> Path | Refused:
        if place.exists() and not self._fresh:
            wrong = await asyncio.to_thread(find_damage, place)
            if wrong is None:
                with suppress(OSError):
                    place.touch()  # it is in use
                return place
            self._say(
                f"packages kept in {place.name} are damaged ({wrong}): they are unpacked again"
            )
        with self._drafts.one(place.name) as draft:
            if pins:
                found = await self._unpacked(pins, draft, interpreter, python)
                if isinstance(found, Refused):
                    return found
                seal(draft, place.name, found)
            else:
                seal(draft, place.name)
            return await asyncio.to_thread(_move, draft, place, fresh=self._fresh)

    async def _unpacked(
        self, pins: Sequence[Pin], draft: Path, interpreter: Path, python: str
    ) -> Mapping[str, str] | Refused:
        """Unpack into a folder, held to the wheels' own lists; return its digests, or why not.

        What uv has kept may be damaged: then the wheels are fetched once more. What a wheel that
        has just been fetched brings unlisted is its own.
        """
        wanted = [pin.requirement for pin in pins]
        for kept in (True, False):
            refused = await self._uv.unpack(wanted, draft, interpreter, python, kept=kept)
            if refused and not (kept and refused.reason_class == INSTALL):
                return refused
            if refused:
                self._say("what uv has kept cannot be used: packages are fetched again")
                await asyncio.to_thread(_empty, draft)
                continue
            digests = await asyncio.to_thread(_digest_files, draft)
            wrong, more = find_unlike_record(draft, digests)
            if wrong is None and (more is None or not kept):
                return digests
            self._say(f"what uv has kept of {wrong or more} is damaged: it is fetched again")
            await asyncio.to_thread(_empty, draft)
        reason = f"{wrong} is not as its wheel lists it, though it was fetched anew"
        return Refused(status=Status.INSTALL_FAILED, reason_class="damaged", reason=reason)


def name_layer(pins: Sequence[Pin], owner: str, containment: str) -> str:
    """Return the name of the folder of these pins, made for their owner and such cells."""
    listed = tuple(pin.requirement for pin in pins)
    return make_key(Cache.LAYER, Inputs(build=owner, containment=containment, pins=listed))


def seal(folder: Path, name: str, digests: Mapping[str, str] | None = None) -> None:
    """Write down what a folder holds that is to be called ``name``, for ``find_damage``.

    ``digests`` are the folder's, if they are known.
    """
    held = _digest_files(folder) if digests is None else digests
    (folder / _MANIFEST).write_text(json.dumps({"name": name, "digests": held}))


def _list_parents(name: str) -> list[str]:
    """Return the folders that a file is in, the outermost first."""
    parts = name.split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def find_damage(place: Path) -> str | None:
    """Return the first file that is not as a layer was made with, or is none of it; else None."""
    try:
        manifest = json.loads((place / _MANIFEST).read_text())
        name, held = manifest["name"], dict(manifest["digests"])
        found = _digest_files(place)
    except (OSError, ValueError, LookupError, TypeError):
        return _MANIFEST
    if name != place.name:  # another's, moved here
        return _MANIFEST
    names = held.keys() | found.keys()
    return min((each for each in names if held.get(each) != found.get(each)), default=None)


def find_unlike_record(folder: Path, digests: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Return the first file that is not as the RECORD of its wheel says, and one that is in none.

    https://packaging.python.org/en/latest/specifications/recording-installed-packages/
    """
    listed = {""}
    for record in sorted(folder.glob("*.dist-info/RECORD")):
        with record.open(encoding="utf-8", newline="") as lines:
            for name, digest, *_ in csv.reader(lines):
                algorithm, _, value = digest.rstrip("=").partition("=")
                if algorithm == "sha256" and _encode_digest(digests.get(name)) != value:
                    return name, None
                listed.update([name, *_list_parents(name)])
    more = digests.keys() - listed - _BESIDE
    return None, min((name for name in more if _matters(name, digests[name])), default=None)


def _matters(name: str, digest: str) -> bool:
    """Tell whether what no wheel lists can matter: not an empty folder that nothing can import.

    Some wheels have one, like ``zstandard.libs``; a list is of files only.
    """
    return digest != _FOLDER or all(part.isidentifier() for part in name.split("/"))


def _encode_digest(digest: str | None) -> str | None:
    """Return a SHA-256 as RECORD writes it, None if it is none of a file."""
    if digest is None or len(digest) != _DIGITS:
        return None
    return base64.urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip("=")


def _digest_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder but its manifest; of a link, what it says.

    Folders have one as well: an empty one can be imported.
    """
    found = {}
    for parent, folders, names in os.walk(folder):
        inside = "" if parent == os.fspath(folder) else f"{os.path.relpath(parent, folder)}/"
        for name in (*names, *folders):
            found[f"{inside}{name}"] = _digest_file(f"{parent}/{name}")
    found.pop(_MANIFEST, None)
    return found


def _digest_file(path: str) -> str:
    mode = os.lstat(path).st_mode
    if stat.S_ISLNK(mode):
        return f"link to {Path(path).readlink()}"
    if stat.S_ISDIR(mode):
        return _FOLDER
    if not stat.S_ISREG(mode):
        return "no file"
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(exist_ok=True)


def _move(draft: Path, place: Path, *, fresh: bool) -> Path:
    """Put a finished layer in its place; where another run was first, theirs is as good."""
    if place.exists() and (fresh or find_damage(place)):
        place.rename(draft.with_name(f"{draft.name}.old"))
    try:
        draft.rename(place)
    except OSError:
        if find_damage(place):
            raise
    return place
