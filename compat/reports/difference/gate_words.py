"""How a baseline came out, in sentences."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from compat.difference.comparison import StatusChange
from compat.difference.expected import Expected
from compat.difference.gate import Broken, Gate
from compat.matrix.model import Reading, Statement
from compat.reports.difference.account import Section
from compat.reports.difference.change_words import NOT_MEASURED
from compat.reports.difference.end_words import ARROW
from compat.reports.difference.entries import Atlas, describe_reading
from compat.reports.span import Span
from compat.reports.text import TIMES, clip, format_amount
from compat.reports.words import describe_status

_RANGES = 3
"""Statements that a line names by their ranges."""


def describe_gate(found: Gate, day: str) -> str:
    """Return in a sentence whether the statements of a baseline of some day still hold."""
    missed = _describe_missed(found)
    if not (found.checked or found.lost):
        other = f"{missed}, and no other" if missed else "no"
        return f"The gate checked nothing: {other} cell of {day}'s baseline was measured again."
    again = (
        f"{format_amount(found.checked, 'statement')} of the baseline of {day} measured again, held"
        f" in {format_amount(found.cells, 'cell')}"
    )
    why = "not held" if missed else "not measured now"
    rest = f", {found.unchecked} {why}" if found.unchecked else ""
    if found.holds:
        expected = ", apart from expected differences" if found.met else ""
        if missed:
            return f"Nothing contradicts the baseline, but {missed}: {again}{rest}{expected}."
        return f"The baseline holds: {again}{rest}; all are there as they were published{expected}."
    broken = len({each.statement for each in found.broken})
    lost = sum(len(each.cells) for each in found.lost)
    what = [
        *([f"{format_amount(broken, 'statement')} no longer so"] if broken else []),
        *([f"{format_amount(lost, 'cell')} can no longer be probed"] if lost else []),
        *([missed] if missed else []),
    ]
    return f"The baseline does not hold: {again}{rest}; {', '.join(what)}."


def _describe_missed(found: Gate) -> str:
    """Return how many cells are not known; nothing where all are."""
    count = len(found.missed)
    return (
        f"{format_amount(count, 'cell')} {'is' if count == 1 else 'are'} not known" if count else ""
    )


def make_gate_sections(places: Atlas, found: Gate) -> tuple[Section, ...]:
    """Return the findings of a gate, what broke first."""
    every = (
        ("Published, but no longer true", _tell_broken(places, found.broken)),
        ("Measured before, and no longer installable", _tell_cells(places, found.lost)),
        (
            "Not known in this run, so neither held nor broken",
            (*_tell_cells(places, found.failed), *_tell_broken(places, found.unknown)),
        ),
        (
            "Expected, and found",
            (f"{_describe_entry(m.entry)} ({m.results} times)" for m in found.met),
        ),
        ("Expected differences that have expired", map(_describe_stale, found.stale)),
        ("Expected differences that do not occur: remove them", map(_describe_entry, found.dead)),
        (
            "Expected differences of cells that were not measured",
            map(_describe_entry, found.unjudged),
        ),
    )
    made = (Section(heading=heading, lines=tuple(lines)) for heading, lines in every)
    return tuple(section for section in made if section.lines)


def _tell_broken(places: Atlas, broken: Iterable[Broken]) -> Iterator[str]:
    groups: defaultdict[tuple[str, Reading, Reading | None], list[Broken]] = defaultdict(list)
    for each in broken:
        said = each.statement
        groups[said.scenario, said.reading, each.now].append(each)
    for (scenario, published, now), same in groups.items():
        cells = [name for each in same for name in each.cells]
        yield (
            f"{clip(scenario)}: published {describe_reading(published)} in"
            f" {_list_ranges([each.statement for each in same])};"
            f" {f'measured {describe_reading(now)}' if now else NOT_MEASURED} in"
            f" {format_amount(len(cells), 'cell')} ({places.where(cells)})"
        )


def _list_ranges(statements: list[Statement]) -> str:
    told = [
        f"{each.python} {TIMES} {Span(first=each.from_release, last=each.through_release)}"
        f"{f' with langgraph {each.layer}' if each.layer else ''}"
        for each in statements[:_RANGES]
    ]
    left = len(statements) - len(told)
    return "; ".join([*told, *([f"{format_amount(left, 'more range')}"] if left else [])])


def _tell_cells(places: Atlas, changed: Iterable[StatusChange]) -> Iterator[str]:
    for each in changed:
        reason = clip((each.reason or "").strip().partition("\n")[0])
        yield (
            f"{describe_status(each.before)} {ARROW} {describe_status(each.after)}, in"
            f" {format_amount(len(each.cells), 'cell')} ({places.where(each.cells)})"
            f"{f': {reason}' if reason else ''}"
        )


def _describe_entry(entry: Expected) -> str:
    releases = f" {TIMES} {entry.range}" if entry.range else ""
    return clip(
        f"{entry.scenario} on {entry.python}{releases}: {entry.now}, until {entry.expires}"
        f" ({entry.reason}; {entry.link})"
    )


def _describe_stale(entry: Expected) -> str:
    return f"{_describe_entry(entry)}: look at it again, then renew or remove it"
