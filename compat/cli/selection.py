"""What was typed as a request, and reasons that are given for nothing."""

from dataclasses import replace

from compat.errors import UsageError
from compat.plan.request import Request
from compat.run.suite import check_scenarios


def request(selection: Request, cells: tuple[str, ...]) -> Request:
    """Return what is asked for, every scenario once. Raises UsageError."""
    how = replace(selection.how, scenarios=check_scenarios(selection.how.scenarios))
    return replace(selection, cells=cells, how=how)


def refuse_idle_reason(reason: str | None, *, usual: bool) -> None:
    """Refuse a reason to replace reports where none would be. Raises UsageError.

    ``usual``: it is about reports/, and the usual dependencies.
    """
    if reason is not None and not reason.strip():
        message = '--replace needs the reason, like --replace "3.9 is no longer measured"'
        raise UsageError(message)
    if reason is not None and not usual:
        message = "--replace is about reports/ and the usual dependencies: leave out what asks else"
        raise UsageError(message)


def split_names(option: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names that were typed apart, or with commas between. Raises UsageError for none."""
    found = tuple(part for name in names for part in name.split(",") if part)
    if names and not found:
        message = f"--{option} needs a name; leave it out for all"
        raise UsageError(message)
    return found
