"""Folders of pinned packages, unpacked once and shared by all cells that resolve to them."""

import asyncio
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from compat.environments.refusal import Refused
from compat.environments.resolution import Pin
from compat.environments.uv import Uv

_CONTENT = "layer.json"


class Layers:
    """The layers below ``root``; those that are missing are made in ``work`` and moved there.

    A layer is there whole or not at all: a run that is killed leaves its half in its own ``work``.
    """

    def __init__(self, root: Path, work: Path, uv: Uv) -> None:
        self._root = root
        self._work = work
        self._uv = uv
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

    def place(self, pins: Sequence[Pin], owner: str) -> Path:
        """Return where the folder of these pins is or would be, whole or not."""
        return self._root / layer_name(pins, owner)

    async def close(self) -> None:
        """End what is still being made, so that no process is left to a loop that has ended."""
        for task in self._made.values():
            task.cancel()
        await asyncio.gather(*self._made.values(), return_exceptions=True)

    async def _make(
        self, place: Path, pins: Sequence[Pin], interpreter: Path, python: str
    ) -> Path | Refused:
        if is_whole(place):
            with suppress(OSError):
                place.touch()  # it is in use
            return place
        draft = self._work / f"{place.name}.{secrets.token_hex(4)}"
        draft.mkdir(parents=True)
        if pins:
            wanted = [pin.requirement for pin in pins]
            if refused := await self._uv.unpack(wanted, draft, interpreter, python):
                shutil.rmtree(draft, ignore_errors=True)
                return refused
        (draft / _CONTENT).write_text(json.dumps(_content(draft)))
        return _moved(draft, place)


def layer_name(pins: Sequence[Pin], owner: str) -> str:
    """Return the name of the folder of these pins: a SHA-256 over them and their owner."""
    said = json.dumps([owner, [pin.requirement for pin in pins]])
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def is_whole(place: Path) -> bool:
    """Tell whether a layer is there, with all the files that it was made with."""
    try:
        return bool(json.loads((place / _CONTENT).read_text()) == _content(place))
    except (OSError, ValueError):
        return False


def _content(folder: Path) -> dict[str, int]:
    """Return how many files a layer has, and their bytes; bytecode comes and goes."""
    sizes = [
        entry.stat().st_size
        for parent, _, names in os.walk(folder)
        if not parent.endswith("__pycache__")
        for entry in (Path(parent, name) for name in names if name != _CONTENT)
    ]
    return {"files": len(sizes), "bytes": sum(sizes)}


def _moved(draft: Path, place: Path) -> Path:
    """Put a finished layer in its place; where another run was first, theirs is as good."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists() and not is_whole(place):
        place.rename(draft.with_name(f"{draft.name}.damaged"))
    try:
        draft.rename(place)
    except OSError:
        if not is_whole(place):
            raise
        shutil.rmtree(draft, ignore_errors=True)
    return place
