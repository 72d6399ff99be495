"""Who runs a cell's process: what every host offers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from compat.environments.refusal import Refused
from compat.plan.model import PlannedCell
from compat.process import Finished


class Ready(Protocol):
    """A cell whose process can be started. ``overrides`` are those that it needed."""

    @property
    def overrides(self) -> tuple[str, ...]:
        """The requirements that were replaced to make it resolve."""
        ...

    @property
    def packages(self) -> Mapping[str, str] | None:
        """All packages that it has, by name; None where nobody knows before it runs."""
        ...

    @property
    def reason(self) -> str | None:
        """What the index lacked, where that is why they were."""
        ...

    async def run(self, arguments: Sequence[str], home: Path, time_limit: float) -> Finished:
        """Run pytest with these arguments in a process of its own, at home in ``home``.

        The host adds its name, ``--host``.
        """
        ...


class Host(Protocol):
    """Makes cells ready, and takes note when they are done."""

    async def ready(self, cell: PlannedCell, folder: Path) -> Ready | Refused:
        """Return a cell that can be run, with ``folder`` to itself, or say why it cannot be."""
        ...

    async def done(self, cell: PlannedCell) -> None:
        """Take note that a cell needs nothing more."""
        ...

    async def close(self) -> None:
        """End whatever this host has running."""
        ...
