"""What else the cells of a layer had: recorded, and nothing is claimed along it."""

from collections import defaultdict
from dataclasses import dataclass

from packaging.version import InvalidVersion, Version

from compat.reports.layer.places import Places, join_ends

BESIDE = ("langchain", "langgraph-prebuilt", "langgraph-checkpoint")
"""Packages that come with a layer, as old as the younger of the two releases."""


@dataclass(frozen=True, kw_only=True)
class Installed:
    """A release of the layer, with the ends of what its cells had of each of ``BESIDE``."""

    layer: str
    versions: tuple[str, ...]


def list_installed(places: Places) -> tuple[Installed, ...]:
    """Return what was installed, by release of the layer, the newest first."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for cell in places.telling:
        for name in BESIDE:
            found[cell.layer or "0"][name].add(cell.packages.get(name, ""))
    return tuple(
        Installed(layer=layer, versions=tuple(_describe(found[layer][name]) for name in BESIDE))
        for layer in sorted(found, key=Version, reverse=True)
    )


def _describe(versions: set[str]) -> str:
    known = sorted(filter(None, versions), key=_sort_key)
    if not known:
        return "none"
    return join_ends(known) + (" or none" if "" in versions else "")


def _sort_key(text: str) -> tuple[bool, Version, str]:
    try:
        return True, Version(text), text
    except InvalidVersion:
        return False, Version("0"), text
