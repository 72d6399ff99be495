"""How a row does on one Python over all pairs: always complete, never, since or until a release."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from packaging.version import Version

from compat.matrix.model import Along, ChangeOver, Edge
from compat.matrix.sure import is_unsure
from compat.record.model import ScenarioInfo
from compat.reports.layer.places import CORE, LAYER, Places, join_ends
from compat.reports.layer.row import find_own_listener, hear_row, is_whole

_Pair = tuple[str, str]
_Seen = Mapping[_Pair, bool]
"""Whether a row is complete, by layer and core."""

_PLACE: Mapping[Along, int] = {"layer": 0, "core": 1}
_NAMES: Mapping[Along, str] = {"layer": LAYER, "core": CORE}
_ITSELF = "complete by itself"


@dataclass(frozen=True, kw_only=True)
class Course:
    """``words`` say since when, where that is one release; ``rank`` is its place among others.

    ``needy`` says where it is not complete, after the words for what is seen there.
    """

    always: bool = False
    never: bool = False
    words: str = ""
    needy: str = "otherwise"
    rank: int = 0


@dataclass(frozen=True, kw_only=True)
class _Step:
    """Two neighbours along an axis, in one of which alone a row is complete."""

    along: Along
    ends: tuple[_Pair, _Pair]
    exact: bool

    @property
    def releases(self) -> tuple[str, str]:
        """The two releases that differ, the older first."""
        place = _PLACE[self.along]
        return self.ends[0][place], self.ends[1][place]


def find_course(places: Places, scenario: ScenarioInfo, python: str) -> Course | None:
    """Return how a row does on a Python; None where no cell tells."""
    seen = {
        (cell.layer or "0", cell.core): whole
        for cell in places.by_python[python]
        if (result := hear_row(cell, scenario)) is not None
        and not is_unsure(result)
        and (whole := is_whole(result)) is not None
    }
    if not seen:
        return None
    if all(seen.values()):
        return Course(always=True)
    if not any(seen.values()):
        return Course(never=True, rank=0)
    return _find_mixed(seen, list(_find_steps(places, scenario, python, seen)))


def _find_mixed(seen: _Seen, steps: Collection[_Step]) -> Course:
    """Return what one release changes in all pairs, or some; else in those of the newest layer.

    Where that is none, the course names the releases that are complete.
    """
    newest = max((layer for layer, _ in seen), key=Version)
    with_newest = {pair: whole for pair, whole in seen.items() if pair[0] == newest}
    return (
        _find_switch(seen, steps, "core")
        or _find_switch(seen, steps, "layer")
        or _find_exceptions(seen, steps, "core")
        or _find_exceptions(seen, steps, "layer")
        or _find_switch(with_newest, steps, "core")
        or _name_whole(seen)
    )


def _find_switch(seen: _Seen, steps: Collection[_Step], along: Along) -> Course | None:
    """Return since which release along an axis all is complete, or nothing is any more.

    That release is the cause only if a change was seen along its axis with all else held.
    """
    place = _PLACE[along]
    whole = {pair[place] for pair, each in seen.items() if each}
    needy = {pair[place] for pair, each in seen.items() if not each}
    own = [each for each in steps if each.along == along and set(each.ends) <= seen.keys()]
    if not (own and whole and needy):
        return None
    since = min(whole, key=Version), min(needy, key=Version)
    until = max(whole, key=Version), max(needy, key=Version)
    if Version(until[1]) < Version(since[0]):
        first, rises = since[0], True
    elif Version(until[0]) < Version(since[1]):
        first, rises = since[1], False
    else:
        return None
    with_it = {pair[1 - place] for pair in seen if Version(pair[place]) >= Version(first)}
    verb = _ITSELF if rises else f"no longer {_ITSELF}"
    return Course(
        rank={"core": 2, "layer": 3}[along] if rises else 1,
        words=f"{verb} since {_NAMES[along]} {first}{_find_edge(own, first)}"
        f" {_describe_others(along, with_it)}",
        needy="otherwise" if rises else "since then",
    )


def _find_exceptions(seen: _Seen, steps: Collection[_Step], along: Along) -> Course | None:
    """Return which releases along an axis are not complete, where all else is.

    A change back leaves what is not complete between releases that are.
    """
    place = _PLACE[along]
    whole = {pair[place] for pair, each in seen.items() if each}
    needy = {pair[place] for pair, each in seen.items() if not each}
    if whole & needy or not any(each.along == along for each in steps):
        return None
    word = "over" if along == "core" else "with"
    few = len(needy) <= len(whole)
    runs = _name_runs({each: (each in needy) is few for each in whole | needy})
    only, there = ("except", "there") if few else ("only", "otherwise")
    return Course(rank=4, words=f"{_ITSELF} {only} {word} {_NAMES[along]} {runs}", needy=there)


def _find_edge(steps: Collection[_Step], first: str) -> str:
    """Return how near the step is known, as text; nothing if it is exact."""
    last = max((each.releases[0] for each in steps), key=Version)
    exact = any(each.exact and each.releases == (last, first) for each in steps)
    return "" if exact else f" or a release before it, after {last},"


def _describe_others(along: Along, others: Collection[str]) -> str:
    word, name = ("over", CORE) if along == "layer" else ("with", LAYER)
    return f"{word} {name} {min(others)}" if len(others) == 1 else f"{word} every {name} measured"


def _name_whole(seen: _Seen) -> Course:
    """Return with which releases it is complete: the newest layer that has any, and its cores."""
    layer = max((layer for (layer, _), whole in seen.items() if whole), key=Version)
    own = {core: whole for (other, core), whole in seen.items() if other == layer}
    newest = max((layer for layer, _ in seen), key=Version)
    until = "" if layer == newest else f", with {LAYER} {newest} over none"
    return Course(
        rank=4, words=f"{_ITSELF} with {LAYER} {layer} over {CORE} {_name_runs(own)}{until}"
    )


def _name_runs(own: Mapping[str, bool]) -> str:
    """Return those that are so, neighbours by their ends."""
    ordered = sorted(own, key=Version)
    runs = [list(run) for so, run in groupby(ordered, key=own.__getitem__) if so]
    return ", ".join(join_ends(run) for run in runs)


def _find_steps(
    places: Places, scenario: ScenarioInfo, python: str, seen: _Seen
) -> Iterator[_Step]:
    """Give the change-overs on a Python that make a row complete, or end that."""
    own = find_own_listener(scenario)
    for each in places.matrix.change_overs:
        if (each.scenario, each.listener) == (scenario.id, own):
            for held in each.held:
                ends = _find_ends(each, held.release)
                if held.python == python and {seen.get(end) for end in ends} == {True, False}:
                    yield _Step(along=each.along, ends=ends, exact=each.edge is Edge.EXACT)


def _find_ends(found: ChangeOver, held: str) -> tuple[_Pair, _Pair]:
    before, after = found.before, found.after
    if found.along == "core":
        return (held, before), (held, after)
    return (before, held), (after, held)
