"""What to write, in words: which form, how much it helps, and the code."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compat.difference.remedy import Remedy
from compat.matrix.model import Outcome
from compat.reports.difference import change_words
from compat.reports.example import Example, make_example
from compat.reports.form import describe_way
from compat.reports.words import PLAIN


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What to write: ``words`` say in which way and how much it helps, for these ``scenarios``.

    ``example`` is the code for the first of them, None if the suite's is not known.
    """

    words: str
    scenarios: tuple[str, ...]
    example: Example | None


def group_writings(found: Iterable[tuple[str, Remedy | None]]) -> Iterator[Writing]:
    """Give what to write, once for all scenarios that the same form helps as much."""
    groups: defaultdict[str, list[tuple[str, Remedy]]] = defaultdict(list)
    for scenario, remedy in found:
        if remedy:
            groups[describe_remedy(remedy)].append((scenario, remedy))
    for said, same in groups.items():
        yield Writing(
            words=said,
            scenarios=tuple(scenario for scenario, _ in same),
            example=make_example(same[0][1]),
        )


def describe_remedy(remedy: Remedy) -> str:
    """Return the form to write and how much it brings back."""
    now = remedy.before is remedy.after
    if remedy.after is Outcome.LOST:
        hides = change_words.REMEDY_HIDES if now else change_words.REMEDY_HIDES_THEN
        return hides.format(form=describe_way(remedy.form))
    template = change_words.REMEDY_NOW if now else change_words.REMEDY_THEN
    return template.format(
        form=describe_way(remedy.form),
        after=PLAIN[remedy.after],
        before=describe_outcome(remedy.before),
    )


def describe_outcome(outcome: Outcome | None) -> str:
    """Return what is seen of a form, or that it was not measured."""
    return PLAIN[outcome] if outcome else change_words.NOT_MEASURED
