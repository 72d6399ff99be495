"""Chains of runs from the caller to a child, with what is missing in its place."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from compat.matrix.model import Listener
from compat.matrix.outcome import (
    START,
    Question,
    find_children,
    find_trace,
    list_ancestors,
    stands_in_order,
)
from compat.matrix.reading import OF_CORE
from compat.record.model import Row, Run

CALLER: Final = "the caller"
APART: Final = "separate trace"
MISSING: Final = "missing"
_HIDDEN: Final = "hidden"
_ELSEWHERE: Final = "missing here"
_RAISED: Final = "missing: an error came first"
_AFTER: Final = "an error came after it"
_LONGEST: Final = 12
_HALF: Final = _LONGEST // 2


@dataclass(frozen=True, kw_only=True)
class Box:
    """A run, or what stands in its place; ``part`` is how it looks, ``words`` what it is."""

    name: str
    part: str
    words: str = ""


Chain = tuple[Box, ...]


@dataclass(frozen=True, kw_only=True)
class Root:
    """What is told to begin by itself: chains below who called, or a trace of its own."""

    words: str
    chains: tuple[Chain, ...]


Picture = tuple[Root, ...]


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call to draw: the child by its name and kind, and the runs above it that code declares.

    ``row`` says what is made of it: a fact misses nothing, and what is hidden is not missing.
    """

    name: str
    kind: str
    path: tuple[str, ...]
    row: Row
    asked: Question


def draw_made(call: Call) -> Picture:
    """Return a call as the code makes it."""
    boxes = (*(Box(name=name, part="path") for name in call.path), _draw_child(call))
    return (Root(words=CALLER, chains=(_cut(boxes),)),)


def draw_drive(call: Call, runs: Sequence[Run]) -> Picture:
    """Return what a listener was told of a drive."""
    found: Counter[tuple[bool, Chain]] = Counter()
    for run in find_children(runs, call.asked.child, call.path):
        found[_draw_above(call, run, runs)] += run.events[START[call.asked.child]]
    below, apart = (
        [
            (*above, _draw_seen(call, above, times))
            for (by, above), times in found.items()
            if by is alone
        ]
        for alone in (False, True)
    )
    lacking = call.asked.children - found.total()
    if lacking > 0 or apart:
        below.append((*_draw_known(call, runs), *_draw_ghost(call, lacking)))
    return (
        Root(words=CALLER, chains=tuple(map(_cut, filter(None, below)))),
        *(Root(words=APART, chains=(_cut(chain),)) for chain in apart),
    )


def draw_raised(call: Call, runs: Sequence[Run]) -> Picture:
    """Return what a listener was told before an exception came out."""
    names = {run.name for run in runs}
    above = [Box(name=name, part="path") for name in call.path if name in names]
    seen = bool(find_children(runs, call.asked.child, call.path))
    part, words = ("child flattened", _AFTER) if seen else ("ghost", _RAISED)
    last = Box(name=call.name, part=part, words=words)
    return (Root(words=CALLER, chains=(_cut((*above, last)),)),)


def _draw_above(call: Call, run: Run, runs: Sequence[Run]) -> tuple[bool, Chain]:
    """Return whether a child stands apart, and the runs above it, with those that are missing."""
    above = list_ancestors(run, call.asked.child)
    if call.asked.listener not in OF_CORE:
        return False, ()  # they tell of no parents
    hooked = call.asked.listener is Listener.HOOK and not stands_in_order(call.path, above)
    if hooked and find_trace(run, runs) is not runs[0]:
        return True, tuple(Box(name=name, part="other") for name in above)
    return False, tuple(_merge(call.path, above))


def _draw_known(call: Call, runs: Sequence[Run]) -> Iterator[Box]:
    """Give the runs of the path, whether a listener was told of them or not."""
    names = {run.name for run in runs}
    for name in call.path if call.asked.listener in OF_CORE else ():
        if name in names:
            yield Box(name=name, part="path")
        elif call.row == "verdict":
            yield Box(name=name, part="ghost", words=MISSING)


def _merge(path: Sequence[str], above: Sequence[str]) -> Iterator[Box]:
    """Give the runs that a listener is told, and between them those that it is not."""
    left = list(above)
    for name in path:
        if name not in left:
            yield Box(name=name, part="ghost", words=MISSING)
            continue
        at = left.index(name)
        yield from (Box(name=each, part="other") for each in left[:at])
        yield Box(name=name, part="path")
        del left[: at + 1]
    yield from (Box(name=each, part="other") for each in left)


def _draw_seen(call: Call, above: Chain, times: int) -> Box:
    whole = all(box.part != "ghost" for box in above)
    return _draw_child(call, times, "nested" if whole else "flattened")


def _draw_child(call: Call, times: int = 0, part: str = "nested") -> Box:
    times = times or call.asked.children
    words = [*([call.kind] if call.kind else []), *([f"{times} times"] if times > 1 else [])]
    return Box(name=call.name, part=f"child {part}", words=", ".join(words))


def _draw_ghost(call: Call, lacking: int) -> Iterator[Box]:
    """Give what stands in the place of children that are not below who called."""
    words = _ELSEWHERE if lacking <= 0 else _HIDDEN if call.row == "hiding" else MISSING
    if call.row != "fact":
        times = f", {lacking} times" if lacking > 1 else ""
        yield Box(name=call.name, part="ghost", words=f"{words}{times}")


def _cut(chain: Chain) -> Chain:
    """Return a chain; of a long one what is in the middle is counted."""
    if len(chain) <= _LONGEST:
        return chain
    more = Box(name="", part="other", words=f"{len(chain) - _LONGEST} more")
    return (*chain[:_HALF], more, *chain[-_HALF:])
