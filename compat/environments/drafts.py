"""Folders that are being made beside where they go, so that one rename puts them there."""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_PREFIX = ".draft-"
_OLD = 3600.0  # seconds; nothing takes so long to make


@dataclass(frozen=True, kw_only=False)
class Drafts:
    """Drafts below ``root``: on the same filesystem as what they become, whatever that is."""

    root: Path

    @contextmanager
    def one(self, name: str) -> Iterator[Path]:
        """Give an empty folder; what is left of it at the end, and beside it, is removed."""
        self.root.mkdir(parents=True, exist_ok=True)
        self._sweep()
        draft = self.root / f"{_PREFIX}{os.getpid()}-{name}.{secrets.token_hex(4)}"
        draft.mkdir()
        try:
            yield draft
        finally:
            for left in self.root.glob(f"{draft.name}*"):
                shutil.rmtree(left, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove what runs that were killed have left."""
        for left in self.root.glob(f"{_PREFIX}*"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _OLD:
                    shutil.rmtree(left, ignore_errors=True)
