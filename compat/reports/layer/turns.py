"""Where a row changes: along langgraph and along langchain-core, those that say the same as one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

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

    ``held`` says where: a Python, and the release of what stays; ``places`` counts these.
    """

    along: Along
    before: str
    after: str
    edge: Edge
    was: str
    now: str
    who: tuple[Listener, ...]
    held: tuple[Held, ...]

    @property
    def name(self) -> str:
        """What changes while the other stays."""
        return NAMES[self.along]

    @property
    def step(self) -> str:
        """Between which releases: what is exact needs only the one that changed it."""
        if self.edge is Edge.EXACT:
            return f"at {self.after}, exact"
        return f"after {self.before} and by {self.after}, bracketed"

    @property
    def where(self) -> str:
        """What was held there, and on which Pythons."""
        pythons = sorted({each.python for each in self.held}, key=Version)
        releases = sorted({each.release for each in self.held}, key=Version)
        return (
            f"{_OTHERS[self.along]} {join_ends(releases)}, Python {list_pythons(pythons)}"
            f" ({format_amount(len(self.held), 'place')})"
        )

    @property
    def listeners(self) -> str:
        """Who sees it, as text."""
        return ", ".join(LISTENERS[each] for each in self.who)


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
        held=tuple(sorted(held, key=lambda each: (Version(each.python), Version(each.release)))),
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
