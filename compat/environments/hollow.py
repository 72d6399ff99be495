"""An environment with nothing in it, one a Python: what warm processes are started in."""

import hashlib
import secrets
import shutil
from pathlib import Path

from compat.environments.environment import interpreter_in
from compat.environments.refusal import Refused
from compat.environments.uv import Uv


async def hollow(
    uv: Uv, interpreter: Path, *, build: str, root: Path, work: Path
) -> Path | Refused:
    """Return the interpreter of an empty environment below ``root``, made unless it is there.

    ``build`` tells interpreters at one path apart. Raises OSError.
    """
    name = hashlib.sha256(f"{interpreter}\n{build}".encode()).hexdigest()[:24]
    place = root / name
    if not (place / "pyvenv.cfg").exists() or not interpreter_in(place).exists():
        shutil.rmtree(place, ignore_errors=True)
        draft = work / f"{name}.{secrets.token_hex(4)}"
        draft.parent.mkdir(parents=True, exist_ok=True)
        if refused := await uv.create(draft, interpreter):
            return refused
        root.mkdir(parents=True, exist_ok=True)
        try:
            draft.rename(place)
        except OSError:  # another run was first
            if not interpreter_in(place).exists():
                raise
    return interpreter_in(place)
