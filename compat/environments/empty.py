"""An environment with nothing in it, one a Python: what warm processes are started in."""

from pathlib import Path

from compat.environments.drafts import Drafts
from compat.environments.environment import find_interpreter_in
from compat.environments.inputs import Cache, Inputs, make_key
from compat.environments.layer import find_damage, seal
from compat.environments.refusal import Refused
from compat.environments.uv import Uv


async def make_empty(
    uv: Uv, interpreter: Path, inputs: Inputs, *, root: Path, fresh: bool
) -> Path | Refused:
    """Return the interpreter of an empty environment below ``root``, made unless it is there.

    It has to be as uv made it for these ``inputs``; a ``fresh`` run makes it anew. Raises OSError.
    """
    name = make_key(Cache.PYTHON, inputs)
    place = root / name
    if not fresh and find_damage(place) is None:
        return find_interpreter_in(place)
    with Drafts(root).one(name) as draft:
        if refused := await uv.create(draft, interpreter):
            return refused
        seal(draft, name)
        if place.exists() and (fresh or find_damage(place)):
            place.rename(draft.with_name(f"{draft.name}.old"))
        try:
            draft.rename(place)
        except OSError:  # another run was first
            if find_damage(place):
                raise
    return find_interpreter_in(place)
