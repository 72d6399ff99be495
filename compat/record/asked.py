"""A record held to what was asked: one function, for whoever takes a record from somebody else."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from packaging.version import InvalidVersion, Version
from pydantic import TypeAdapter

from compat.axes.cell import CellId
from compat.errors import CompatError
from compat.options import Options
from compat.record.model import Observation, Record, ScenarioInfo, Status

_CASES: Final = Path(__file__).with_name("cases.json")
_LAYER_CASES: Final = Path(__file__).with_name("layer-cases.json")
_CORE: Final = "langchain-core"
_LAYER: Final = "langgraph"
BY_CELLS: Final = frozenset({Status.PROBED, Status.IMPORT_FAILED})
"""What a cell's own process finds out, whatever the index says."""
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?")
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.!+_-]{0,99}")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.+Z-]{1,30}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class KnownSuite:
    """The suite of one hash: its scenarios, each with a digest over what it says (see ``words``).

    ``extras`` has those that need a package which is installed only when it is asked for.
    """

    hash: str
    scenarios: Mapping[str, str]
    extras: Mapping[str, str]


_SUITE: Final = TypeAdapter(KnownSuite)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a cell was to be: what is None, or empty, is not known or not asked.

    ``exact`` is the Python's version, ``build`` its build with its platform, ``suite`` the suite's
    hash, ``packages`` are all that the cell has, by name, ``overrides`` what was replaced for that.
    ``options`` say which scenarios were to run. ``by_run``: what a run says of a cell that wrote
    nothing itself is a record too.
    """

    cell: str
    suite: str | None = None
    exact: str | None = None
    build: str | None = None
    packages: Mapping[str, str] | None = None
    overrides: tuple[str, ...] | None = None
    options: Options = field(default_factory=Options)
    by_run: bool = False


@cache
def load_suite() -> KnownSuite:
    """Return what the suite of this checkout is, as ``tests.incell.cases`` writes them."""
    return _SUITE.validate_python(json.loads(_CASES.read_text("utf-8")))


@cache
def load_layer_suite() -> KnownSuite:
    """Return the same of the suite of cells with a layer."""
    return _SUITE.validate_python(json.loads(_LAYER_CASES.read_text("utf-8")))


def find_suite(hash_: str | None) -> KnownSuite | None:
    """Return the suite of this checkout that has a hash, None if neither has."""
    known = (load_suite(), load_layer_suite())
    return next((suite for suite in known if suite.hash == hash_), None)


def only(scenarios: Iterable[str], time_limit: int = Options.time_limit) -> Options:
    """Return the options by which these scenarios run, with the packages that they need."""
    known, wanted = load_suite().extras, tuple(scenarios)
    extras = tuple(sorted({known[name] for name in wanted if name in known}))
    return Options(scenarios=wanted, extras=extras, time_limit=time_limit)


def digest_scenario(scenario: ScenarioInfo) -> str:
    """Return a digest over all that a suite says of a scenario, its sources too."""
    said = json.dumps(asdict(scenario), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def is_moment(text: str) -> bool:
    """Tell whether a text is a moment like 2026-01-31T12:00:00Z."""
    try:
        return bool(_MOMENT.fullmatch(text)) and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def find_complaint(record: Record, asked: Asked) -> str | None:
    """Return in what a record is not what was asked, None if it is."""
    return next(_find_complaints(record, asked), None)


def _find_complaints(record: Record, asked: Asked) -> Iterator[str]:
    if record.cell != asked.cell:
        yield f"it is of {record.cell!r}"
    if not is_moment(record.timing.finished_at):
        yield "it does not say when it was measured"
    if record.status is not Status.PROBED:
        if not record.reason:
            yield f"it is {record.status} and does not say why"
        if record.suite or record.observations or record.differing:
            yield f"it is {record.status} and holds observations"
    if record.status in BY_CELLS:
        yield from _check_place(record, asked)
    elif not asked.by_run:
        yield f"no cell finds out that it is {record.status}"
    if record.status is Status.PROBED:
        yield from _check_suite(record, asked)


def _check_place(record: Record, asked: Asked) -> Iterator[str]:
    """Give what is of another Python or release, or of other packages."""
    try:
        cell = CellId.parse(asked.cell)
    except CompatError as error:
        yield str(error)
        return
    python = record.python
    if python and not f"{python.exact}.".startswith(f"{cell.python}."):
        yield f"it ran on Python {python.exact!r}"
    if asked.exact and (python is None or python.exact != asked.exact):
        yield f"it ran on Python {python and python.exact!r}, not {asked.exact}"
    if asked.build and (python is None or f"{python.build} {record.platform}" != asked.build):
        yield "it ran on another build of its Python"
    if asked.overrides is not None and sorted(record.overrides) != sorted(asked.overrides):
        yield f"it had overrides {[*record.overrides]!a}, not {[*asked.overrides]}"
    for name, version in record.packages.items():
        if not (_NAME.fullmatch(name) and _VERSION.fullmatch(version)):
            yield f"it had {name!r} {version!r}, which is no package"
    own = {_CORE: cell.core, **({_LAYER: cell.layer} if cell.layer else {})}
    wanted = own if asked.packages is None else asked.packages
    others = () if asked.packages is None else record.packages
    for name in sorted({*wanted, *others}):
        if not _is_same_version(wanted.get(name), record.packages.get(name)):
            yield f"it had {name} {record.packages.get(name)}, not {wanted.get(name)}"


def _check_suite(record: Record, asked: Asked) -> Iterator[str]:
    """Give what is of another suite, and observations that are missing, too many or of no case."""
    if record.suite is None:
        yield "it names no suite"
        return
    if asked.suite and record.suite.hash != asked.suite:
        yield "another suite measured it"
    if known := find_suite(asked.suite):
        yield from _check_scenarios(record.suite.scenarios, asked.options, known)
    cases = {
        f"{each.id}/{form}"
        for each in record.suite.scenarios
        for form in (*each.variants, *(f"remedy-{name}" for name in each.remedies))
    }
    seen = Counter(map(_name_case, record.observations))
    if not cases or seen != Counter(cases):
        odd = min(cases ^ seen.keys(), default="a case twice" if cases else "nothing at all")
        yield f"it does not have one observation of every case: {odd}"
    if unknown := {*map(_name_case, record.differing)} - cases:
        yield f"it differs in what is no case: {min(unknown)}"


def _check_scenarios(
    told: Sequence[ScenarioInfo], options: Options, known: KnownSuite
) -> Iterator[str]:
    """Give scenarios that are not those of this suite that were asked for, or not in its words."""
    wanted = {
        name
        for name in known.scenarios
        if (not options.scenarios or name in options.scenarios)
        and (name not in known.extras or known.extras[name] in options.extras)
    }
    if odd := min(wanted ^ {each.id for each in told}, default=None):
        yield f"it is not of the scenarios that were asked for: {odd}"
    for each in told:
        if digest_scenario(each) != known.scenarios.get(each.id):
            yield f"what it says of {each.id} is not what the suite says"


def _name_case(seen: Observation) -> str:
    return f"{seen.scenario}/{'remedy-' if seen.remedy else ''}{seen.variant}"


def _is_same_version(one: str | None, other: str | None) -> bool:
    """Tell whether two versions are the same one, however they are written."""
    if one is None or other is None:
        return False
    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return one == other
