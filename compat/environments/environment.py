"""One isolated environment: a Python, a release, and the suite's two packages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from compat import process
from compat.environments.declared import declared
from compat.environments.refusal import Refused, refusal
from compat.record.model import Status

SUITE_REQUIREMENTS = ("pytest>=8.4", "pytest-asyncio>=1.1")
# What these bring. langchain-core imports none of it, so it may be newer than a release.
_SUITE_PACKAGES = (
    "pytest", "pytest-asyncio", "pluggy", "iniconfig", "pygments", "exceptiongroup", "tomli",
    "backports-asyncio-runner",
)  # fmt: skip
_TIME_LIMIT = 600.0  # seconds, for one uv call: a slow mirror is slow, a dead one has its own limit


@dataclass(frozen=True, kw_only=True)
class Installed:
    """An environment that is ready: its interpreter, and the overrides that it needed."""

    python: Path
    overrides: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What goes into an environment.

    ``overrides`` replace what packages ask for, and are used only if there is no solution without
    them. ``pinned`` requirements name every package, and nothing else is installed. ``lowest``
    takes the oldest of what langchain-core declares that resolve. ``as_of`` is a moment of its own
    to resolve for, ISO 8601, which the suite's packages are exempt from.
    """

    requirements: tuple[str, ...]
    overrides: tuple[str, ...] = ()
    pinned: bool = False
    lowest: bool = False
    as_of: str | None = None


def resolved(
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


def pinned(packages: Mapping[str, str]) -> Recipe:
    """Return the recipe of an environment that was recorded before, by its packages' versions."""
    requirements = tuple(f"{name}=={version}" for name, version in packages.items())
    return Recipe(requirements=requirements, pinned=True)


@dataclass(frozen=True, kw_only=True)
class Uv:
    """How uv is called: the program, its environment variables, the moment it resolves for.

    ``as_of`` is an ISO 8601 moment, or None for an index that tells no upload times. Only
    ``wheels_only`` environments are safe from code that runs while installing.
    """

    program: str
    env: Mapping[str, str]
    as_of: str | None
    wheels_only: bool = True

    async def create(self, folder: Path, interpreter: Path) -> Refused | None:
        """Make an empty environment in ``folder``, or say why not."""
        command = (
            self.program, "venv", "--quiet", "--no-project", "--python", str(interpreter),
            str(folder),
        )  # fmt: skip
        ended = await process.run(command, env=self.env, cwd=folder.parent, time_limit=_TIME_LIMIT)
        if ended.code == 0:
            return None
        reason = ended.output.strip() or f"uv venv ended with {ended.code}"
        return Refused(status=Status.INSTALL_FAILED, reason_class="environment", reason=reason)

    async def install(
        self, folder: Path, recipe: Recipe, overrides: Sequence[str], python: str
    ) -> Refused | None:
        """Install a recipe with these overrides into the environment in ``folder``."""
        command = [
            self.program, "pip", "install", "--quiet", "--python", str(interpreter_in(folder)),
        ]  # fmt: skip
        if self.wheels_only:
            command += ["--only-binary", ":all:"]
        command += self._moment(recipe)
        if recipe.pinned:
            command += ["--no-deps"]
        if recipe.lowest:
            command += ["--upgrade", "--resolution", "lowest-direct"]
        if overrides:
            listed = folder.parent / "overrides.txt"
            listed.write_text("\n".join(overrides))
            command += ["--overrides", str(listed)]
        ended = await process.run(
            [*command, *recipe.requirements],
            env=self.env,
            cwd=folder.parent,
            time_limit=_TIME_LIMIT,
        )
        return None if ended.code == 0 else refusal(ended.output, python)

    def _moment(self, recipe: Recipe) -> list[str]:
        if not self.as_of:
            return []
        if not recipe.as_of:
            return ["--exclude-newer", self.as_of]
        exempt = [f"--exclude-newer-package={name}={self.as_of}" for name in _SUITE_PACKAGES]
        return ["--exclude-newer", recipe.as_of, *exempt]


async def prepare(
    uv: Uv, recipe: Recipe, *, folder: Path, interpreter: Path, python: str
) -> Installed | Refused:
    """Build a cell's environment in ``folder``; ``python`` is the cell's, for the words.

    Overrides are tried only when the resolver proves that there is no solution without them, so
    that a cell carries an override only if it needs one.
    """
    if refused := await uv.create(folder, interpreter):
        return refused
    carried: tuple[str, ...] = ()
    newest = replace(recipe, lowest=False)
    refused = await uv.install(folder, newest, carried, python)
    if recipe.overrides and refused and refused.status is Status.NOT_INSTALLABLE:
        carried = recipe.overrides
        refused = await uv.install(folder, newest, carried, python)
    if recipe.lowest and not refused:
        # Only what is asked for directly can be had at its lowest: name what the release declares.
        # What those need in turn stays new, or it would be older than the Python.
        try:
            named = replace(recipe, requirements=(*recipe.requirements, *declared(folder)))
        except (OSError, ValueError) as error:
            reason = f"its metadata cannot be read: {error}"
            return Refused(status=Status.INSTALL_FAILED, reason_class="metadata", reason=reason)
        refused = await uv.install(folder, named, carried, python)
    return refused or Installed(python=interpreter_in(folder), overrides=carried)


def interpreter_in(folder: Path) -> Path:
    """Return the interpreter of the environment in ``folder``."""
    windows = folder / "Scripts" / "python.exe"
    return windows if windows.exists() else folder / "bin" / "python"
