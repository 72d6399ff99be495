"""One case driven, and what was seen: an observation as the record holds it."""

from __future__ import annotations

import contextvars
import copy
from typing import TYPE_CHECKING, Any, NamedTuple

from compat.incell.caller import DirectCaller, StreamCaller, caller_config
from compat.incell.drive import NOTES, Drive, build_lasting, make_drive, refuse_own_failure
from compat.incell.facts import arguments
from compat.incell.failure import RAISED, describe
from compat.incell.isolation import alone
from compat.incell.journal import Observation, blank
from compat.incell.requirement import first_unmet
from compat.incell.runs import canonical
from compat.incell.text import as_text

if TYPE_CHECKING:
    from compat.incell.registry import Case


class Streamed(NamedTuple):
    """What a stream of a case showed, and what was driven, if it can be driven again."""

    seen: Observation
    lasting: list[Any]


async def observe_stream(case: Case, caller: StreamCaller) -> Streamed:
    """Drive a case by a stream of events and tell what came; raises only what is our own fault."""
    if unmet := first_unmet(case.requires):
        return Streamed({**blank(case), "absent": unmet}, [])
    NOTES.clear()
    drives = await alone(_drive_each(case, caller))
    seen = _seen(case, drives)
    if case.facts:
        seen["facts"].update(await alone(case.facts(case.build, copy.deepcopy(case.value))))
    folded = [canonical(caller.fold(drive.items)) for drive in drives]
    seen["streams"] = [
        {"protocol": caller.protocol, "parents_known": caller.parents_known, "runs": runs}
        for runs in folded
    ]
    seen["returned"] = as_text(caller.output(drives[-1].items))
    return Streamed(seen, [drive.root for drive in drives if drive.lasts])


def observe_call(case: Case, caller: DirectCaller) -> Observation:
    """Drive a case by a plain call and tell what the handler saw."""
    if unmet := first_unmet(case.requires):
        return {**blank(case), "absent": unmet}
    NOTES.clear()
    drive = make_drive(case)
    config = caller_config(drive.handler)
    try:
        drive.returned = contextvars.Context().run(
            lambda: caller.plain(case.build(), drive.value, config)
        )
    except RAISED as error:
        drive.error = error
    return {**_seen(case, [drive]), "returned": as_text(drive.returned)}


async def _drive_each(case: Case, caller: StreamCaller) -> list[Drive]:
    drives = [make_drive(case)]
    # Nothing of ours may raise in here: it would be taken for the release's doing.
    try:
        roots, lasts = build_lasting(case)
        drives += [make_drive(case) for _ in roots[1:]]
        for drive, root in zip(drives, roots):
            drive.root, drive.lasts = root, lasts
            stream = caller.stream(root, drive.value, caller_config(drive.handler))
            async for item in stream:
                drive.items.append(item)
    except RAISED as error:
        drives[-1].error = error
    return drives


def _seen(case: Case, drives: list[Drive]) -> Observation:
    refuse_own_failure(drives)
    seen = blank(case)
    for drive in drives:
        if drive.error is not None:
            seen.update(describe(case, drive.error))
    seen["facts"] = dict(NOTES)
    if case.variant == "configured":
        seen["facts"].update(arguments(drives[0].root, case.build))
    if case.answer:
        seen["facts"]["answer"] = case.answer(drives[-1])
    seen["handler"] = _handled(drives)
    return seen


def _handled(drives: list[Drive]) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = []
    for drive in drives:
        runs = canonical(drive.handler.seen)
        first = len(listed)
        listed += [
            run if run["parent"] is None else {**run, "parent": run["parent"] + first}
            for run in runs
        ]
    return listed
