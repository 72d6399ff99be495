"""How much of what streams do not show the findings tell of.

``python -m tests.watch.recall FILE...`` prints it: each is the ``check.json`` of a target that was
driven. What ran is counted without the watcher (``langchain_core_watch/drive/count.py``), and so is
what the event stream showed of it.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from compat.check.model import Check, Driven
from compat.reports.check.codec import read_check_json


@dataclass(frozen=True, kw_only=True)
class Recall:
    """Of ``ran`` models and tools ``shown`` were, and findings led to ``found`` of the others."""

    ran: int = 0
    shown: int = 0
    found: int = 0

    def __add__(self, other: "Recall") -> "Recall":
        """Add two up."""
        return Recall(
            ran=self.ran + other.ran, shown=self.shown + other.shown, found=self.found + other.found
        )

    def __str__(self) -> str:
        """Say it on a line."""
        missing = self.ran - self.shown
        share = f" ({self.found / missing:.0%})" if missing else ""
        return (
            f"{self.shown} of {self.ran} shown, {self.found} of the {missing} others found{share}"
        )


def count(driven: Driven) -> Recall:
    """Return what one way of driving a target showed; nothing where no stream was read."""
    return Recall(ran=driven.ran or 0, shown=driven.shown or 0, found=driven.found or 0)


def sum_up(check: Check) -> Recall:
    """Return what all ways of a check showed."""
    return sum(map(count, check.driven), Recall())


def main(names: list[str]) -> None:
    """Print each check, and all of them."""
    whole = Recall()
    for name in names:
        found = sum_up(read_check_json(Path(name).read_bytes(), name))
        sys.stdout.write(f"{Path(name).stem}: {found}\n")
        whole += found
    sys.stdout.write(f"all: {whole}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
