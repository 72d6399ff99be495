"""What listeners see of a call, as a sentence."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, assert_never

from compat.check.model import WORST_FIRST, CallSite, Seen
from compat.matrix.model import Listener
from compat.reports.check.words import FOR_WANT, MANY, TITLES, find_kind, join_names, shorten
from compat.reports.text import capitalise
from compat.reports.words import LISTENERS

_Clause: TypeAlias = Callable[[str], str]
"""What is said of a call, which is named or, later in a sentence, is ``it``."""


def describe_site(site: CallSite) -> str:
    """Return what each listener sees of a call, the worst first."""
    clauses: list[str] = []
    for say in (*_list_sights(site), *_list_defects(site)):
        clauses.append(say("it" if clauses else _name_child(site)))
    return "; ".join(clauses) or f"{_name_child(site)} is complete"


def describe_title(site: CallSite) -> str:
    """Return a finding in a few words."""
    return _begin(TITLES[find_kind(site)].format(name=_name_child(site)), site)


def tell_site(site: CallSite) -> str:
    """Return what each listener sees of a call, as a sentence."""
    return f"{_begin(describe_site(site), site)}."


def _begin(text: str, site: CallSite) -> str:
    """Return a text with a capital letter, unless it begins with a name."""
    return text if text.startswith(site.name) else capitalise(text)


def _name_child(site: CallSite) -> str:
    return f"custom event {site.name}" if site.shape.child == "custom_event" else site.name


@dataclass(frozen=True, kw_only=True)
class _Sight:
    """What some listeners see; ``missing`` are the runs that they do not see above a call."""

    seen: Seen
    missing: tuple[str, ...] = ()


def _list_sights(site: CallSite) -> Iterator[_Clause]:
    """Give a clause for each thing that listeners see, unless all see the call complete."""
    if site.worst is Seen.NESTED:
        return
    groups: dict[_Sight, list[Listener]] = {}
    for listener in Listener:
        if listener in site.outcomes:
            groups.setdefault(_look(site, listener), []).append(listener)
    for sight in sorted(groups, key=lambda each: WORST_FIRST.index(each.seen)):
        yield partial(_say, sight, groups[sight], of_all=len(groups) == 1)


def _look(site: CallSite, listener: Listener) -> _Sight:
    seen = site.outcomes[listener]
    return _Sight(
        seen=seen, missing=_name_missing(site, listener) if seen is Seen.FLATTENED else ()
    )


def _name_missing(site: CallSite, listener: Listener) -> tuple[str, ...]:
    """Return the runs that a listener is not told above a call; the tool that makes it in full."""
    places = find_missing(site.true_path, find_path(site, listener))
    last = len(site.true_path) - 1
    return tuple(
        f"{site.shape.place} {site.true_path[place]}"
        if place == last and site.shape.caller == "tool" and site.shape.place
        else site.true_path[place]
        for place in places
    )


def find_path(site: CallSite, listener: Listener) -> tuple[str, ...]:
    """Return the runs above a call that a listener is told."""
    return site.hook_path if listener is Listener.HOOK else site.seen_path


def find_missing(path: Sequence[str], seen: Sequence[str]) -> tuple[int, ...]:
    """Return the places in a true path of the runs that are not in the one that is seen."""
    left, missing = list(seen), []
    for place, name in enumerate(path):
        if name in left:
            del left[: left.index(name) + 1]
        else:
            missing.append(place)
    return tuple(missing)


def _say(sight: _Sight, listeners: list[Listener], what: str, *, of_all: bool) -> str:
    kept_from = join_names([MANY[each] for each in listeners])
    where = "" if of_all else f" in {kept_from}"
    who = join_names([LISTENERS[each] for each in listeners])
    shows = "shows" if len(listeners) == 1 else "show"
    match sight.seen:
        case Seen.RAISED:
            return f"{what} raises an error{where}{FOR_WANT}"
        case Seen.LOST:
            return f"{what} is missing from {kept_from}"
        case Seen.MISPLACED:
            return f"{what} is shown under another caller's run{where}"
        case Seen.SPLIT:
            return f"{who} {shows} {what} in a separate trace"
        case Seen.FLATTENED:
            missing = join_names(shorten(sight.missing)) or "a run"
            are = "are" if len(sight.missing) > 1 else "is"
            return f"{what} arrives{where}, but {missing} {are} missing above it"
        case Seen.NESTED:
            return f"{who} {shows} {what} complete"
        case _:
            assert_never(sight.seen)


def _list_defects(site: CallSite) -> Iterator[_Clause]:
    """Give what is wrong besides; who does not see a call misses its tags in any case."""
    if site.dropped and site.worst not in {Seen.RAISED, Seen.LOST}:
        names = [each for each in ("tags", "metadata") if each in site.dropped]
        do = "does" if names == ["metadata"] else "do"
        yield lambda what: f"the caller's {join_names(names)} {do} not reach {what}"
    if site.duplicated:
        yield lambda what: f"{what} is shown more than once"
