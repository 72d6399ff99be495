"""A record held to what was asked: one function, for whoever takes a record from somebody else."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from packaging.version import InvalidVersion, Version
from pydantic import TypeAdapter

from compat.record.model import Record, Status

_CASES: Final = Path(__file__).with_name("cases.json")


@dataclass(frozen=True, kw_only=True)
class Suite:
    """The cases of the suite of one hash: by scenario the forms that are driven, in their order.

    ``extras`` has the scenarios that need a package which is installed only when it is asked for.
    """

    hash: str
    cases: Mapping[str, tuple[str, ...]]
    extras: Mapping[str, str]


_SUITE: Final = TypeAdapter(Suite)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a cell was to be: what is None, or empty, is not known or not asked.

    ``exact`` is the Python's version, ``build`` its build with its platform, ``suite`` the suite's
    hash, ``packages`` are all that the cell has, by name. ``scenarios`` are the only ones that were
    to run, ``extras`` the packages whose scenarios were to run too.
    """

    cell: str
    suite: str | None = None
    exact: str | None = None
    build: str | None = None
    packages: Mapping[str, str] | None = None
    scenarios: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()


@cache
def suite() -> Suite:
    """Return the cases of the suite of this checkout, as ``tests.incell.cases`` writes them."""
    return _SUITE.validate_python(json.loads(_CASES.read_text("utf-8")))


def complaint(record: Record, asked: Asked) -> str | None:
    """Return in what a record is not what was asked, None if it is.

    A record of a cell whose process found nothing out says nothing that could be held.
    """
    if record.cell != asked.cell:
        return f"it is of {record.cell!r}"
    if record.status not in {Status.PROBED, Status.IMPORT_FAILED}:
        return None if record.reason else f"it is {record.status} and says not why"
    return _elsewhere(record, asked) or _otherwise(record, asked)


def _elsewhere(record: Record, asked: Asked) -> str | None:
    """Complain of another Python, or other packages."""
    if asked.exact and (record.python is None or record.python.exact != asked.exact):
        return f"it ran on Python {record.python and record.python.exact!r}, not {asked.exact}"
    if asked.build:
        python = record.python
        if python is None or f"{python.build} {record.platform}" != asked.build:
            return "it ran on another build of its Python"
    if asked.packages is not None:
        for name in sorted(asked.packages.keys() | record.packages.keys()):
            wanted, found = asked.packages.get(name), record.packages.get(name)
            if not _same(wanted, found):
                return f"it had {name} {found}, not {wanted}"
    return None


def _otherwise(record: Record, asked: Asked) -> str | None:
    """Complain of another suite, and of observations that are missing, too many or of no case."""
    if record.status is Status.IMPORT_FAILED:
        return None if record.reason else "it says not why it could not be imported"
    if record.suite is None:
        return "it names no suite"
    if asked.suite and record.suite.hash != asked.suite:
        return "another suite measured it"
    declared = {
        each.id: (*each.variants, *(f"remedy-{name}" for name in each.remedies))
        for each in record.suite.scenarios
    }
    if asked.suite == suite().hash and declared != (wanted := _wanted(asked)):
        odd = min(declared.keys() ^ wanted.keys(), default="a form of a scenario")
        return f"it is not of the scenarios that were asked for: {odd}"
    cases = {f"{name}/{form}" for name, forms in declared.items() for form in forms}
    seen = Counter(
        f"{each.scenario}/{'remedy-' if each.remedy else ''}{each.variant}"
        for each in record.observations
    )
    if not cases or seen != Counter(cases):
        odd = min(cases ^ seen.keys(), default="a case twice" if cases else "nothing at all")
        return f"it has not one observation of every case: {odd}"
    return None


def _wanted(asked: Asked) -> dict[str, tuple[str, ...]]:
    known = suite()
    return {
        name: forms
        for name, forms in known.cases.items()
        if (not asked.scenarios or name in asked.scenarios)
        and (name not in known.extras or known.extras[name] in asked.extras)
    }


def _same(one: str | None, other: str | None) -> bool:
    """Tell whether two versions are the same one, however they are written."""
    if one is None or other is None:
        return False
    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return one == other
