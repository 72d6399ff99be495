"""Who hears of a call's run, and under which parent: by the rules of the matrix."""

from __future__ import annotations

from .model import (
    FLATTENED,
    HANDLER,
    HOOK,
    LOST,
    MISPLACED,
    NESTED,
    RAISED,
    SPLIT,
    STREAM,
    Run,
    list_ancestors,
)

_ALL_NESTED = dict.fromkeys((STREAM, HANDLER, HOOK), NESTED)


def judge(run: Run) -> dict[str, str]:
    """Return the outcome for each listener."""
    passed = run.passed
    known = passed.parent is passed.hook_parent and passed.root is run.outermost
    if known and passed.parent in run.path.callers:  # as of most calls
        return _ALL_NESTED
    by_handler = judge_handler(run)
    return {STREAM: by_handler, HANDLER: by_handler, HOOK: judge_hook(run)}


def judge_handler(run: Run) -> str:
    """Return what a handler sees that the outermost run was given."""
    above = list_ancestors(run, "parent")
    if run.kind == "custom_event" and not above:
        return RAISED
    if run.passed.root is None:
        return LOST
    if run.passed.root is not run.outermost:
        return MISPLACED
    return NESTED if any(each in above for each in run.path.callers) else FLATTENED


def judge_hook(run: Run) -> str:
    """Return what a tracer sees that the context held when the outermost run was called."""
    if run.kind == "custom_event" and run.passed.hook_parent is None:
        return RAISED
    if run.hooked is None:
        return LOST if run.passed.hook_parent is None else _place(run)
    if run.hooked is not run.outermost and run.passed.hook_parent is None:
        return MISPLACED
    return _place(run)


def _place(run: Run) -> str:
    above = list_ancestors(run, "hook_parent")
    if any(each in above for each in run.path.callers):
        return NESTED
    top = above[-1] if above else run
    if top is run.outermost:
        return FLATTENED
    return SPLIT if top.outermost is run.outermost else MISPLACED
