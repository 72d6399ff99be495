"""The plan: which cells a run will probe, and why it will not probe the others."""

from dataclasses import dataclass, fields
from typing import Annotated, Any, Final

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from compat.axes.cell import Layer
from compat.options import Options
from compat.record.model import Status
from compat.schema import strict

SCHEMA_VERSION = "1.0"

_HERE = "surroundings"


@strict
@dataclass(frozen=True, kw_only=True)
class PythonColumn:
    """A Python of the matrix. ``exact`` is None where no interpreter was there."""

    id: str
    exact: str | None
    implementation: str
    end_of_life: str | None
    prerelease: bool


@strict
@dataclass(frozen=True, kw_only=True)
class ReleaseRow:
    """A release as the index describes it.

    All known since the floor are listed, selected or not, so that statements can be derived again
    from the matrix alone.
    """

    version: str
    line: str
    uploaded_at: str | None
    requires_python: str | None
    yanked: bool
    yanked_reason: str | None
    prerelease: bool


@strict
@dataclass(frozen=True, kw_only=True)
class LayerRow(ReleaseRow):
    """A release of the layer; ``asks`` is the specifier of the langchain-core that it asks for.

    That is empty for any, and None where it is not known.
    """

    asks: str | None


Layers = Annotated[tuple[LayerRow, ...], Field(exclude_if=lambda rows: not rows)]
"""The releases of the layer, none where cells have no layer: then files leave them out."""


@strict
@dataclass(frozen=True, kw_only=True)
class PlannedCell:
    """A selected cell; ``excluded`` is the status of one that will not be run, else None."""

    id: str
    python: str
    core: str
    layer: Layer = None
    excluded: Status | None
    reason: str | None


@strict
@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Where and with what cells are measured: all that may differ between two machines.

    ``platform`` is system and processor, ``cpus`` how many the machine has, ``tools`` are versions
    by name. ``commit`` is the program's, None outside a repository; ``modified`` says that it is
    not as committed. ``containment`` is the level by which cells are kept from everything else,
    see ``compat.run.containment``.
    """

    platform: Annotated[str, Field(max_length=100)]
    cpus: Annotated[int, Field(ge=1)] | None
    tools: dict[str, str]
    commit: Annotated[str, Field(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")] | None
    modified: bool
    containment: Annotated[str, Field(pattern=r"^[a-z]{1,20}$")] | None = None


NOWHERE: Final = Surroundings(platform="", cpus=None, tools={}, commit=None, modified=False)
"""Where nothing is known of."""


@strict
@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a run is going to do. ``dependencies_as_of`` is the moment that resolving looks at.

    ``pinned_moment`` says that a person named that moment; else it is when a first run looked, and
    releases that are younger are resolved as of today.

    ``index_dated`` says whether the index tells upload times, without which that moment cannot be
    asked for. ``required`` are the Pythons whose absence is a failure.
    ``selection`` and ``command`` are what the person asked, in words and to type again. Of the
    cells of an ``exact`` plan only those are run that the search asks for.

    As JSON what its ``surroundings`` say stands beside all else.
    """

    schema_version: str
    suite_version: str
    suite_hash: str
    index: str
    index_dated: bool
    selection: str
    command: str
    dependencies_as_of: str
    pinned_moment: bool = False
    options: Options
    required: tuple[str, ...]
    pythons: tuple[PythonColumn, ...]
    releases: tuple[ReleaseRow, ...]
    layers: Layers = ()
    cells: tuple[PlannedCell, ...]
    exact: bool = False
    surroundings: Surroundings

    @property
    def layered(self) -> bool:
        """Whether its cells have a layer: then all have."""
        return bool(self.layers)

    @model_serializer(mode="wrap")
    def _flat(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        said = dump(self)
        here = said.pop(_HERE)
        first = ("schema_version", "suite_version", "suite_hash", "platform", "tools")
        return {**dict.fromkeys(first), **said, **here}

    @model_validator(mode="before")
    @classmethod
    def _nested(cls, said: object) -> object:
        if not isinstance(said, dict):
            return said
        here = {each.name for each in fields(Surroundings)}
        return {
            **{name: value for name, value in said.items() if name not in here},
            _HERE: {name: value for name, value in said.items() if name in here},
        }
