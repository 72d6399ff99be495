"""``reports/matrix.json`` and ``reports/traces.json``, as values.

The JSON Schema beside the matrix is generated from these classes, and from those in
``compat.matrix.codec`` that say how the file holds results: equal ones once.
"""

import hashlib
import json
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from compat.axes.cell import Layer
from compat.matrix.reading import (
    NAIVE,
    REMEDY,
    SHOWN,
    SIMPLEST_FIRST,
    Listener,
    Outcome,
    Reading,
    Saying,
    Verdict,
)
from compat.plan.model import Layers, PythonColumn, ReleaseRow, Surroundings
from compat.record.model import Observation, ScenarioInfo, Status
from compat.schema import strict

__all__ = [
    "NAIVE",
    "REMEDY",
    "SCHEMA_VERSION",
    "SHOWN",
    "SIMPLEST_FIRST",
    "TRACES_VERSION",
    "Cell",
    "CellHead",
    "ChangeOver",
    "Edge",
    "Finding",
    "Held",
    "Listener",
    "Matrix",
    "MatrixHead",
    "Origin",
    "Outcome",
    "Provenance",
    "PythonColumn",
    "Reading",
    "ReleaseRow",
    "Result",
    "ScenarioInfo",
    "Statement",
    "Traces",
    "Verdict",
]

SCHEMA_VERSION: Literal["2.5"] = "2.5"
"""Of the matrix: 1.0 repeated a result in every cell, 2.0 holds it once, 2.1 says where from, 2.2
how far cells were kept from everything else, 2.3 for which listener, and the layer of a cell, 2.4
what other listeners than the stream's saw, 2.5 the releases of a layer and where it changes."""

TRACES_VERSION: Literal["2.1"] = "2.1"
"""Of the traces: 1.0 repeated a list of runs in every trace, 2.0 holds it once, 2.1 holds
each run once too."""


class Edge(StrEnum):
    """How far an end of a statement is known.

    ``EXACT``: the neighbour on that side was probed and differs. ``BRACKETED``: it differs
    somewhere among releases that were not probed. ``OPEN``: the line has nothing more there that
    was probed, so this is where the line (or what could be probed of it) ends.
    """

    EXACT = "exact"
    BRACKETED = "bracketed"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class _Share:
    """Which part of a plan it is. First in ``Origin``, whose fields come in the order of files."""

    shard: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}/[1-9][0-9]{0,2}$")]
    cells: Annotated[int, Field(ge=0)]


@strict
@dataclass(frozen=True, kw_only=True)
class Origin(Surroundings, _Share):
    """Where and with what some of the cells were measured.

    ``shard`` is like ``3/8``; a run that was not split is ``1/1``. ``platform`` is system and
    processor, ``cpus`` how many the machine has. ``commit`` is the program's, None if it did not
    come from a repository; ``modified`` says that it was not as committed. ``containment`` is the
    level by which cells were kept from everything else, see ``compat.run.containment``, None if
    that was not told.
    """


@strict
@dataclass(frozen=True, kw_only=True)
class Provenance:
    """When, with what and how completely the matrix was measured.

    ``not_probed`` counts cells by status; ``planned == probed + sum(not_probed.values())``.
    ``repeated`` is how often every cell ran, ``required`` the Pythons whose absence is a failure.
    ``failures`` is the number of cells that stayed unknown. ``complete`` is True
    when there is none, and no interpreter was missing. ``index`` is a label, never an address.
    ``command`` is what a person types in a clone to measure this again. ``plan`` is the id that all
    who worked on the plan share, ``origins`` says of each what it worked with, in the order of
    shards; ``commit`` is theirs, None if it is not known or not one. Reports before 2.1 have none.
    """

    generated_at: str
    dependencies_as_of: str
    suite_version: str
    suite_hash: str
    platform: str
    tools: dict[str, str]
    index: str
    selection: str
    repeated: int
    command: str
    plan: str
    planned: int
    probed: int
    not_probed: dict[str, int]
    required: tuple[str, ...]
    failures: int
    complete: bool
    commit: str | None = None
    origins: tuple[Origin, ...] = ()


@strict
@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a scenario came to in a cell; ``outcomes`` and ``remedies`` are by name."""

    verdict: Verdict
    flags: tuple[str, ...]
    answer: str | None
    outcomes: dict[str, Outcome]
    remedies: dict[str, Outcome]


@strict
@dataclass(frozen=True, kw_only=True)
class Result(Finding):
    """A scenario in a cell, for a listener.

    ``traces`` maps a variant, or ``remedy-NAME``, to its trace's id in ``traces.json``; ``repeats``
    likewise to the traces of later runs that differ. ``others`` holds what it came to for the
    listeners for whom that is something else; reports before 2.4 have none.
    """

    listener: Listener = Listener.STREAM
    traces: dict[str, str]
    repeats: dict[str, tuple[str, ...]]
    others: dict[Listener, Finding] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Hash by content, so that work can be done once for what many cells share."""
        return hash(self.id)

    @cached_property
    def id(self) -> str:
        """The first 12 hex digits of the SHA-256 of its JSON, keys sorted, compact."""
        content = _RESULT.dump_python(self, mode="json", by_alias=True)
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:RESULT_ID_DIGITS]

    @cached_property
    def reading(self) -> Reading:
        """What statements are made of."""
        return Reading(
            listener=self.listener, verdict=self.verdict, flags=self.flags, answer=self.answer
        )

    @cached_property
    def saying(self) -> Saying:
        """What two results share that say the same of code; traces do not count."""
        return self.reading, tuple(sorted(self.forms.items()))

    def heard_by(self, listener: Listener) -> "Result":
        """Return what it came to for another listener; the traces are the same."""
        found = self.others.get(listener)
        said = vars(found) if found else {}
        return replace(self, listener=listener, others={}, **said)

    @property
    def forms(self) -> dict[str, Outcome]:
        """What every form came to: variants by their name, remedies as ``remedy-NAME``."""
        remedies = {f"{REMEDY}{name}": seen for name, seen in self.remedies.items()}
        return {**self.outcomes, **remedies}

    @property
    def trace_ids(self) -> tuple[str, ...]:
        """The ids of all its traces."""
        return (*self.traces.values(), *(each for other in self.repeats.values() for each in other))


RESULT_ID_DIGITS: Final = 12
_RESULT = TypeAdapter(Result)


@strict
@dataclass(frozen=True, kw_only=True)
class CellHead:
    """One Python with one release, and a layer if there is one: all but its scenarios' results.

    ``overrides`` are the requirements without whose override it could not be installed; then
    ``reason`` says what the index lacked, where that is known.
    """

    id: str
    python: str
    core: str
    layer: Layer = None
    status: Status
    reason: str | None
    reason_class: str | None
    packages: dict[str, str]
    overrides: tuple[str, ...]
    replay: str

    @property
    def stands_apart(self) -> bool:
        """Whether it was installed only with an override: measured, and not as it is published.

        It can be looked at, but no statement, count or answer about other cells rests on it.
        """
        return bool(self.overrides)

    @property
    def tells(self) -> bool:
        """Whether it was probed and does not stand apart, so that others can be held against it."""
        return self.status is Status.PROBED and not self.stands_apart


@dataclass(frozen=True, kw_only=True)
class Cell(CellHead):
    """One cell. ``results`` are by scenario, and there are none unless the status is ``probed``.

    Cells share equal results: one that is read or built stands in all of them.
    """

    results: dict[str, Result]


@strict
@dataclass(frozen=True, kw_only=True)
class Statement:
    """One reading over a closed range of releases inside one line, on one Python.

    ``layer`` is what stays on top, of a gate's statements about cells that have one.

    ``tested`` of the ``of`` releases published for that Python in the range were probed; ``gaps``
    are those that were selected there and could not be probed.
    """

    scenario: str
    python: str
    layer: Layer = None
    line: str
    listener: Listener = Listener.STREAM
    verdict: Verdict
    flags: tuple[str, ...]
    answer: str | None
    from_release: Annotated[str, Field(alias="from")]
    through_release: Annotated[str, Field(alias="through")]
    from_edge: Edge
    through_edge: Edge
    tested: int
    of: int
    gaps: tuple[str, ...]

    @property
    def reading(self) -> Reading:
        """What it says of each cell in its range."""
        return Reading(
            listener=self.listener, verdict=self.verdict, flags=self.flags, answer=self.answer
        )


Along = Literal["core", "layer"]
"""What changes while the other stays: langchain-core's release, or the layer's."""


@strict
@dataclass(frozen=True, kw_only=True)
class Held:
    """Where something stays as it is: a Python, and the release of what does not change."""

    python: str
    release: str


@strict
@dataclass(frozen=True, kw_only=True)
class ChangeOver:
    """Between which two releases what a scenario comes to for a listener changes, with a layer.

    ``before`` and ``after`` are the nearest that were probed. The edge is exact where whatever lies
    between them is known not to run, bracketed where something does of which that is not known.
    ``held`` says where the very same was seen, in the order of Pythons and releases.
    """

    scenario: str
    listener: Listener
    along: Along
    before: str
    after: str
    edge: Edge
    was: Reading
    now: Reading
    held: tuple[Held, ...]


@strict
@dataclass(frozen=True, kw_only=True)
class MatrixHead:
    """All but the cells. ``schema`` is the JSON Schema's place, relative to the matrix.

    ``statements`` are about what an event stream shows, ``others`` about what other ``listeners``
    saw, of the scenarios of which they saw something else somewhere. A matrix of cells with a layer
    has the releases of the layer, and ``change_overs`` in the place of statements: a range of one
    line says nothing where two things change.
    """

    schema: Annotated[str, Field(alias="$schema")] = "matrix.schema.json"
    schema_version: Literal["2.0", "2.1", "2.2", "2.3", "2.4", "2.5"]
    provenance: Provenance
    pythons: tuple[PythonColumn, ...]
    releases: tuple[ReleaseRow, ...]
    scenarios: tuple[ScenarioInfo, ...]
    statements: tuple[Statement, ...]
    listeners: tuple[Listener, ...] = (Listener.STREAM,)
    others: tuple[Statement, ...] = ()
    layers: Layers = ()
    change_overs: Annotated[tuple[ChangeOver, ...], Field(exclude_if=lambda found: not found)] = ()

    @property
    def layered(self) -> bool:
        """Whether its cells have a layer: then all have."""
        return bool(self.layers)


@dataclass(frozen=True, kw_only=True)
class Matrix(MatrixHead):
    """The whole matrix."""

    cells: tuple[Cell, ...]


@strict
@dataclass(frozen=True, kw_only=True)
class Traces:
    """Equal observations stored once, by the first 12 hex digits of their SHA-256."""

    schema_version: Literal["1.0", "2.1"]
    traces: dict[str, Observation]
