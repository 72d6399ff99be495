"""An index that lags: a proof that rests on a requirement of which the index has no version.

It is found in uv's words, for any requirement, and said of the index on that day, never of the
release that asks for it: other indexes have what it needs, or this one will.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

# A name with a specifier, like "certifi>=2026.10.19,<2027", as uv writes what somebody needs.
_VERSIONS: Final = r"[<>=!~]=?=?[\w.*+!-]*[\w*]"
_NAME: Final = r"[A-Za-z0-9](?:[\w.-]*\w)?(?:\[[\w,.-]+\])?"
_ITEM: Final = rf"(?>{_NAME}{_VERSIONS}(?:,{_VERSIONS})*)"
_ITEMS: Final = rf"(?:one of: )?{_ITEM}(?: {_ITEM})*+"
_NEEDS: Final = re.compile(
    rf"(?:depends? on|require) (?P<first>{_ITEMS})(?: and (?P<second>{_ITEMS})(?! depends? on))?"
)
_MARKER: Final = re.compile(r"(?<=\w)\{[^{}]*\}")
_PARTS: Final = re.compile(rf"(?P<name>[\w.-]*\w)(?:\[[^\]]*\])?(?P<versions>{_VERSIONS}.*)")


@dataclass(frozen=True, kw_only=True)
class Lack:
    """What the index has no version of, like ``certifi>=2026.10.19``, and the newest it has."""

    project: str
    needed: str
    newest: str


def flatten(proof: str) -> str:
    """Return uv's text on one line, each package without the marker that it is needed under.

    uv writes these like ``orjson{platform_python_implementation != 'PyPy'}>=3.9.14``.
    """
    return _MARKER.sub("", " ".join(proof.split()))


def find_lacks(proof: str, versions_of: Callable[[str], Collection[Version]]) -> tuple[Lack, ...]:
    """Return what a proof rests on that the index lacks, each project once.

    ``proof`` is uv's text on why there is no solution; ``versions_of`` has every version on a
    project's page, for whatever Python and from whatever day, none if no page was read well. What
    some of these satisfy is no lack, though uv could not take them: then the proof is about what
    packages ask for.
    """
    found: dict[str, Lack] = {}
    for items in _find_needs(flatten(proof)):
        project = str(canonicalize_name(items[0][0]))
        known = versions_of(project)
        wanted = [SpecifierSet(versions) for _, versions in items]
        if known and not any(each.contains(v, prereleases=True) for each in wanted for v in known):
            needed = " or ".join(f"{project}{versions}" for _, versions in items)
            lack = Lack(project=project, needed=needed, newest=str(max(known)))
            found.setdefault(project, lack)
    return tuple(found.values())


def describe_lacks(lacks: Iterable[Lack], day: str) -> str | None:
    """Return in words what an index lacked on a day, like 2026-01-31; None if nothing."""
    words = (
        f"the index had no {each.needed} on {day}, the newest is {each.newest}" for each in lacks
    )
    return "; ".join(words) or None


def _find_needs(flat: str) -> Iterator[list[tuple[str, str]]]:
    """Give what is needed: alternatives, each a name and a specifier of its versions."""
    for match in _NEEDS.finditer(flat):
        for group in filter(None, match.groups()):
            words = group.removeprefix("one of: ").split()
            items = [part for word in words if (part := _parse_part(word))]
            if len({canonicalize_name(name) for name, _ in items}) == 1:
                yield items


def _parse_part(word: str) -> tuple[str, str] | None:
    found = _PARTS.fullmatch(word)
    try:
        SpecifierSet(found["versions"] if found else "")
    except InvalidSpecifier:
        return None
    return (found["name"], found["versions"]) if found else None
