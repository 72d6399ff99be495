"""Which releases the index has that are newer than all that were measured."""

from collections.abc import Iterable
from dataclasses import dataclass

from packaging.version import Version

from compat.axes.release import Release
from compat.matrix.model import Matrix
from compat.reports.site.words import count_newer
from compat.reports.text import capitalise


@dataclass(frozen=True, kw_only=True)
class Newer:
    """What the index had on a day, by project; ``found`` is None where it could not be read."""

    day: str
    found: dict[str, tuple[str, ...]] | None

    @property
    def any(self) -> bool:
        """Whether there are some."""
        return any((self.found or {}).values())

    @property
    def sentence(self) -> str:
        """All of it in a sentence."""
        if self.found is None:
            return f"Whether there are newer releases could not be found out on {self.day}."
        names = [f"{name} {each}" for name, newer in self.found.items() for each in newer]
        if not names:
            projects = " or ".join(self.found)
            return f"On {self.day} the index had no newer release of {projects}."
        return f"{capitalise(count_newer(len(names)))}: {', '.join(names)} ({self.day})."


def find_newer(matrix: Matrix, listed: Iterable[Release]) -> tuple[str, ...]:
    """Return the releases that are newer than any that was measured, oldest first.

    What was yanked is left out, and so are pre-releases.
    """
    known = {cell.layer if matrix.layered else cell.core for cell in matrix.cells}
    newest = max((Version(each) for each in known if each), default=Version("0"))
    found = (each for each in listed if not each.yanked and not each.prerelease)
    return tuple(str(v) for v in sorted(each.version for each in found) if v > newest)
