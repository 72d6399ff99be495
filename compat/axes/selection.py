"""Which releases a person asks for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from compat.axes.nearest import hint_at_nearest
from compat.axes.release import PROJECT, Release
from compat.axes.text import join_lines
from compat.errors import NothingSelectedError, UsageError

# The oldest release that the guide allows:
# https://python.langchain.com/docs/how_to/tool_stream_events/
FLOOR: Final = Version("0.2.16")


@dataclass(frozen=True, kw_only=True)
class Project:
    """Whose releases are selected: its name on the index, and the oldest that counts.

    ``word`` is what a message calls one of them.
    """

    name: str
    floor: Version
    word: str


CORE: Final = Project(name=PROJECT, floor=FLOOR, word="release")

# An index that lags behind more releases than that lags behind all.
_MOST_LAGGING: Final = 10


@dataclass(frozen=True, kw_only=True)
class Here:
    """What is known of releases on one Python, on which the newest of them depends.

    ``fits`` tells whether a release is published for the Python, ``lags`` whether the index lacks
    what it asks for there, so that it installs only with an override.
    """

    fits: Callable[[Release], bool] = lambda _: True
    lags: Callable[[Release], bool] = lambda _: False

    def newest(self, releases: Sequence[Release]) -> list[Release]:
        """Return the newest of some releases, which are oldest first.

        That is the newest that does not lag, and besides all that are newer.
        """
        found: list[Release] = []
        for release in reversed(releases[-_MOST_LAGGING:]):
            found.append(release)
            if not self.lags(release):
                break
        return found[::-1]


def select_releases(
    releases: Iterable[Release],
    wanted: Sequence[str] = ("edges",),
    *,
    prereleases: bool = False,
    here: Here = Here(),
    of: Project = CORE,
) -> tuple[Release, ...]:
    """Return the union of what is wanted, oldest first; ``here`` is about the Python they are for.

    Each wanted text is one of:

    - ``edges``: of every line the first and the last release that is neither yanked nor a
      pre-release (the last line's last is the newest), and the floor, though it is yanked; of
      releases that lag see ``Here.newest``;
    - ``all``: every release since the floor, yanked ones included;
    - ``latest``: the newest release that fits and is neither yanked nor a pre-release, likewise;
    - a specifier like ``>=0.3,<1``: of ``all``, those it contains;
    - a version.

    Pre-releases are left out of ``all`` and specifiers unless ``prereleases``, or the specifier
    names one; a version may be one. Nothing older than the floor is ever selected.

    Raises UsageError or NothingSelectedError.
    """
    known = sorted((r for r in releases if r.version >= of.floor), key=lambda r: r.version)
    if not known:
        message = f"the index has no {of.name} since {of.floor}; check the index that is configured"
        raise NothingSelectedError(message)
    choice = _Choice(known=known, prereleases=prereleases, here=here, of=of)
    picked = {r.version: r for want in wanted for r in _pick(want.strip(), choice)}
    return tuple(picked[version] for version in sorted(picked))


@dataclass(frozen=True, kw_only=True)
class _Choice:
    """What there is to pick from: the releases since the floor, oldest first."""

    known: Sequence[Release]
    prereleases: bool
    here: Here
    of: Project


def _pick(want: str, choice: _Choice) -> list[Release]:
    here, of = choice.here, choice.of
    stable = [r for r in choice.known if not r.prerelease]
    current = [r for r in stable if not r.yanked]
    match want:
        case "edges":
            floor = [r for r in stable if r.version == of.floor]
            return [*floor, *pick_ends(current, here)]
        case "all":
            return list(choice.known) if choice.prereleases else stable
        case "latest":
            if not current:
                message = f"every {of.name} since {of.floor} is yanked or a pre-release"
                raise NothingSelectedError(message)
            return here.newest([r for r in current if here.fits(r)] or current)
        case _ if is_specifier(want):
            return _pick_contained(want, choice.known, choice.prereleases)
        case _:
            return [pick_exactly(want, choice.known, of)]


def is_specifier(want: str) -> bool:
    """Tell whether a word is a specifier, like ``>=0.3``."""
    return want.startswith(("<", ">", "=", "!", "~"))


def pick_ends(releases: Sequence[Release], here: Here = Here()) -> list[Release]:
    """Return the first and the newest of every line of some releases, which are oldest first."""
    lines = (list(group) for _, group in groupby(releases, key=lambda r: r.line))
    return [edge for line in lines for edge in (line[0], *here.newest(line))]


def _pick_contained(want: str, known: Sequence[Release], prereleases: bool) -> list[Release]:  # noqa: FBT001 - private
    try:
        specifier = SpecifierSet(want)
    except InvalidSpecifier:
        shown = join_lines(want, limit=60)
        message = f"malformed specifier {shown!r}; write it like '>=0.3,<1', in quotes"
        raise UsageError(message) from None
    inside = [r for r in known if specifier.contains(r.version, prereleases=True)]
    picked = [r for r in inside if not r.prerelease or prereleases or specifier.prereleases]
    if picked:
        return picked
    message = f"no release matches {join_lines(want, limit=60)!r}: "
    if inside:
        message += f"only pre-releases do; name one, like {inside[-1].text}"
    else:
        message += f"the index has {known[0].text} to {known[-1].text}"
    raise NothingSelectedError(message)


def pick_exactly(want: str, known: Sequence[Release], of: Project = CORE) -> Release:
    """Return the release of a version. Raises UsageError."""
    try:
        version = Version(want)
    except InvalidVersion:
        message = (
            f"malformed release {join_lines(want, limit=60)!r}; name edges, all, latest, a version "
            "like 0.3.40, or a specifier like '>=0.3,<1'; several are separated by spaces"
        )
        raise UsageError(message) from None
    for release in known:
        if release.version == version:
            return release
    why = f"older than the floor {of.floor}" if version < of.floor else "not on the index"
    hint = hint_at_nearest(want, (r.text for r in known))
    message = f"unknown {of.word} {join_lines(want, limit=60)}: {why}; {hint}"
    raise UsageError(message, "unknown-release")
