"""What a comparison says, in sentences: one place for the terminal, Markdown and the feed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compat.difference.history import ChangeLine, Entry, Names, NewsOf
from compat.difference.kind import Kind
from compat.record.model import Status
from compat.reports.difference.change_words import EFFECT_MEANS, EFFECTS, STEP
from compat.reports.difference.end_words import ARROW
from compat.reports.text import clip, format_amount
from compat.reports.words import describe_status

KINDS = {
    Kind.WORSE: "worse",
    Kind.LOST_SIGHT: "no longer known",
    Kind.OTHER: "otherwise",
    Kind.FOUND_OUT: "newly known",
    Kind.BETTER: "better",
}

_HEADINGS = {
    Kind.WORSE: "Worse",
    Kind.LOST_SIGHT: "Known before, and not any more",
    Kind.OTHER: "Different, neither better nor worse",
    Kind.FOUND_OUT: "Not known before, and now known",
    Kind.BETTER: "Better",
}

_CELLS = {
    Kind.WORSE: "Worse: cells that can no longer be probed",
    Kind.BETTER: "Better: cells that can be probed now",
}


@dataclass(frozen=True, kw_only=True)
class Section:
    """Lines under a heading; ``left_out`` more are not told."""

    heading: str
    lines: tuple[str, ...]
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class Account:
    """A comparison in words: an answer in one sentence, facts about the two, the changes."""

    answer: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]


def describe_entry(entry: Entry) -> Account:
    """Return an entry in words."""
    return Account(
        answer=_describe_answer(entry),
        facts=tuple(_list_facts(entry)),
        sections=(
            *_make_sections(entry),
            *map(_make_release_section, _pick_telling(entry.new_releases)),
        ),
    )


def describe_change(told: ChangeLine) -> str:
    """Return one change as a line."""
    forms = f" [{'; '.join(told.forms)}]" if told.forms else ""
    named = f"{', '.join(told.scenarios)}: " if told.scenarios else ""
    why = f"; {told.why}" if told.why else ""
    where = f"in {format_amount(told.cells, 'cell')} ({told.where})"
    return f"{named}{_describe_turn(told)}{forms}, {where}{why}"


def _describe_turn(told: ChangeLine) -> str:
    if told.before != told.after:
        return STEP.format(before=told.before, after=told.after)
    return told.before if told.forms else f"{told.before}, seen differently"


def _describe_answer(entry: Entry) -> str:
    if entry.since is None:
        return (
            f"The history begins: {format_amount(entry.planned, 'cell')} planned,"
            f" {entry.probed} probed. What was measured before is not known here."
        )
    suite = "The suite changed. " if entry.suites else ""
    scope = f"{format_amount(entry.compared, 'cell')} probed both times"
    if not entry.changes:
        more = "; what is new is below" if _has_more(entry) else ""
        return f"{suite}Nothing changed in {scope}{more}."
    every = ", ".join(f"{count} {KINDS[kind]}" for kind, count in _rank(entry.changes))
    return f"{suite}{_describe_verdict(entry)} Changes: {every}; {scope}."


def _describe_verdict(entry: Entry) -> str:
    return "Something got worse." if entry.changes.get(Kind.WORSE) else "Nothing got worse."


def _rank(counts: dict[Kind, int]) -> list[tuple[Kind, int]]:
    return [(kind, counts[kind]) for kind in KINDS if counts.get(kind)]


def _has_more(entry: Entry) -> bool:
    return bool(
        entry.new_releases
        or entry.added
        or entry.removed
        or any(
            each.count
            for each in (
                entry.gone_releases,
                entry.yanked,
                entry.new_pythons,
                entry.gone_pythons,
                entry.new_scenarios,
                entry.gone_scenarios,
            )
        )
    )


def _list_facts(entry: Entry) -> Iterator[str]:
    if entry.reason:
        yield f"It replaced reports that had more, for this reason: {clip(entry.reason)}"
    if entry.suites:
        before, after = (each[:12] for each in entry.suites)
        yield f"The suite changed ({before} {ARROW} {after}): a difference may be its own"
    if entry.dependencies:
        yield f"Dependencies as of {f' {ARROW} '.join(entry.dependencies)}"
    if entry.platforms:
        yield f"Measured on {f' {ARROW} '.join(entry.platforms)}"
    yield from _list_names("New patterns, not compared", entry.new_scenarios)
    yield from _list_names("Patterns that are gone, not compared", entry.gone_scenarios)
    yield from _list_names("Patterns whose code changed", entry.recoded)
    yield from map(_describe_release, entry.new_releases)
    if entry.left_out_releases:
        yield f"{entry.left_out_releases} more new releases, older ones, are left out"
    yield from _list_names("Releases that are gone from the index", entry.gone_releases)
    yield from _list_names("Releases that were yanked", entry.yanked)
    yield from _list_names("New Pythons", entry.new_pythons)
    yield from _list_names("Pythons that are no longer measured", entry.gone_pythons)
    yield from _list_names("Pythons of another exact version", entry.interpreters)
    if entry.added:
        yield f"{format_amount(entry.added, 'cell')} more measured, of releases known before"
    if entry.removed:
        yield f"{format_amount(entry.removed, 'cell')} not measured again"


def _list_names(label: str, some: Names) -> Iterator[str]:
    if some.count:
        left = some.count - len(some.names)
        yield f"{label}: {', '.join([*some.names, *([f'{left} more'] if left else [])])}"


def _describe_release(each: NewsOf) -> str:
    if not each.statuses:
        return f"New release {each.version}: not measured"
    cells = ", ".join(
        f"{count} {describe_status(Status(status))}" for status, count in each.statuses.items()
    )
    said = f"{format_amount(each.changes, 'change')} from the release before it"
    same = "the same as the release before it"
    compared = f"; {said if each.changes else same}" if each.compared else ""
    return f"New release {each.version}: {cells}{compared}"


def _pick_telling(releases: Iterable[NewsOf]) -> Iterator[NewsOf]:
    return (each for each in releases if each.told)


def _make_release_section(each: NewsOf) -> Section:
    lines = (
        f"{KINDS[kind]}: {describe_change(told)}"
        for kind in KINDS
        for told in _pick(each.told, kind)
    )
    return Section(
        heading=f"New release {each.version}, compared with the release before it",
        lines=tuple(lines),
        left_out=each.changes - sum(told.changes for told in each.told),
    )


def _make_sections(entry: Entry) -> Iterator[Section]:
    """Give the changes by what they mean; what was left out of a kind is told at its last."""
    for kind in KINDS:
        told = _pick(entry.told, kind)
        groups = _group_by_heading(told)
        left = entry.changes.get(kind, 0) - sum(each.changes for each in told)
        if left and not groups:
            groups = {_HEADINGS[kind]: []}
        for number, (heading, same) in enumerate(groups.items(), 1):
            last = number == len(groups)
            yield Section(
                heading=heading,
                lines=tuple(map(describe_change, same)),
                left_out=left if last else 0,
            )


def _pick(told: Iterable[ChangeLine], kind: Kind) -> list[ChangeLine]:
    return [each for each in told if each.kind is kind]


def _group_by_heading(told: Sequence[ChangeLine]) -> dict[str, list[ChangeLine]]:
    groups: dict[str, list[ChangeLine]] = {}
    for each in told:
        groups.setdefault(_find_heading(each), []).append(each)
    return groups


def _find_heading(told: ChangeLine) -> str:
    if not told.scenarios:
        return _CELLS.get(told.kind, _HEADINGS[told.kind])
    if told.kind is Kind.WORSE and told.effect:
        return f"Worse: {EFFECTS[told.effect].lower()}. {EFFECT_MEANS[told.effect]}"
    return _HEADINGS[told.kind]
