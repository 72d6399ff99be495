"""One case driven by plain calls, which stream nothing, and what a handler and a hook saw of them.

A hook listens alone, as a tracer does that nobody passes: a handler in the caller's config would
change what is below config that is passed on. Only where nothing is passed on do both listen to one
call; ``nox -s proof`` holds that neither changes there what the other sees.
"""

from __future__ import annotations

import contextvars
from typing import TYPE_CHECKING, Any

from compat.incell.caller import DirectCaller, StreamCaller, caller_config, own_config
from compat.incell.drive import Drive, build_roots, make_drive, refuse_own_failure
from compat.incell.failure import RAISED, describe
from compat.incell.hook import install
from compat.incell.isolation import alone, fresh_threads
from compat.incell.runs import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.runnables import RunnableConfig

    from compat.incell.journal import Call
    from compat.incell.registry import Case

NAIVE = "naive"
Calls = dict[str, Any]


async def observe_plain(
    case: Case,
    caller: StreamCaller,
    *,
    handled: bool,
    apart: bool = False,
    roots: Sequence[Any] = (),
) -> Calls:
    """Call a case from a running loop, in a release that has what it needs.

    ``handled``: a handler listens too, to a call of its own if that may differ, or in any case
    (``apart``). ``roots`` are what a drive of the same case built, if they
    can be used again. Returns ``hook_call``, and with a handler ``handler_call``.
    """
    both = handled and case.variant == NAIVE and not apart
    drives = await alone(_call_each(case, caller, roots, hooked=True, handled=both))
    found = {"hook_call": _described(case, drives, "hook")}
    if both:
        found["handler_call"] = _described(case, drives, "handler")
    elif handled:
        with fresh_threads():
            drives = await alone(_call_each(case, caller, roots, hooked=False, handled=True))
        found["handler_call"] = _described(case, drives, "handler")
    return found


def observe_direct(case: Case, caller: DirectCaller) -> Calls:
    """Call a case without a loop, in a release that has what it needs; both listen."""
    drive = make_drive(case)
    contextvars.Context().run(_call, case, caller, drive)
    return {f"{name}_call": _described(case, [drive], name) for name in ("handler", "hook")}


def _call(case: Case, caller: DirectCaller, drive: Drive) -> None:
    try:
        (root,) = build_roots(case)
        install(drive.hook)
        caller.plain(root, drive.value, caller_config(drive.handler))
    except RAISED as error:
        drive.error = error


async def _call_each(
    case: Case, caller: StreamCaller, built: Sequence[Any], *, hooked: bool, handled: bool
) -> list[Drive]:
    drives = [make_drive(case)]
    # Nothing of ours may raise in here: it would be taken for the release's doing.
    try:
        roots = built or build_roots(case)
        drives += [make_drive(case) for _ in roots[1:]]
        for drive, root in zip(drives, roots):
            install(drive.hook if hooked else None)
            config: RunnableConfig = caller_config(drive.handler) if handled else own_config()
            await caller.plain(root, drive.value, config)
    except RAISED as error:
        drives[-1].error = error
    return drives


def _described(case: Case, drives: list[Drive], listener: str) -> Call:
    """Return what the record holds: the runs that a listener saw, by what was driven."""
    refuse_own_failure(drives)
    error = next((drive.error for drive in drives if drive.error is not None), None)
    return {
        "exception": error and describe(case, error).get("exception"),
        "drives": [canonical(getattr(drive, listener).seen, root_first=True) for drive in drives],
    }
