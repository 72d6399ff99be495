"""What came of the calls of a line, in how many of them, and on what they ran."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from compat.check.model import WORST_FIRST, Caller, CallSite, Check, Environment, Seen
from compat.reports.check.words import SEEN, TWICE, describe_environment
from compat.reports.text import format_amount


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The callers of each child that a line calls, however they call it, of a whole check.

    A line can call the same child in ways that are call sites of their own: in a thread, or with
    something passed on. Those that are hidden on purpose are not among them.
    """

    environments: tuple[Environment, ...]
    callers: Mapping[tuple[str, int, str], tuple[Caller, ...]]

    @classmethod
    def of(cls, check: Check) -> "Spread":
        """Return that of a check."""
        found: dict[tuple[str, int, str], tuple[Caller, ...]] = {}
        for site in (*(each.site for each in check.findings), *check.complete):
            found[_name(site)] = (*found.get(_name(site), ()), *site.callers)
        return cls(environments=check.environments, callers=found)

    def tell(self, site: CallSite) -> tuple[str, ...]:
        """Return in how many calls what came of them, by environment where there are several.

        Environments in which the same came share a line. Nothing where the same came of all calls
        in one environment.
        """
        callers = self.callers.get(_name(site), site.callers)
        if len(self.environments) > 1:
            return tuple(self._list_lines(callers))
        outcomes = {_find_outcome(each) for each in callers}
        return (_count(callers),) if len(outcomes) > 1 else ()

    def _list_lines(self, callers: Iterable[Caller]) -> Iterator[str]:
        groups: dict[int, list[Caller]] = {}
        for each in callers:
            groups.setdefault(each.environment, []).append(each)
        alike: dict[str, list[str]] = {}
        for place, own in sorted(groups.items()):
            alike.setdefault(_count(own), []).append(describe_environment(self.environments[place]))
        yield from (f"{' and '.join(where)}: {what}" for what, where in alike.items())


def _name(site: CallSite) -> tuple[str, int, str]:
    return (site.place.file, site.place.line, site.name)


def _count(callers: Iterable[Caller]) -> str:
    """Return like ``missing in 2 calls, complete in 3``, the worst first."""
    counts: Counter[tuple[int, str]] = Counter()
    for each in callers:
        counts[_find_outcome(each)] += each.calls
    (_, word), count = min(counts.items())
    others = [f"{told} in {many}" for (_, told), many in sorted(counts.items())[1:]]
    return ", ".join([f"{word} in {format_amount(count, 'call')}", *others])


def _find_outcome(caller: Caller) -> tuple[int, str]:
    """Return the place of an outcome among all, the worst first, and its word."""
    if caller.worst is Seen.NESTED and caller.duplicated:
        return len(WORST_FIRST) - 1, TWICE
    last = caller.worst is Seen.NESTED
    return WORST_FIRST.index(caller.worst) + last, SEEN[caller.worst]
