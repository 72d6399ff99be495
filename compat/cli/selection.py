"""What was typed as a request, and reasons that are given for nothing."""

from dataclasses import replace

from compat.axes.spelling import Spelled
from compat.errors import UsageError
from compat.plan.request import Request
from compat.run.suite import check_scenarios


def request(selection: Request, cells: tuple[str, ...]) -> Request:
    """Return what is asked for, every scenario once. Raises UsageError."""
    asked = replace(selection, cells=cells)
    scenarios = check_scenarios(asked.how.scenarios, layered=asked.layered)
    return replace(asked, how=replace(asked.how, scenarios=scenarios))


def refuse_idle_reason(reason: str | None, *, usual: bool) -> None:
    """Refuse a reason to replace reports where none would be. Raises UsageError.

    ``usual``: it is about reports/, and the usual dependencies.
    """
    if reason is not None and not reason.strip():
        message = '--replace needs the reason, like --replace "3.9 is no longer measured"'
        raise UsageError(message)
    if reason is not None and not usual:
        message = "--replace needs reports/ and usual dependencies: drop options that change them"
        raise UsageError(message)


def part_names(option: str, typed: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names behind an option, typed apart or with commas, and the configurations there.

    An option takes all words that follow; no pattern and no group has the name of a version. Raises
    UsageError where there is no name.
    """
    parts = [part for word in typed for part in word.split(",") if part]
    spelled = tuple(part for part in parts if _is_configuration(part))
    names = tuple(part for part in parts if part not in spelled)
    if typed and not names:
        message = f"--{option} needs a name; leave it out for the default"
        raise UsageError(message)
    return names, spelled


def _is_configuration(word: str) -> bool:
    try:
        Spelled.parse(word)
    except UsageError:
        return False
    return True
