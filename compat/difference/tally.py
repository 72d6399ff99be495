"""Which of the differences that are expected occur."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from compat.difference.expected import Expected


@dataclass(kw_only=True)
class Tally:
    """What becomes of the expected differences while statements are held to the cells.

    By the numbers of ``entries``: ``met`` is how often each occurs, ``spoken`` are those that speak
    of some statement, ``judged`` those whose cells were measured.
    """

    entries: Sequence[Expected]
    met: dict[int, int] = field(default_factory=dict)
    spoken: set[int] = field(default_factory=set)
    judged: set[int] = field(default_factory=set)

    def about(self, scenario: str, python: str, release: str) -> Iterator[tuple[int, Expected]]:
        """Give the entries that speak of a result, with their numbers."""
        for number, entry in enumerate(self.entries):
            if entry.speaks_of(scenario, python, release):
                yield number, entry

    def meet(self, number: int) -> None:
        """Note that an entry's difference occurs once more."""
        self.met[number] = self.met.get(number, 0) + 1

    def note(self, scenario: str, python: str, releases: Iterable[str]) -> None:
        """Note which entries speak of a scenario in some cells."""
        for release in releases if self.entries else ():
            self.spoken.update(number for number, _ in self.about(scenario, python, release))

    def unmet(self, today: date, *, dead: bool) -> Iterator[Expected]:
        """Give what does not occur: where its cells were measured, or where there are none."""
        for number, entry in enumerate(self.entries):
            if number in self.met or entry.stale(today):
                continue
            waits = number in self.spoken and number not in self.judged
            if waits is not dead:
                yield entry
