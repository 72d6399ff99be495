"""One case driven, and what was seen: an observation as the record holds it."""

from __future__ import annotations

import contextvars
import copy
from typing import TYPE_CHECKING, Any

from compat.incell.caller import DirectCaller, StreamCaller, caller_config
from compat.incell.drive import NOTES, Drive
from compat.incell.facts import arguments
from compat.incell.failure import RAISED, describe
from compat.incell.handler import RunHandler
from compat.incell.isolation import alone
from compat.incell.journal import Observation, blank
from compat.incell.requirement import first_unmet
from compat.incell.runs import canonical
from compat.incell.text import as_text

if TYPE_CHECKING:
    from compat.incell.registry import Case


async def observe_stream(case: Case, caller: StreamCaller) -> Observation:
    """Drive a case by a stream of events and tell what came; raises only what is our own fault."""
    if unmet := first_unmet(case.requires):
        return {**blank(case), "absent": unmet}
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
    return seen


def observe_call(case: Case, caller: DirectCaller) -> Observation:
    """Drive a case by a plain call and tell what the handler saw."""
    if unmet := first_unmet(case.requires):
        return {**blank(case), "absent": unmet}
    NOTES.clear()
    drive = Drive(value=copy.deepcopy(case.value), handler=RunHandler())
    config = caller_config(drive.handler)
    try:
        drive.returned = contextvars.Context().run(
            lambda: caller.call(case.build(), drive.value, config)
        )
    except RAISED as error:
        drive.error = error
    return {**_seen(case, [drive]), "returned": as_text(drive.returned)}


async def _drive_each(case: Case, caller: StreamCaller) -> list[Drive]:
    drives = [Drive(value=copy.deepcopy(case.value), handler=RunHandler())]
    # Nothing of ours may raise in here: it would be taken for the release's doing.
    try:
        built = case.build()
        roots = built if isinstance(built, (list, tuple)) else [built]
        drives += [Drive(value=copy.deepcopy(case.value), handler=RunHandler()) for _ in roots[1:]]
        for drive, root in zip(drives, roots):
            drive.root = root
            stream = caller.stream(root, drive.value, caller_config(drive.handler))
            async for item in stream:
                drive.items.append(item)
    except RAISED as error:
        drives[-1].error = error
    return drives


def _seen(case: Case, drives: list[Drive]) -> Observation:
    seen = blank(case)
    for drive in drives:
        if drive.error is not None:
            seen.update(describe(case, drive.error))
        if drive.handler.failure is not None:
            raise drive.handler.failure
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
