"""What two matrices say differently, as values. Nothing here says it in words: reports do."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from compat.difference.change import SharedChange
from compat.difference.kind import Kind
from compat.record.model import Status
from compat.schema import strict

SCHEMA_VERSION: Literal["1.2"] = "1.2"
"""Of a comparison as JSON: 1.1 names listeners, 1.2 releases of the layer."""

_Layers = Annotated[tuple[str, ...], Field(exclude_if=lambda versions: not versions)]
"""Releases of the layer; where there are none nothing is said of them."""


@strict
@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two matrices: when, of what and how completely it was measured."""

    generated_at: str
    dependencies_as_of: str
    suite_version: str
    suite_hash: str
    plan: str
    selection: str
    platform: str
    planned: int
    probed: int
    failures: int


@strict
@dataclass(frozen=True, kw_only=True)
class StatusChange:
    """Cells whose status changed alike; ``reason`` is the new one, of the first of them."""

    kind: Kind
    before: Status
    after: Status
    reason_class: str | None
    reason: str | None
    cells: tuple[str, ...]


@strict
@dataclass(frozen=True, kw_only=True)
class NewRelease:
    """A release that only the later matrix knows.

    ``cells`` are those measured with it, ``statuses`` counts them. ``changes`` are held against the
    release before it: of each cell the nearest older one that was probed on its Python.
    """

    version: str
    cells: tuple[str, ...]
    statuses: dict[str, int]
    compared: int
    changes: tuple[SharedChange, ...]


@strict
@dataclass(frozen=True, kw_only=True)
class InterpreterChange:
    """A Python whose exact version differs; None: no interpreter was there."""

    id: str
    before: str | None
    after: str | None


@strict
@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that differs between two matrices; ``compared`` cells were probed for both.

    ``added`` are cells that only the later one has though both know their Python and release,
    ``removed`` those that only the earlier one has. ``recoded`` are scenarios whose code or terms
    differ. ``yanked`` are releases that were withdrawn in between. ``gone_layers`` and
    ``yanked_layers`` are the layer's.
    """

    schema_version: Literal["1.2"]
    before: Side
    after: Side
    compared: int
    changes: tuple[SharedChange, ...]
    statuses: tuple[StatusChange, ...]
    new_releases: tuple[NewRelease, ...]
    gone_releases: tuple[str, ...]
    yanked: tuple[str, ...]
    new_pythons: tuple[str, ...]
    gone_pythons: tuple[str, ...]
    interpreters: tuple[InterpreterChange, ...]
    new_scenarios: tuple[str, ...]
    gone_scenarios: tuple[str, ...]
    recoded: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    gone_layers: _Layers = ()
    yanked_layers: _Layers = ()

    @property
    def suite_changed(self) -> bool:
        """Whether different suites measured them."""
        return self.before.suite_hash != self.after.suite_hash

    @property
    def worse(self) -> bool:
        """Whether something got worse."""
        kinds = {each.kind for each in self.changes} | {each.kind for each in self.statuses}
        return Kind.WORSE in kinds

    @property
    def empty(self) -> bool:
        """Whether they say the same of the same cells; dates and dependencies do not count."""
        return not (
            self.suite_changed
            or self.changes
            or self.statuses
            or self.new_releases
            or self.gone_releases
            or self.yanked
            or self.new_pythons
            or self.gone_pythons
            or self.new_scenarios
            or self.gone_scenarios
            or self.added
            or self.removed
            or self.gone_layers
            or self.yanked_layers
        )
