"""A call drawn under its callers: as the code made it, and as listeners are told of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, assert_never

from compat.check.model import WORST_FIRST, CallSite, Seen
from compat.matrix.model import Listener
from compat.reports.check.sight import find_missing, find_path
from compat.reports.check.words import LONGEST_PATH, label_sight

_CALLER: Final = "the caller"
_TRACE: Final = "a separate trace"
_OTHER: Final = "another caller"
_NOT_SEEN: Final = "not seen"
_NOT_BELOW: Final = "not below its caller"
_NOT_ABOVE: Final = "missing above the call"
_RAISED: Final = "raised an error"
_HALF: Final = LONGEST_PATH // 2


@dataclass(frozen=True, kw_only=True)
class Box:
    """A run, or what stands in its place; ``part`` is how it looks, ``words`` what it is."""

    name: str
    part: str
    words: str = ""
    below: "tuple[Box, ...]" = ()


@dataclass(frozen=True, kw_only=True)
class Tree:
    """What ``listeners`` see of a call; none for the call as the code made it."""

    listeners: tuple[Listener, ...]
    tops: tuple[Box, ...]


def draw_call(site: CallSite) -> Tree:
    """Return the call under its true callers."""
    boxes = [Box(name=name, part="path") for name in site.true_path]
    if boxes:
        boxes[-1] = Box(name=site.true_path[-1], part="path", words=site.shape.caller)
    return Tree(listeners=(), tops=(_chain([*boxes, _draw_child(site, Seen.NESTED)]),))


def draw_sights(site: CallSite) -> tuple[Tree, ...]:
    """Return what listeners see of a call, those that see the same together, the worst first."""
    groups: dict[tuple[Seen, tuple[str, ...], str], list[Listener]] = {}
    for listener in Listener:
        if listener in site.outcomes:
            said = label_sight(site, listener)[0]
            key = (site.outcomes[listener], find_path(site, listener), said)
            groups.setdefault(key, []).append(listener)
    return tuple(
        Tree(listeners=tuple(each), tops=tuple(_draw(site, seen, path, each[0])))
        for (seen, path, _), each in sorted(
            groups.items(), key=lambda item: WORST_FIRST.index(item[0][0])
        )
    )


def _draw(site: CallSite, seen: Seen, path: tuple[str, ...], listener: Listener) -> Iterator[Box]:
    child = _draw_child(site, seen)
    match seen:
        case Seen.NESTED | Seen.FLATTENED:
            twice = [child] if site.duplicated and listener is not Listener.HOOK else []
            above = [_draw_caller(_CALLER), *_merge(site.true_path, path)]
            yield _chain([*above, child], beside=twice)
        case Seen.LOST | Seen.RAISED:
            words = _NOT_SEEN if seen is Seen.LOST else _RAISED
            yield _draw_without(site, words)
        case Seen.SPLIT | Seen.MISPLACED:
            yield _draw_without(site, _NOT_BELOW)
            apart = _draw_caller(_TRACE if seen is Seen.SPLIT else _OTHER)
            yield _chain([apart, *(Box(name=name, part="other") for name in path), child])
        case _:
            assert_never(seen)


def _draw_without(site: CallSite, words: str) -> Box:
    """Return what the caller's own listener sees: the outermost run, for it was called with it."""
    top = [Box(name=name, part="path") for name in site.true_path[:1]]
    return _chain([_draw_caller(_CALLER), *top, Box(name=site.name, part="ghost", words=words)])


def _draw_caller(words: str) -> Box:
    return Box(name="", part="caller", words=words)


def _draw_child(site: CallSite, seen: Seen) -> Box:
    whole = "nested" if seen is Seen.NESTED else "flattened"
    kind = site.shape.child.replace("_", " ")
    return Box(name=site.name, part=f"child {whole}", words=f"{kind}: the call")


def _merge(path: Sequence[str], seen: Sequence[str]) -> Iterator[Box]:
    """Give the runs that a listener is told, and between them those that it is not."""
    left, missing = list(seen), find_missing(path, seen)
    for place, name in enumerate(path):
        if place in missing:
            yield Box(name=name, part="ghost", words=_NOT_ABOVE)
            continue
        at = left.index(name)
        yield from (Box(name=each, part="other") for each in left[:at])
        yield Box(name=name, part="path")
        del left[: at + 1]
    yield from (Box(name=each, part="other") for each in left)


def _chain(boxes: Sequence[Box], beside: Sequence[Box] = ()) -> Box:
    """Return boxes, each below the one before it, and what stands ``beside`` the last of them.

    Of many those in the middle are counted.
    """
    if len(boxes) > LONGEST_PATH + 2:
        more = Box(name="", part="other", words=f"{len(boxes) - LONGEST_PATH} more")
        boxes = [*boxes[:_HALF], more, *boxes[-_HALF:]]
    below = (boxes[-1], *beside)
    for box in reversed(boxes[:-1]):
        below = (replace(box, below=below),)
    return below[0]
