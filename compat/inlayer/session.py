"""One session of the layer's suite: that of core, of another cell and with another suite's hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compat.incell.session import Session
from compat.inlayer import identity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from compat.incell.record import Record


class LayerSession(Session):
    """What was asked for, and what has come of it."""

    @classmethod
    def begin(
        cls, *, claimed: str | None, host: str, overrides: Iterable[str], out: Path | None
    ) -> LayerSession:
        """Start one. Raises CellMismatchError if this is not the cell that was claimed."""
        return cls(identity.verified_cell(claimed), host, tuple(overrides), out)

    def _write(self, made: Record) -> None:
        if made["suite"]:
            made["suite"]["hash"] = identity.suite_hash()
        super()._write(made)
