"""The calls of uv: making environments, resolving, and installing what was resolved."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from compat import process
from compat.axes.relay import Relay
from compat.environments.lacks import find_lacks
from compat.environments.recipe import Recipe
from compat.environments.refusal import (
    Refused,
    classify_refusal,
    refuse_not_installed,
    refuse_unread,
)
from compat.record.model import Status

# What the suite's two packages bring. langchain-core imports none of it, so it may be newer than a
# release.
_SUITE_PACKAGES = (
    "pytest", "pytest-asyncio", "pluggy", "iniconfig", "pygments", "exceptiongroup", "tomli",
    "backports-asyncio-runner",
)  # fmt: skip
# When what the suite asks for was all there: a run as of an earlier day needs it too.
_SUITE_SINCE = "2025-08-01T00:00:00Z"
_INDEXES = frozenset({"UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_STRATEGY"})
_TIME_LIMIT = 600.0  # seconds, for one uv call: a slow mirror is slow, a dead one has its own limit


@dataclass(frozen=True, kw_only=True)
class Uv:
    """How uv is called: the program, its environment variables, the moment it resolves for.

    ``as_of`` is an ISO 8601 moment, or None for an index that tells no upload times. Only
    ``wheels_only`` environments are safe from code that runs while installing. It resolves through
    the ``relay``; without one, from where ``env`` says, and a refusal may rest on a fault.
    ``day`` is today, for words about what the index lacks. ``linked``: what it unpacks may be
    linked to what it keeps, for no cell can write to it.
    """

    program: str
    env: Mapping[str, str]
    as_of: str | None
    wheels_only: bool = True
    relay: Relay | None = None
    day: str = ""
    linked: bool = False

    async def create(self, folder: Path, interpreter: Path) -> Refused | None:
        """Make an empty environment in ``folder``, or say why not."""
        command = (
            "venv", "--quiet", "--no-project", "--python", str(interpreter), str(folder),
        )  # fmt: skip
        ended = await self._run(command, folder.parent)
        if ended.code == 0:
            return None
        reason = ended.output.strip() or f"uv venv ended with {ended.code}"
        return Refused(status=Status.INSTALL_FAILED, reason_class="environment", reason=reason)

    async def install(
        self, interpreter: Path, requirements: Sequence[str], python: str, cwd: Path
    ) -> Refused | None:
        """Install pinned requirements, and nothing else, into the environment of ``interpreter``.

        What fails here says nothing about a release: that there is no solution is for ``compile``.
        """
        return await self._put(requirements, ["--python", str(interpreter)], cwd, python)

    async def compile(
        self, interpreter: Path, recipe: Recipe, overrides: Sequence[str], python: str, cwd: Path
    ) -> str | Refused:
        """Return the requirements, pinned and hashed, that a recipe comes to, or say why none."""
        with TemporaryDirectory(dir=cwd) as folder:
            wanted, listing = Path(folder, "wanted.txt"), Path(folder, "listing.txt")
            wanted.write_text("\n".join(recipe.requirements))
            command = [
                "pip", "compile", "--quiet", "--python", str(interpreter), "--generate-hashes",
                "--no-header", "--annotation-style", "line", "--output-file", str(listing),
                *self._resolving(recipe), *_write_overrides(overrides, Path(folder)),
                *self._through_relay(cwd), str(wanted),
            ]  # fmt: skip
            ended = await process.run(
                (self.program, *command), env=self._relayed(), cwd=cwd, time_limit=_TIME_LIMIT
            )
            if ended.code == 0:
                return listing.read_text()
        if self.relay is None:
            return classify_refusal(ended.output, python)
        refused = classify_refusal(ended.output, python)
        fault = self.relay.fault(ended.output)
        if fault and refused.status is not Status.MACHINE_FAILED:
            return refuse_unread(*fault)
        if refused.status is not Status.NOT_INSTALLABLE:
            return refused
        if half := self.relay.half(ended.output):
            return refuse_unread(*half)
        return replace(
            refused,
            rests_on=self.relay.digests(ended.output),
            lacks=await asyncio.to_thread(find_lacks, ended.output, self.relay.versions),
        )

    async def unpack(
        self,
        requirements: Sequence[str],
        folder: Path,
        interpreter: Path,
        python: str,
        *,
        kept: bool = True,
    ) -> Refused | None:
        """Install pinned requirements, and nothing else, into a folder that is no environment.

        Where every requirement carries hashes, a file that has none of them is refused; then what
        uv has in its cache is as good as the index's, and the index is asked only for the rest;
        unless what is ``kept`` there is not to be taken.
        """
        place = ["--python", str(interpreter), "--target", str(folder)]
        place += ["--link-mode", "hardlink"] if self.linked else []
        place += [] if kept else ["--no-cache"]
        return await self._put(requirements, place, folder.parent, python)

    async def _put(
        self, requirements: Sequence[str], place: Sequence[str], cwd: Path, python: str
    ) -> Refused | None:
        hashed = all("--hash=" in requirement for requirement in requirements)
        with TemporaryDirectory(dir=cwd) as beside:
            listed = Path(beside, "pinned.txt")
            listed.write_text("\n".join(requirements))
            command = [
                "pip", "install", "--quiet", "--no-deps", *place, *self._wheels(),
                *(["--require-hashes"] if hashed else []), "--requirement", str(listed),
            ]  # fmt: skip
            cached = hashed and "--no-cache" not in place
            if cached and (await self._run([*command, "--offline"], cwd)).code == 0:
                return None
            ended = await self._run(command, cwd)
        return None if ended.code == 0 else refuse_not_installed(ended.output, python)

    def _through_relay(self, cwd: Path) -> list[str]:
        if self.relay is None:
            return []
        return ["--default-index", self.relay.url, "--cache-dir", str(cwd / "index")]

    def _relayed(self) -> Mapping[str, str]:
        """Return the environment of a call that knows no index but the relay."""
        if self.relay is None:
            return self.env
        env = {name: value for name, value in self.env.items() if name not in _INDEXES}
        direct = ",".join(filter(None, (env.get("no_proxy", env.get("NO_PROXY")), "127.0.0.1")))
        # The relay says nothing while it reads, and itself ends what takes too long.
        patience = max(self.relay.patience, _parse_number(env.get("UV_HTTP_TIMEOUT")))
        return {**env, "NO_PROXY": direct, "no_proxy": direct, "UV_HTTP_TIMEOUT": str(patience)}

    def _resolving(self, recipe: Recipe) -> list[str]:
        lowest = ["--resolution", "lowest-direct"] if recipe.lowest else []
        return [*self._wheels(), *self._moment(recipe), *lowest]

    def _wheels(self) -> list[str]:
        return ["--only-binary", ":all:"] if self.wheels_only else []

    def _moment(self, recipe: Recipe) -> list[str]:
        if not self.as_of:
            return []
        suite = max(self.as_of, _SUITE_SINCE)
        moment = recipe.as_of or self.as_of
        exempt = [f"--exclude-newer-package={name}={suite}" for name in _SUITE_PACKAGES]
        return ["--exclude-newer", moment, *(exempt if moment != suite else [])]

    async def _run(self, arguments: Sequence[str], cwd: Path) -> process.Finished:
        return await process.run(
            (self.program, *arguments), env=self.env, cwd=cwd, time_limit=_TIME_LIMIT
        )


def _parse_number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _write_overrides(overrides: Sequence[str], folder: Path) -> list[str]:
    """Return the options for overrides, which uv reads from a file only."""
    if not overrides:
        return []
    listed = folder / "overrides.txt"
    listed.write_text("\n".join(overrides))
    return ["--overrides", str(listed)]
