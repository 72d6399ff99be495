"""Where a row changes: along langgraph and along langchain-core, those that say the same as one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from packaging.version import Version

from compat.matrix.model import NAIVE, Along, ChangeOver, Edge, Held, Listener, Verdict
from compat.matrix.reading import Flag, Reading
from compat.record.model import ScenarioInfo
from compat.reports.layer.places import CORE, LAYER, join_ends
from compat.reports.layer.row import OUT_OF_REACH, find_own_listener, has_nothing_to_pass
from compat.reports.span import list_pythons
from compat.reports.text import format_amount
from compat.reports.words import LISTENERS, describe_verdict

NAMES: Mapping[Along, str] = {"layer": LAYER, "core": CORE}
_OTHERS: Mapping[Along, str] = {"layer": CORE, "core": LAYER}
_FAILS = {f"{flag}:{NAIVE}" for flag in (Flag.SILENT, Flag.RAISES)}


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One step between two releases, with those who see the same of it in the same places.

    ``held`` says where: a Python, and the release of what stays. Of several that were joined the
    step is the narrowest; ``agreeing`` counts places where it is less narrow.
    """

    along: Along
    before: str
    after: str
    edge: Edge
    was: str
    now: str
    who: tuple[Listener, ...]
    held: tuple[Held, ...]
    agreeing: int = 0

    @property
    def name(self) -> str:
        """What changes while the other stays."""
        return NAMES[self.along]

    @property
    def step(self) -> str:
        """Between which releases: what is exact needs only the one that changed it."""
        if self.edge is Edge.EXACT:
            return f"at {self.after}, exact"
        return f"somewhere after {self.before}, at the latest in {self.after}"

    @property
    def where(self) -> str:
        """What was held there, and on which Pythons."""
        pythons = sorted({each.python for each in self.held}, key=Version)
        releases = sorted({each.release for each in self.held}, key=Version)
        more = f"; {_describe_agreeing(self.agreeing)}" if self.agreeing else ""
        return (
            f"{_OTHERS[self.along]} {join_ends(releases)}, Python {list_pythons(pythons)}"
            f" ({format_amount(len(self.held), 'place')}{more})"
        )

    @property
    def listeners(self) -> str:
        """Who sees it, as text."""
        return ", ".join(LISTENERS[each] for each in self.who)


def _describe_agreeing(count: int) -> str:
    fit = "fits" if count == 1 else "fit"
    return f"{format_amount(count, 'other place')} {fit} this, less exactly"


def list_turns(
    scenario: ScenarioInfo, found: Iterable[ChangeOver], *, flags: bool = False
) -> tuple[Turn, ...]:
    """Return where a row changes, its own listener's first, then by releases.

    Only what the words say counts, unless ``flags`` count too.
    """
    steps: defaultdict[tuple[str, ...], defaultdict[Listener, set[Held]]]
    steps = defaultdict(lambda: defaultdict(set))
    for each in found:
        was, now = (_describe(scenario, said, flags=flags) for said in (each.was, each.now))
        if each.scenario == scenario.id and was != now:
            key = (each.along, each.before, each.after, each.edge, was, now)
            steps[key][each.listener].update(each.held)
    own = find_own_listener(scenario)
    turns = [
        _make(key, who, held)
        for key, heard in steps.items()
        for who, held in _join_alike(heard).items()
    ]
    return tuple(sorted(turns, key=lambda turn: _sort_key(turn, own)))


def join_turns(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Return as one those that can be one change, for who reads them in a row.

    Where it is exact in one place, brackets of other places around it agree. Brackets that overlap
    are told by what they have in common. That it is one change is not proven: the page of a row
    has them all.
    """
    groups: defaultdict[tuple[object, ...], list[Turn]] = defaultdict(list)
    for each in turns:
        groups[each.along, each.was, each.now, each.who].append(each)
    return tuple(joined for same in groups.values() for joined in _join_same(same))


def _join_same(same: Sequence[Turn]) -> list[Turn]:
    exact = [each for each in same if each.edge is Edge.EXACT]
    loose = [each for each in same if each.edge is not Edge.EXACT]
    for turn in loose:
        place = next((n for n, each in enumerate(exact) if _overlap(turn, each)), None)
        if place is not None:
            found = exact[place]
            exact[place] = replace(found, agreeing=found.agreeing + len(turn.held))
    alone = [turn for turn in loose if not any(_overlap(turn, each) for each in exact)]
    joined: list[Turn] = []
    for turn in alone:
        if joined and _overlap(joined[-1], turn):
            joined[-1] = _narrow(joined[-1], turn)
        else:
            joined.append(turn)
    return [*exact, *joined]


def _overlap(one: Turn, other: Turn) -> bool:
    before = max(Version(one.before), Version(other.before))
    return before < min(Version(one.after), Version(other.after))


def _narrow(one: Turn, other: Turn) -> Turn:
    return replace(
        one,
        before=max(one.before, other.before, key=Version),
        after=min(one.after, other.after, key=Version),
        held=_sort_held({*one.held, *other.held}),
    )


def _sort_held(held: Iterable[Held]) -> tuple[Held, ...]:
    return tuple(sorted(held, key=lambda each: (Version(each.python), Version(each.release))))


def _make(key: tuple[str, ...], who: tuple[Listener, ...], held: Collection[Held]) -> Turn:
    along, before, after, edge, was, now = key
    return Turn(
        along="core" if along == "core" else "layer",
        before=before,
        after=after,
        edge=Edge(edge),
        was=was,
        now=now,
        who=who,
        held=_sort_held(held),
    )


def _join_alike(heard: Mapping[Listener, set[Held]]) -> dict[tuple[Listener, ...], set[Held]]:
    """Return those who see the same in the same places together."""
    groups: defaultdict[frozenset[Held], list[Listener]] = defaultdict(list)
    for listener, held in heard.items():
        groups[frozenset(held)].append(listener)
    order = list(Listener)
    return {tuple(sorted(who, key=order.index)): set(held) for held, who in groups.items()}


def _sort_key(turn: Turn, own: Listener) -> tuple[object, ...]:
    versions = Version(turn.before), Version(turn.after)
    return own not in turn.who, turn.along != "layer", *versions, turn.was, turn.now


def _describe(scenario: ScenarioInfo, said: Reading, *, flags: bool) -> str:
    words = describe_verdict(said.verdict, said.answer)
    lost = said.verdict in (Verdict.BROKEN, Verdict.UNKNOWN) and _FAILS & set(said.flags)
    if lost and has_nothing_to_pass(scenario):
        words = OUT_OF_REACH
    more = [each for each in said.flags if each not in _FAILS] if flags else []
    return f"{words} ({', '.join(more)})" if more else words
