"""What goes into an environment, before anything is resolved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from packaging.version import Version

_WITH_AGENTS: Final = Version("1.0")
SUITE_REQUIREMENTS = ("pytest>=8.4", "pytest-asyncio>=1.1")


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What goes into an environment.

    ``overrides`` replace what packages ask for, and are used only if there is no solution without
    them. ``pinned`` requirements name every package, and nothing else is installed. ``lowest``
    takes the oldest of what langchain-core declares that resolve. ``as_of`` is a moment of its own
    to resolve for, ISO 8601, which the suite's packages are exempt from. ``wished`` goes in too
    where there is a solution with it, and is left out where there is none.
    """

    requirements: tuple[str, ...]
    wished: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    pinned: bool = False
    lowest: bool = False
    as_of: str | None = None


def make_recipe(
    core: str,
    overrides: Sequence[str] = (),
    *,
    extras: Sequence[str] = (),
    lowest: bool = False,
    as_of: str | None = None,
) -> Recipe:
    """Return the recipe of a release: whatever resolves with it and with ``extras``."""
    return Recipe(
        requirements=(f"langchain-core=={core}", *SUITE_REQUIREMENTS, *extras),
        overrides=tuple(overrides),
        lowest=lowest,
        as_of=as_of,
    )


def make_layer_recipe(core: str, layer: str, as_of: str | None, overrides: Sequence[str]) -> Recipe:
    """Return the recipe of langgraph over a release: what installers took on a day, ``as_of``.

    langchain's agents go on top where they fit: they are made of langgraph since its 1.0.
    """
    return Recipe(
        requirements=(f"langchain-core=={core}", f"langgraph=={layer}", *SUITE_REQUIREMENTS),
        wished=("langchain>=1",) if Version(layer) >= _WITH_AGENTS else (),
        overrides=tuple(overrides),
        as_of=as_of,
    )


def pin_recipe(packages: Mapping[str, str]) -> Recipe:
    """Return the recipe of an environment that was recorded before, by its packages' versions."""
    requirements = tuple(f"{name}=={version}" for name, version in packages.items())
    return Recipe(requirements=requirements, pinned=True)
