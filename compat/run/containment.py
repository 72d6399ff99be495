"""How far what runs a release is kept from everything else, and how it is started so."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, assert_never

import compat

_ROOT: Final = Path(compat.__file__).parents[1]
_OURS: Final = "import sys; sys.path.append(sys.argv[1]); "
_CONTAIN: Final = f"{_OURS}from compat.warm.contain import main; main(sys.argv[2:])"
_CLAIMS: Final = f"{_OURS}from compat.warm.claims import main; main(sys.argv[2])"
_SECONDS: Final = 60
_TEMPORARY: Final = tuple(map(Path, ("/tmp", "/var/tmp", "/run")))  # noqa: S108 - hidden
_SYSCTLS: Final = (
    ("kernel/apparmor_restrict_unprivileged_userns", "1"),
    ("kernel/unprivileged_userns_clone", "0"),
    ("user/max_user_namespaces", "0"),
)


class Level(StrEnum):
    """How far a cell is kept from everything else.

    ``NAMESPACES``: it sees no process but its own, no network, nothing of the person's home, and
    writes to its own folder. ``PROCESSES``: it ends with all that it has started. ``NONE``: nothing
    is sure, for this is no Linux.
    """

    NAMESPACES = "namespaces"
    PROCESSES = "processes"
    NONE = "none"

    @property
    def told(self) -> str:
        """What it does not stop, for a person."""
        match self:
            case Level.NAMESPACES:
                return "a cell can still read what is outside of your home, and use up the machine"
            case Level.PROCESSES:
                return "a cell can still read and write your files, and use the network"
            case Level.NONE:
                return "a cell can do whatever you can, and leave processes behind"
            case _:
                assert_never(self)


@dataclass(frozen=True, kw_only=True)
class Containment:
    """A level, and ``why`` it is not a stronger one. In namespaces ``hidden`` folders are empty."""

    level: Level
    why: str | None = None
    hidden: tuple[Path, ...] = ()

    def fence(
        self,
        work: Path,
        python: Path,
        *,
        own: Path | None = None,
        shown: Collection[Path] = (),
    ) -> "Fence":
        """Return what an interpreter may do that works in ``work``; see ``Fence``."""
        return Fence(
            containment=self,
            work=work,
            own=own,
            shown=(*_find_homes(python), *shown),
        )


@dataclass(frozen=True, kw_only=True)
class Fence:
    """What a program that runs a release may do: see ``compat.warm.namespaces``.

    It sees the system, ``work`` and what is ``shown``. It writes to ``own`` in ``work`` alone;
    where ``own`` is None, it is a warm process, whose cells do.
    """

    containment: Containment
    work: Path
    own: Path | None
    shown: tuple[Path, ...]

    @property
    def cells(self) -> str:
        """What a warm process is told: where its cells work, if that is in namespaces."""
        return str(self.work) if self.containment.level is Level.NAMESPACES else ""

    def command(self, command: Sequence[str]) -> list[str]:
        """Return the command that runs another one, whose first word is a path, behind it."""
        match self.containment.level:
            case Level.NONE:
                return list(command)
            case Level.PROCESSES:
                fence = None
            case Level.NAMESPACES:
                fence = self._fence()
            case _:
                assert_never(self.containment.level)
        request = json.dumps({"parent": os.getpid(), "fence": fence})
        # Without any site-packages: nothing of the release runs before it is contained.
        return [sys.executable, "-IS", "-c", _CONTAIN, str(_ROOT), request, *command]

    def _fence(self) -> dict[str, object]:
        hidden = [place for place in self.containment.hidden if place.is_dir()]
        within = {
            place for place in self.shown if any(place.is_relative_to(each) for each in hidden)
        }
        return {
            "hidden": [*map(str, hidden)],
            "shown": [str(place) for place in within if place.is_dir()],
            "writable": [str(self.work)],
            "work": str(self.work),
            "own": str(self.own) if self.own else None,
        }


PROCESSES = Containment(level=Level.PROCESSES)


def find_containment(interpreters: Iterable[Path], *, strongest: str | None) -> Containment:
    """Return the strongest level that holds here for all interpreters, found by trying.

    ``strongest`` names a weaker one that is to be used.
    """
    if not sys.platform.startswith("linux"):
        return Containment(level=Level.NONE, why="this is no Linux")
    if strongest == Level.PROCESSES:
        return replace(PROCESSES, why="COMPAT_CONTAINMENT asks for it")
    hidden = {Path.home().resolve(), _ROOT.resolve(), Path.cwd(), *_TEMPORARY} - {Path("/")}
    wanted = Containment(level=Level.NAMESPACES, hidden=tuple(sorted(hidden)))
    why = _refute(wanted, [*interpreters])
    return wanted if why is None else replace(PROCESSES, why=why)


def _refute(wanted: Containment, interpreters: Sequence[Path]) -> str | None:
    """Return why a level does not hold here, None if it does."""
    with TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listening:
        work = Path(folder).resolve()
        own = work / "cell"
        own.mkdir()
        homes = [home for each in interpreters for home in _find_homes(each)]
        fence = wanted.fence(work, Path(sys.executable), shown=(*homes, _ROOT / "compat"))
        asked = {
            "work": str(work),
            "own": str(own),
            "port": listening.getsockname()[1],
            "stranger": os.getpid(),
            "closed": [*map(str, wanted.hidden)],
            "interpreters": [*map(str, interpreters)],
        }
        command = [sys.executable, "-IS", "-c", _CLAIMS, str(_ROOT), json.dumps(asked)]
        try:
            ended = subprocess.run(  # noqa: S603 - ours
                fence.command(command),
                capture_output=True,
                text=True,
                timeout=_SECONDS,
                check=False,
                cwd=own,  # as a cell: where this program was started is hidden
            )
        except (OSError, subprocess.SubprocessError) as error:
            return str(error)
    if ended.returncode == 0:
        return None
    said = ended.stderr.strip().splitlines()
    return "; ".join([said[-1] if said else "it ended", *_find_forbidding()])


def _find_forbidding() -> Iterator[str]:
    """Give the settings of this system that forbid user namespaces."""
    for name, value in _SYSCTLS:
        place = Path("/proc/sys", name)
        if place.exists() and place.read_text().strip() == value:
            yield f"{name.replace('/', '.')}={value}"


def _find_homes(python: Path) -> tuple[Path, ...]:
    """Return the folders that an interpreter is in, by every name on the way to it."""
    found = [python.resolve().parents[1]]
    for _ in range(40):  # what the system follows
        found.append(python.parents[1])
        if not python.is_symlink():
            break
        python = Path(os.path.normpath(python.parent / python.readlink()))
    return tuple(dict.fromkeys(found))
