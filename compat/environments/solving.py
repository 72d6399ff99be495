"""One question to the resolver: what a recipe comes to, with overrides only where it needs them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from compat.environments.recipe import Recipe
from compat.environments.refusal import Refused
from compat.environments.uv import Uv
from compat.record.model import Status


@dataclass(frozen=True, kw_only=True)
class Solved:
    """The pinned requirements, as uv lists them, and the overrides that they needed.

    ``rests_on`` has the digests of the pages that the need for an override rests on.
    """

    listing: str
    overrides: tuple[str, ...] = ()
    rests_on: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Solver:
    """Asks uv for one interpreter; ``python`` is the cell's, for the words.

    Calls with one ``work`` share what uv has read.
    """

    uv: Uv
    interpreter: Path
    python: str
    work: Path

    async def newest(self, recipe: Recipe) -> Solved | Refused:
        """Return what a recipe comes to, with the newest of all, or why to nothing.

        Overrides are tried only when the resolver proves that there is no solution without them,
        so that a cell carries an override only if it needs one.
        """
        recipe = replace(recipe, lowest=False)
        listing = await self._compile(recipe, ())
        if isinstance(listing, str):
            return Solved(listing=listing)
        if not recipe.overrides or listing.status is not Status.NOT_INSTALLABLE:
            return listing
        rests_on = listing.rests_on
        listing = await self._compile(recipe, recipe.overrides)
        if isinstance(listing, Refused):
            return replace(listing, rests_on={**rests_on, **listing.rests_on})
        return Solved(listing=listing, overrides=recipe.overrides, rests_on=rests_on)

    async def lowest(
        self, recipe: Recipe, newest: Solved, declares: tuple[str, ...]
    ) -> Solved | Refused:
        """Return the same with the oldest of what a release ``declares``.

        Only what is asked for directly can be had at its lowest, so that is named. What it needs
        in turn stays new, or it would be older than the Python.
        """
        named = replace(recipe, requirements=(*recipe.requirements, *declares))
        listing = await self._compile(named, newest.overrides)
        return listing if isinstance(listing, Refused) else replace(newest, listing=listing)

    async def _compile(self, recipe: Recipe, overrides: tuple[str, ...]) -> str | Refused:
        return await self.uv.compile(self.interpreter, recipe, overrides, self.python, self.work)
