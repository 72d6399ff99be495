"""An injection: a fault, where and of which kind it is, and what may come of it."""

from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from compat.record.model import FAILED, Status
from tests.proof.world import OTHER, VICTIM, ImpossibleError, Told, World, expected, world

Fault = Callable[[World], Iterator[None]]
FINDINGS: Final = frozenset(Status) - FAILED - {Status.PROBED}
_NOT_FOUND_OUT: Final = frozenset({0, 3})  # exit codes that say that all is well, or nothing asked


class Stage(StrEnum):
    """Where on the way from the index to the reports."""

    INDEX = "index"
    RESOLVE = "resolve"
    UNPACK = "unpack"
    IMPORT = "import"
    RUN = "run"
    RECORD = "record"
    CACHE = "cache"
    REPORT = "report"
    MERGE = "merge"


@dataclass(frozen=True, kw_only=True)
class Injection:
    """A fault.

    ``inject`` breaks something, yields while the program runs, and mends it. Then the program runs
    once more. ``statuses`` are those that the victim may have, ``codes`` what the program may exit
    with; empty: whatever is honest. ``again`` are the codes of the next run. ``cold``: nothing is
    kept from earlier runs. ``quick``: a normal test runs it too.
    """

    name: str
    stage: Stage
    kind: str
    inject: Fault
    statuses: Collection[str] = ()
    codes: Collection[int] = ()
    again: Collection[int] = (0,)
    cold: bool = False
    quick: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """What came of an injection. ``skipped`` says why it could not be tried."""

    injection: Injection
    bad: tuple[str, ...] = ()
    skipped: str = ""
    faulty: Told | None = None
    healthy: Told | None = None


_BUG: Final = 70
_TRACEBACK: Final = "Traceback (most recent call last)"
TABLE: Final[list[Injection]] = []


def add(  # noqa: PLR0913 - the words of an injection
    stage: Stage,
    kind: str,
    name: str,
    inject: Fault,
    *,
    statuses: Collection[str] = (),
    codes: Collection[int] = (),
    again: Collection[int] = (0,),
    cold: bool = False,
    quick: bool = False,
) -> None:
    """Put an injection into the table."""
    one = Injection(
        name=name, stage=stage, kind=kind, inject=inject, statuses=statuses, codes=codes,
        again=again, cold=cold, quick=quick,
    )  # fmt: skip
    TABLE.append(one)


def tried(injection: Injection, *, keep: bool = False) -> Row:
    """Try an injection in a world of its own."""
    with world(cold=injection.cold, keep=keep) as place:
        steps = injection.inject(place)
        try:
            next(steps)
            faulty = place.run()
            bad = [*_judged(place, faulty), *_allowed(injection, faulty)]
            next(steps, None)
        except ImpossibleError as error:
            return Row(injection=injection, skipped=str(error))
        except Exception as error:  # noqa: BLE001 - one row, not the table
            return Row(injection=injection, bad=(f"it was not injected: {error!r}",))
        finally:
            if isinstance(steps, Generator):
                steps.close()  # what was begun is mended, whatever came between
        healthy = place.run()
        after = [f"the next run: {words}" for words in _judged(place, healthy)]
        if healthy.code not in injection.again:
            after.append(f"the next run exits {healthy.code}: {healthy.last_line}")
        elif healthy.code == 0 and place.measures and healthy.found.keys() != expected().keys():
            after.append(f"the next run says {healthy.statuses or 'nothing'}")
        kept = str(place.folder) if keep else ""
        bad += [*after, *place.bad, kept]
    return Row(
        injection=injection, bad=tuple(filter(None, bad)) , faulty=faulty, healthy=healthy
    )  # fmt: skip


def _allowed(injection: Injection, told: Told) -> Iterator[str]:
    status = told.statuses.get(VICTIM)
    if injection.statuses and status not in injection.statuses:
        yield f"status {status}, not {' or '.join(sorted(injection.statuses))}: {_why(told)}"
    if injection.codes and told.code not in injection.codes:
        yield f"exit {told.code}, not {' or '.join(map(str, injection.codes))}: {told.last_line}"


def _judged(place: World, told: Told) -> Iterator[str]:
    """Give what no fault excuses."""
    if _TRACEBACK in told.said:
        after = told.said.partition(_TRACEBACK)[2].splitlines()[1:]
        raised = next((line for line in after if line and not line.startswith(" ")), "")
        yield f"a traceback: {raised[:200]}"
    if told.code == _BUG:
        yield f"it calls this a bug of ours: {told.last_line[:200]}"
    if told.hung:
        yield f"no end within {place.limit:.0f} s{', nor after SIGTERM' * told.stubborn}"
    if told.left:
        yield f"{len(told.left)} processes left: {told.left[0]}"
    if place.measures:
        yield from _believed(place, told)


def _believed(place: World, told: Told) -> Iterator[str]:
    """Give what the matrix says and is not so."""
    for cell, status in told.statuses.items():
        if status in FINDINGS:
            yield f"false finding: {cell} {status}: {_why(told)}"
        if status == "probed" and not place.right(cell, told.found[cell]):
            yield f"false finding: {cell} is judged otherwise"
    whole = told.found.keys() >= {OTHER, VICTIM}
    if not whole and told.code in _NOT_FOUND_OUT:
        yield f"exit {told.code} though not all was found out: {told.statuses or told.last_line}"
    for cell in told.found:
        if not list(place.folder.glob(f".compat/runs/*/records/{cell}.json")):
            yield f"finished cell lost: {cell}"


def _why(told: Told) -> str:
    reasons = (c["reason"] for c in (told.matrix or {"cells": ()})["cells"] if c["id"] == VICTIM)
    return str(next(reasons, None) or told.last_line).partition("\n")[0][:160]
