"""What the environments of one Python have in common, and what each has of its own."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from compat.environments.resolution import Pin, Resolution


@dataclass(frozen=True, kw_only=True)
class Split:
    """The pins that all cells share, and by cell the pins beside them."""

    base: tuple[Pin, ...]
    own: Mapping[str, tuple[Pin, ...]]


def split_pins(resolutions: Mapping[str, Resolution]) -> Split:
    """Split the pins of some cells, by cell id, into what all have and the rest."""
    sets = [set(found.pins) for found in resolutions.values()]
    base = set.intersection(*sets) if sets else set()
    return Split(
        base=tuple(sorted(base)),
        own={cell: tuple(sorted(set(found.pins) - base)) for cell, found in resolutions.items()},
    )


def find_importable_alike(base: Path, others: Collection[str]) -> frozenset[str]:
    """Return the top-level modules of ``base`` that import the same whichever layer is above.

    ``others`` are the packages of those layers. Left out is whatever declares one of them, in an
    extra too, and whatever declares what is left out: an import may look for a package without
    saying so when it is not there.
    """
    packages = {_read_name(found): found for found in Distribution.discover(path=[str(base)])}
    asks = {name: _read_asks(found) for name, found in packages.items()}
    touched = set(others)
    while more := {name for name, needs in asks.items() if needs & touched} - touched:
        touched |= more
    return frozenset(
        module
        for name, found in packages.items()
        if name not in touched
        for module in _list_modules(found)
    )


def find_alike(
    modules: Iterable[tuple[str, str]], layers: Sequence[Path], safe: Collection[str]
) -> tuple[str, ...]:
    """Return the names of modules, given with their files, that may be imported for all layers.

    Those are the interpreter's own, and the ``safe`` ones of the packages in ``layers``.
    """
    roots = tuple(f"{layer}/" for layer in layers)
    return tuple(
        name
        for name, file in modules
        if not file.startswith(roots) or name.partition(".")[0] in safe
    )


def _read_name(distribution: Distribution) -> str:
    return canonicalize_name(distribution.metadata["Name"])


def _read_asks(distribution: Distribution) -> set[str]:
    found = set()
    for line in distribution.requires or ():
        try:
            found.add(str(canonicalize_name(Requirement(line).name)))
        except InvalidRequirement:
            continue
    return found


def _list_modules(distribution: Distribution) -> set[str]:
    """Return the top-level names that a distribution's files make importable."""
    return {file.parts[0].partition(".")[0] for file in distribution.files or ()}
