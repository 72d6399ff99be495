"""What runs changed, newest first: ``changes.json``, as values."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from compat.difference.effect import Effect
from compat.difference.kind import Kind
from compat.schema import strict

HISTORY_VERSION: Literal["1.1"] = "1.1"
"""Of the history: 1.1 has reasons."""

MOST_ENTRIES = 200
MOST_LINES = 12
"""Of a kind, or a list, in an entry; what is left out is counted."""

_SPACE = uuid.UUID("3c2f2a0e-55d5-5d3c-9f0d-6a1f6f9c6b51")
"""A namespace of our own; runs, and what they changed, are names in it."""

Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


@strict
@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One change in words, without the verbs: of scenarios, or of whole cells if there are none.

    ``forms`` are the scenarios' forms that changed, ``where`` is a place as reports tell it,
    ``why`` what else differs there.
    """

    kind: Kind
    effect: Effect | None
    scenarios: tuple[str, ...]
    before: str
    after: str
    forms: tuple[str, ...]
    where: str
    cells: int
    why: str

    @property
    def changes(self) -> int:
        """How many changes this is: one a scenario."""
        return max(1, len(self.scenarios))


@strict
@dataclass(frozen=True, kw_only=True)
class NewsOf:
    """A new release: its cells by status, what it changes, and of how many changes that is a part.

    ``compared`` of its cells were held against the release before it.
    """

    version: str
    statuses: dict[str, int]
    compared: int
    told: tuple[ChangeLine, ...]
    changes: int


@strict
@dataclass(frozen=True, kw_only=True)
class Names:
    """Some names, and how many there are in all."""

    names: tuple[str, ...] = ()
    count: int = 0


def make_names(every: Iterable[str]) -> Names:
    """Return names, none left out."""
    found = tuple(every)
    return Names(names=found, count=len(found))


@strict
@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one run changed.

    ``since`` is the moment of the matrix before it; None: there is none that could be read, so the
    history begins. Where the two differ in it, ``suites`` are their hashes, ``dependencies`` the
    moments that these were resolved for, ``platforms`` where they were measured. ``reason`` is why
    a person replaced what was there by less, None where nobody did. ``told`` may be a
    part: ``changes`` counts all by kind, one a scenario. ``compared`` cells were probed both times.
    """

    id: Id
    generated_at: Moment
    plan: str
    since: str | None
    planned: int
    probed: int
    compared: int
    suites: tuple[str, str] | None = None
    dependencies: tuple[str, str] | None = None
    platforms: tuple[str, str] | None = None
    told: tuple[ChangeLine, ...] = ()
    changes: dict[Kind, int]
    new_releases: tuple[NewsOf, ...] = ()
    left_out_releases: int = 0
    gone_releases: Names = Names()
    yanked: Names = Names()
    new_pythons: Names = Names()
    gone_pythons: Names = Names()
    interpreters: Names = Names()
    new_scenarios: Names = Names()
    gone_scenarios: Names = Names()
    recoded: Names = Names()
    added: int = 0
    removed: int = 0
    reason: Annotated[str, Field(max_length=300)] | None = None


@strict
@dataclass(frozen=True, kw_only=True)
class History:
    """The entries, newest first, one at least. ``id`` is the history's own, and stays."""

    schema_version: Literal["1.0", "1.1"]
    id: Id
    entries: Annotated[tuple[Entry, ...], Field(min_length=1, max_length=MOST_ENTRIES)]


_ENTRY = TypeAdapter(Entry)


def make_beginning_id(plan: str, generated_at: str) -> str:
    """Return the id of the entry with which a run of a plan, that ended at a moment, begins."""
    return _make_id(f"{plan} {generated_at}")


def make_entry_id(entry: Entry) -> str:
    """Return the id of an entry, made of what it says changed since when.

    A run that measures the same again, before its reports are committed, makes the same entry: its
    own moment, plan and machine do not count, nor do the packages that happened to differ too.
    """
    said = _ENTRY.dump_python(
        shorten(entry),
        mode="json",
        exclude={
            "id": True,
            "generated_at": True,
            "plan": True,
            "dependencies": True,
            "platforms": True,
            "told": {"__all__": {"why"}},
            "new_releases": {"__all__": {"told": {"__all__": {"why"}}}},
        },
    )
    return _make_id(json.dumps(said, sort_keys=True))


def _make_id(name: str) -> str:
    return str(uuid.uuid5(_SPACE, name))


def grow(history: History | None, entry: Entry) -> History:
    """Return a history with one more entry, short; the oldest give way.

    An entry that says what an earlier one of the history says gets an id of its own.
    """
    if history is None:
        begun = _make_id(f"history {entry.id}")
        return History(schema_version=HISTORY_VERSION, id=begun, entries=(shorten(entry),))
    ids, own, number = {each.id for each in history.entries}, entry.id, 1
    while own in ids:
        number += 1
        own = _make_id(f"{entry.id} {number}")
    entries = (shorten(replace(entry, id=own)), *history.entries)
    return replace(history, schema_version=HISTORY_VERSION, entries=entries[:MOST_ENTRIES])


def shorten(entry: Entry) -> Entry:
    """Return an entry with its long lists cut, and without reasons that a machine gave."""
    kept = tuple(
        replace(each, told=_keep_few(each.told)) for each in entry.new_releases[-MOST_LINES:]
    )
    return replace(
        entry,
        told=_keep_few(entry.told),
        new_releases=kept,
        left_out_releases=len(entry.new_releases) - len(kept),
        gone_releases=_cut(entry.gone_releases),
        yanked=_cut(entry.yanked),
        new_pythons=_cut(entry.new_pythons),
        gone_pythons=_cut(entry.gone_pythons),
        interpreters=_cut(entry.interpreters),
        new_scenarios=_cut(entry.new_scenarios),
        gone_scenarios=_cut(entry.gone_scenarios),
        recoded=_cut(entry.recoded),
    )


def _cut(every: Names) -> Names:
    return replace(every, names=every.names[:MOST_LINES])


def _keep_few(told: Iterable[ChangeLine]) -> tuple[ChangeLine, ...]:
    """Return the first changes of every kind."""
    kept: dict[Kind, list[ChangeLine]] = {}
    for each in told:
        of_kind = kept.setdefault(each.kind, [])
        if len(of_kind) < MOST_LINES:
            of_kind.append(_drop_reason(each))
    return tuple(each for of_kind in kept.values() for each in of_kind)


def _drop_reason(told: ChangeLine) -> ChangeLine:
    """Return a change without a resolver's reason, which may speak of the machine."""
    return told if told.scenarios else replace(told, why="")
