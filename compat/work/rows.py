"""Which patterns a person asks about: those of langchain-core, of the layer on top, or both."""

from collections.abc import Collection
from dataclasses import dataclass

from compat.errors import UsageError
from compat.matrix.model import Matrix
from compat.symptoms.model import load_layer_ids
from compat.work.configuration import choose_scenarios, find_pattern


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Ids of patterns; None where nothing is asked about one of the two."""

    core: frozenset[str] | None
    layer: frozenset[str] | None


def choose_rows(
    core: Matrix | None, layered: Matrix | None, only: Collection[str], groups: Collection[str]
) -> Rows:
    """Return the patterns that are named, or whose group is; all of both if nothing is named.

    ``layered`` is None where no layer is asked about. Raises UsageError.
    """
    if layered is None or core is None:
        known = layered or core
        if known is None:
            return Rows(core=None, layer=None)
        if layered is None:
            _refuse_rows_of_layer(only)
        chosen = choose_scenarios(known, only, groups)
        return Rows(core=None if layered else chosen, layer=chosen if layered else None)
    if not (only or groups):
        return Rows(core=choose_scenarios(core, (), ()), layer=choose_scenarios(layered, (), ()))
    every = [each.id for each in (*layered.scenarios, *core.scenarios)]
    only = [find_pattern(name, every) for name in only]
    own = {each.id for each in layered.scenarios}
    their_groups = {each.group for each in layered.scenarios}
    names = own.intersection(only)
    parts = {name for name in groups if any(name.casefold() in g.casefold() for g in their_groups)}
    rest, more = set(only) - names, set(groups) - parts
    return Rows(
        core=choose_scenarios(core, sorted(rest), sorted(more)) if rest or more else None,
        layer=choose_scenarios(layered, sorted(names), sorted(parts)) if names or parts else None,
    )


def _refuse_rows_of_layer(only: Collection[str]) -> None:
    rows = {each.casefold() for each in load_layer_ids()}
    if found := [name for name in only if name.casefold() in rows]:
        message = f"{found[0]} is LangGraph's: name its version too, like langgraph 1.2.24"
        raise UsageError(message, "unknown-scenario")
