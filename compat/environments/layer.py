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
from compat.environments.inputs import Cache, Inputs, key
from compat.environments.refusal import Refused
from compat.environments.resolution import Pin
from compat.environments.uv import Uv
from compat.record.model import Status

_MANIFEST = "layer.json"


def _silent(_line: str) -> None:
    """Say nothing."""


class Layers:
    """The layers below ``root``, made there beside their places; see ``Drafts``.

    A layer is there whole or not at all. One that is there already is held to its digests before it
    is used, once a run; a ``fresh`` run makes all of them anew. ``say`` is told of the damaged.
    """

    def __init__(
        self, root: Path, uv: Uv, *, fresh: bool = False, say: Callable[[str], None] = _silent
    ) -> None:
        self._root = root
        self._uv = uv
        self._fresh = fresh
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
        name = layer_name(pins, owner)
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
            wrong = await asyncio.to_thread(damage, place)
            if wrong is None:
                with suppress(OSError):
                    place.touch()  # it is in use
                return place
            self._say(
                f"packages kept in {place.name} are damaged ({wrong}): they are unpacked again"
            )
        with self._drafts.one(place.name) as draft:
            if pins:
                refused = await self._unpacked(pins, draft, interpreter, python)
                if refused:
                    return refused
            else:
                seal(draft)
            return await asyncio.to_thread(_moved, draft, place, fresh=self._fresh)

    async def _unpacked(
        self, pins: Sequence[Pin], draft: Path, interpreter: Path, python: str
    ) -> Refused | None:
        """Unpack into a folder, hold it to the wheels' own lists and seal it, or say why not.

        What uv has kept may be damaged: then the wheels are fetched once more.
        """
        wanted = [pin.requirement for pin in pins]
        for kept in (True, False):
            if refused := await self._uv.unpack(wanted, draft, interpreter, python, kept=kept):
                return refused
            digests = await asyncio.to_thread(_digests, draft)
            wrong = unlike_record(draft, digests)
            if wrong is None:
                seal(draft, digests)
                return None
            self._say(f"what uv has kept of {wrong} is damaged: it is fetched again")
            await asyncio.to_thread(_emptied, draft)
        reason = f"{wrong} is not as its wheel lists it, though it was fetched anew"
        return Refused(status=Status.INSTALL_FAILED, reason_class="damaged", reason=reason)


def layer_name(pins: Sequence[Pin], owner: str) -> str:
    """Return the name of the folder of these pins, made for their owner."""
    return key(Cache.LAYER, Inputs(build=owner, pins=tuple(pin.requirement for pin in pins)))


def seal(folder: Path, digests: Mapping[str, str] | None = None) -> None:
    """Write down what a folder holds, for ``damage``; its ``digests`` if they are known."""
    (folder / _MANIFEST).write_text(json.dumps(digests or _digests(folder)))


def damage(place: Path) -> str | None:
    """Return the first file that is not as a layer was made with, or is none of it; else None."""
    try:
        manifest = json.loads((place / _MANIFEST).read_text())
        found = _digests(place)
    except (OSError, ValueError):
        return _MANIFEST
    if not isinstance(manifest, dict):
        return _MANIFEST
    names = manifest.keys() | found.keys()
    return min((name for name in names if manifest.get(name) != found.get(name)), default=None)


def unlike_record(folder: Path, digests: Mapping[str, str]) -> str | None:
    """Return the first file whose digest is not what the RECORD of its wheel says; None if all are.

    https://packaging.python.org/en/latest/specifications/recording-installed-packages/
    """
    for record in sorted(folder.glob("*.dist-info/RECORD")):
        with record.open(encoding="utf-8", newline="") as lines:
            for name, digest, *_ in csv.reader(lines):
                algorithm, _, value = digest.partition("=")
                if algorithm == "sha256" and digests.get(name) != _hex(value):
                    return name
    return None


def _hex(encoded: str) -> str:
    padded = encoded + "=" * (-len(encoded) % 4)
    return base64.urlsafe_b64decode(padded).hex()


def _digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder but its manifest; of a link, what it says."""
    found = {}
    for parent, folders, names in os.walk(folder):
        for path in (Path(parent, name) for name in (*names, *folders)):
            if path.is_dir() and not path.is_symlink():
                continue
            inside = path.relative_to(folder).as_posix()
            if inside != _MANIFEST:
                found[inside] = _digest(path)
    return found


def _digest(path: Path) -> str:
    if not stat.S_ISREG(path.lstat().st_mode):
        return "no file"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(exist_ok=True)


def _moved(draft: Path, place: Path, *, fresh: bool) -> Path:
    """Put a finished layer in its place; where another run was first, theirs is as good."""
    if place.exists() and (fresh or damage(place)):
        place.rename(draft.with_name(f"{draft.name}.old"))
    try:
        draft.rename(place)
    except OSError:
        if damage(place):
            raise
    return place
