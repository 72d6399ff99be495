"""Which releases of langchain-core go with which of a layer: never all, but the ends of lines."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeVar

from compat.axes.layer import LAYER, LAYER_FLOOR, LayerRelease
from compat.axes.release import PROJECT, Release
from compat.axes.selection import (
    FLOOR,
    Here,
    Project,
    is_specifier,
    pick_ends,
    pick_exactly,
    select_releases,
)
from compat.errors import NothingSelectedError

OF_LAYER: Final = Project(name=LAYER, floor=LAYER_FLOOR, word=LAYER)
R = TypeVar("R", bound=Release)
_WORDS: Final = frozenset({"edges", "all", "latest"})


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A release of the layer over one of langchain-core."""

    core: Release
    layer: LayerRelease


@dataclass(frozen=True, kw_only=True)
class WantedPairs:
    """What a person asks for, in the words of ``select_releases`` for each of the two.

    ``exact``: also what lies between the ends, along each with the other held at the newest of
    each of its lines, to search in.
    """

    cores: Sequence[str]
    layers: Sequence[str]
    prereleases: bool = False
    exact: bool = False


Place = Callable[[LayerRelease], Here]
"""What is known of releases of langchain-core on one Python, below a release of the layer."""


def select_pairs(
    cores: Sequence[Release],
    layers: Sequence[LayerRelease],
    wanted: WantedPairs,
    place: Place = lambda _: Here(),
) -> tuple[Pair, ...]:
    """Return the pairs that are wanted, by layer, then by core, each once.

    With a release of the layer go those of langchain-core that it allows; one that is named by its
    version goes with every release of the layer that is selected, so that what is not allowed can
    be asked for. Raises UsageError or NothingSelectedError.
    """
    chosen = _select_layers(layers, wanted)
    found = {
        (pair.layer.version, pair.core.version): pair
        for layer in chosen
        for pair in _pair(layer, cores, wanted, place)
    }
    if not found:
        asked = "; ".join(f"{each.text} asks for {each.asks or 'any'}" for each in chosen[:3])
        message = f"no {PROJECT} that is selected goes with the {LAYER} that is: {asked}"
        raise NothingSelectedError(message)
    if wanted.exact:
        more = _find_between(cores, layers, [*found.values()], place(chosen[-1]))
        found = {**{(pair.layer.version, pair.core.version): pair for pair in more}, **found}
    return tuple(found[key] for key in sorted(found))


def _select_layers(layers: Sequence[LayerRelease], wanted: WantedPairs) -> list[LayerRelease]:
    picked = select_releases(layers, wanted.layers, prereleases=wanted.prereleases, of=OF_LAYER)
    return [release for release in picked if isinstance(release, LayerRelease)]


def _pair(
    layer: LayerRelease, cores: Sequence[Release], wanted: WantedPairs, place: Place
) -> Iterator[Pair]:
    allowed = [core for core in cores if core.version >= FLOOR and layer.allows(core)]
    current = [core for core in allowed if not core.yanked]
    for want in (each.strip() for each in wanted.cores):
        if want == "edges":
            stable = [core for core in current if not core.prerelease]
            yield from _all(layer, pick_ends(stable, place(layer)))
        elif want not in _WORDS and not is_specifier(want):
            yield from _all(layer, [pick_exactly(want, cores)])
        elif current:
            yield from _all(layer, _select_quietly(want, allowed, wanted, place(layer)))


def _select_quietly(
    want: str, allowed: Sequence[Release], wanted: WantedPairs, here: Here
) -> tuple[Release, ...]:
    """Return what a word selects, nothing where it selects none: other layers may allow some."""
    try:
        return select_releases(allowed, (want,), prereleases=wanted.prereleases, here=here)
    except NothingSelectedError:
        return ()


def _all(layer: LayerRelease, cores: Iterable[Release]) -> Iterator[Pair]:
    return (Pair(core=core, layer=layer) for core in cores)


def _find_between(
    cores: Sequence[Release], layers: Sequence[LayerRelease], ends: Sequence[Pair], here: Here
) -> Iterator[Pair]:
    """Give what lies between ends, where the other of the two is the newest of one of its lines."""
    held_layers = _hold({pair.layer.version: pair.layer for pair in ends}.values(), Here())
    held_cores = _hold({pair.core.version: pair.core for pair in ends}.values(), here)
    for layer in held_layers:
        inside = _between([pair.core for pair in ends if pair.layer == layer], cores)
        yield from _all(layer, (core for core in inside if layer.allows(core)))
    for core in held_cores:
        along = _between([pair.layer for pair in ends if pair.core == core], layers)
        yield from (Pair(core=core, layer=each) for each in along if each.allows(core))


def _hold(releases: Iterable[R], here: Here) -> list[R]:
    """Return the newest of each line, and of those that lag the one before them."""
    ordered = sorted(releases, key=lambda each: each.version)
    lines = (list(group) for _, group in groupby(ordered, key=lambda each: each.line))
    return [line[-len(here.newest(line))] for line in lines]


def _between(ends: Sequence[Release], releases: Sequence[R]) -> list[R]:
    """Return the current releases from the first to the last of some ends."""
    first = min(end.version for end in ends)
    last = max(end.version for end in ends)
    return [
        each
        for each in releases
        if first <= each.version <= last and not (each.yanked or each.prerelease)
    ]
