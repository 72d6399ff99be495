"""Differences that are expected: entries of a small TOML file, each with a reason and an end."""

import tomllib
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Annotated

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from compat.errors import UsageError
from compat.matrix.model import Reading, Verdict
from compat.record.model import Status
from compat.schema import first_error, strict

EVERY = "*"


def _check_specifier(text: str) -> str:
    try:
        SpecifierSet(text)
    except InvalidSpecifier as error:
        message = "write a range like '>=1.4.8,<1.5'"
        raise ValueError(message) from error
    return text


_Words = Annotated[str, Field(min_length=1)]


@strict
@dataclass(frozen=True, kw_only=True)
class Expected:
    """A difference from the baseline that somebody knows of, and has a reason to accept.

    ``scenario`` and ``python`` are names or globs, ``range`` a PEP 440 specifier of releases.
    ``now`` is what is measured there now: a verdict, and ``flags`` and ``answer`` too where they
    are given; or a status, of cells that can no longer be installed, which is for all scenarios
    (``*``). It counts through the day ``expires``.
    """

    scenario: _Words
    now: Verdict | Status
    reason: _Words
    link: Annotated[str, Field(pattern=r"^https?://\S+$")]
    expires: date
    python: _Words = EVERY
    range: Annotated[str, AfterValidator(_check_specifier)] = ""
    flags: tuple[str, ...] | None = None
    answer: str | None = None

    @cached_property
    def _releases(self) -> SpecifierSet:
        return SpecifierSet(self.range, prereleases=True)

    def speaks_of(self, scenario: str, python: str, release: str) -> bool:
        """Tell whether a scenario in a cell is among those that this is about."""
        return (
            fnmatchcase(scenario, self.scenario)
            and fnmatchcase(python, self.python)
            and self._releases.contains(release)
        )

    def expects(self, said: Reading | None) -> bool:
        """Tell whether this is what is measured now; None: the scenario was not measured."""
        if said is None or self.now != said.verdict:
            return False
        flags_too = self.flags is None or sorted(self.flags) == sorted(said.flags)
        return flags_too and (self.answer is None or self.answer == said.answer)

    def stale(self, today: date) -> bool:
        """Tell whether this has expired."""
        return self.expires < today


@strict
@dataclass(frozen=True, kw_only=True)
class _File:
    expected: tuple[Expected, ...] = ()


_FILE = TypeAdapter(_File)


def parse_expected(text: str, name: str) -> tuple[Expected, ...]:
    """Return the entries of a file, whose ``name`` is for errors. Raises UsageError."""
    try:
        return _FILE.validate_python(tomllib.loads(text)).expected
    except tomllib.TOMLDecodeError as error:
        message = f"{name} is no TOML: {error}"
        raise UsageError(message, "unreadable-expected") from error
    except ValidationError as error:
        place, what = first_error(error)
        message = f"{name} makes no sense at {place!a}: {what!a}"
        raise UsageError(message, "unreadable-expected") from error
