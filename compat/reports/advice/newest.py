"""What is said first: the newest configuration that was measured, as ``ask`` answers for it."""

from dataclasses import dataclass

from packaging.version import Version

from compat.difference.advice import describe_situation
from compat.matrix.index import Index
from compat.matrix.model import Cell
from compat.reports.advice.words import Reply, reply_to
from compat.symptoms.model import load_codes, load_facts


@dataclass(frozen=True, kw_only=True)
class Newest:
    """A cell with the reply of who asks about it."""

    cell: Cell
    reply: Reply

    @property
    def asked(self) -> str:
        """What is typed after ``compat ask`` to be told the same."""
        layer = f" langgraph {self.cell.layer}" if self.cell.layer else ""
        return f"{self.cell.python} {self.cell.core}{layer}"


def reply_about_newest(known: Index) -> Newest | None:
    """Return what is so with the newest releases on the newest Python that has them, if any."""
    cells = [cell for cell in known.matrix.cells if cell.tells]
    if not cells:
        return None
    early = {each.id for each in known.matrix.pythons if each.prerelease}
    cell = max(
        cells,
        key=lambda each: (
            _rank(each.layer or "0"),
            _rank(each.core),
            each.python not in early,
            Version(each.python),
        ),
    )
    found = describe_situation(known, cell)
    return Newest(cell=cell, reply=reply_to(found, load_codes(), load_facts(), all_of_them=False))


def _rank(version: str) -> tuple[bool, Version]:
    """Return what to sort a release by: pre-releases before all others."""
    parsed = Version(version)
    return not parsed.is_prerelease, parsed
