"""What a recipe comes to: every package at one version, with the hashes of its files."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from compat.environments.lacks import Lack
from compat.schema import strict

_CONTINUED = re.compile(r"\s*\\\n\s*")
_NOTE = re.compile(r"\s+#.*|^#.*", re.MULTILINE)


@strict
@dataclass(frozen=True, kw_only=True, order=True)
class Pin:
    """A package at a version. ``hashes`` are like ``sha256:…``; none where no index tells any."""

    name: str
    version: str
    hashes: tuple[str, ...] = ()

    @property
    def requirement(self) -> str:
        """The pin as a line of a requirements file."""
        return " ".join([f"{self.name}=={self.version}", *(f"--hash={h}" for h in self.hashes)])


@strict
@dataclass(frozen=True, kw_only=True)
class Resolution:
    """The packages of an environment, langchain-core aside, and the overrides that it needed.

    ``rests_on`` has the digests of the pages that the need for an override rests on, ``lacks`` what
    these pages lack.
    """

    pins: tuple[Pin, ...]
    overrides: tuple[str, ...] = ()
    rests_on: Mapping[str, str] = field(default_factory=dict)
    lacks: tuple[Lack, ...] = ()


def parse_pins(listing: str) -> tuple[Pin, ...]:
    """Return the pins in what ``uv pip compile`` wrote, by name.

    Raises InvalidRequirement, or ValueError for a line that pins nothing.
    """
    lines = _NOTE.sub("", _CONTINUED.sub(" ", listing)).splitlines()
    return tuple(sorted(_parse_pin(line) for line in lines if line.strip()))


def has_dependents(listing: str, name: str) -> bool:
    """Tell whether some package asks for the one of this name, by the listing's notes."""
    entries = _CONTINUED.sub(" ", listing).replace("\n    #", " #").splitlines()
    entry = next((each for each in entries if each.startswith(f"{name}==")), "")
    _, _, asking = entry.partition("# via")
    return any(each.strip() and not each.strip().startswith("-r ") for each in asking.split(","))


def drop_pin(pins: Iterable[Pin], name: str) -> tuple[Pin, ...]:
    """Return the pins but the one of this name."""
    return tuple(pin for pin in pins if pin.name != name)


def _parse_pin(line: str) -> Pin:
    required, *hashes = line.split(" --hash=")
    requirement = Requirement(required)
    (specifier,) = requirement.specifier
    if specifier.operator != "==":
        message = f"{line!r} pins nothing"
        raise ValueError(message)
    return Pin(
        name=canonicalize_name(requirement.name),
        version=specifier.version,
        hashes=tuple(sorted(hash_.strip() for hash_ in hashes)),
    )
