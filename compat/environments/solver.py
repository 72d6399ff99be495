"""One question to the resolver: what a recipe comes to, with overrides only where it needs them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from compat.environments.lacks import Lack
from compat.environments.recipe import Recipe
from compat.environments.refusal import Refused, refuse_lagging
from compat.environments.uv import Uv
from compat.record.model import Status

_MOST = 5  # overrides of a cell: an index that lacks more is none of these packages


@dataclass(frozen=True, kw_only=True)
class Solved:
    """The pinned requirements, as uv lists them, and the overrides that they needed.

    ``rests_on`` has the digests of the pages that the need for an override rests on, ``lacks`` what
    these pages lack.
    """

    listing: str
    overrides: tuple[str, ...] = ()
    rests_on: Mapping[str, str] = field(default_factory=dict)
    lacks: tuple[Lack, ...] = ()


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

        Where the resolver proves that there is no solution, what the index lacks is overridden, and
        then what the recipe names: a cell carries an override only if it needs one.
        """
        if recipe.wished:
            return await self._with_wishes(recipe)
        recipe = replace(recipe, lowest=False)
        tried = Solved(listing="")
        while isinstance(found := await self._compile(recipe, tried.overrides), Refused):
            more = _find_overridable(recipe, found, tried.overrides)
            if found.status is not Status.NOT_INSTALLABLE or not more:
                return self._judged(found, tried)
            tried = replace(
                tried,
                overrides=(*tried.overrides, *more),
                rests_on={**tried.rests_on, **found.rests_on},
                lacks=(*tried.lacks, *found.lacks),
            )
        return replace(tried, listing=found)

    async def _with_wishes(self, recipe: Recipe) -> Solved | Refused:
        """Return the same with what is wished, where that has a solution without an override."""
        wished = (*recipe.requirements, *recipe.wished)
        found = await self._compile(replace(recipe, requirements=wished, wished=()), ())
        match found:
            case str():
                return Solved(listing=found)
            case Refused(status=Status.NOT_INSTALLABLE):
                return await self.newest(replace(recipe, wished=()))
            case _:
                return found

    async def lowest(
        self, recipe: Recipe, newest: Solved, declares: tuple[str, ...]
    ) -> Solved | Refused:
        """Return the same with the oldest of what a release ``declares``.

        Only what is asked for directly can be taken at its lowest, so that is named. What it needs
        in turn stays new, or it would be older than the Python.
        """
        named = replace(recipe, requirements=(*recipe.requirements, *declares))
        found = await self._compile(named, newest.overrides)
        if isinstance(found, str):
            return replace(newest, listing=found)
        return self._judged(found, newest)

    def _judged(self, found: Refused, tried: Solved) -> Refused:
        """Return what a refusal means that is left after what was ``tried``.

        It is about the release only if nothing that it rests on is lacking.
        """
        if found.status is not Status.NOT_INSTALLABLE:
            return found
        lacks = tuple(dict.fromkeys((*tried.lacks, *found.lacks)))
        if found.lacks or any(each.project in found.rests_on for each in lacks):
            return refuse_lagging(lacks, self.uv.day)
        return replace(found, rests_on={**tried.rests_on, **found.rests_on})

    async def _compile(self, recipe: Recipe, overrides: tuple[str, ...]) -> str | Refused:
        return await self.uv.compile(self.interpreter, recipe, overrides, self.python, self.work)


def _find_overridable(recipe: Recipe, found: Refused, carried: Collection[str]) -> tuple[str, ...]:
    """Return what to override next: what the index lacks, else what the recipe names.

    Not what the recipe asks for itself, such as the suite's packages: with others, nothing that is
    measured would mean the same.
    """
    own = {_read_name(each) for each in recipe.requirements}
    named = {_read_name(each): each for each in recipe.overrides}
    lacking = [each.project for each in found.lacks if each.project not in own]
    wanted = [named.get(project, project) for project in lacking] or named.values()
    more = tuple(each for each in wanted if each not in carried)
    return more if len(carried) < _MOST else ()


def _read_name(requirement: str) -> str:
    return str(canonicalize_name(Requirement(requirement).name))
