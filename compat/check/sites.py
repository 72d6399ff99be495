"""The call sites that processes saw, those of the same call as one that knows its callers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from compat.check.lines import CallLine, Process
from compat.check.model import (
    WORST_FIRST,
    Caller,
    CallSite,
    Environment,
    Passed,
    Place,
    Private,
    Seen,
    Shape,
)
from compat.matrix.model import Listener

_MOST_CALLERS: Final = 20
"""Callers of a call site that are named."""

_ON_PURPOSE: Final = {
    Passed.EMPTY: Private.CALLBACKS,
    Passed.FOREIGN: Private.FOREIGN,
}


def merge_sites(
    processes: Iterable[Process],
    environments: Sequence[Environment],
    find_text: Callable[[str, int], str],
    root: str,
) -> tuple[CallSite, ...]:
    """Return the call sites of all processes, each call once with the worst that came of it.

    ``environments`` are those of the processes; of one that does not say on what it runs no call is
    judged. See ``gather`` for ``find_text`` and ``root``.
    """
    merged: dict[tuple[object, ...], CallSite] = {}
    for each in processes:
        known = find_environment(each)
        if known is None:
            continue
        for site in _list_sites(each, environments.index(known), find_text, root):
            key = (site.place.file, site.place.line, site.name, site.shape)
            merged[key] = _join(merged[key], site) if key in merged else site
    return tuple(merged.values())


def find_environment(process: Process) -> Environment | None:
    """Return what a process runs on, None without a langchain-core."""
    if process.core is None:
        return None
    versions = process.core.versions
    return Environment(
        python=process.start.python,
        core=versions.get("langchain-core"),
        langgraph=versions.get("langgraph"),
        langchain=versions.get("langchain"),
    )


def name_file(file: str, root: str) -> str:
    """Return a file as seen from the project; its whole path if it lies elsewhere."""
    path, folder = PurePath(file), PurePath(root)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()


def _list_sites(
    process: Process, environment: int, find_text: Callable[[str, int], str], root: str
) -> Iterator[CallSite]:
    calls: Mapping[int, int] = process.counts.calls if process.counts else {}
    came = process.counts.came if process.counts else {}
    for line in process.calls:
        file = name_file(line.site.file, root)
        place = Place(
            file=file,
            line=line.site.line,
            function=line.site.function,
            form=line.site.form,
            text=find_text(file, line.site.line),
        )
        made = max(calls.get(line.number, 0), line.calls)
        callers = _join_callers(_list_callers(line, came.get(line.number, ()), environment, made))
        yield _make_site(line, place, callers)


def _list_callers(
    line: CallLine, came: Sequence[tuple[Seen, Seen, Seen, int]], environment: int, calls: int
) -> Iterator[Caller]:
    """Give the caller of some calls, once for each that came of them.

    What was not counted any more is taken for the worst.
    """
    whole = Caller(
        true_path=line.true_path,
        environment=environment,
        outcomes=line.outcomes,
        duplicated=line.duplicated,
        calls=calls,
    )
    uncounted = calls
    for stream, handler, hook, number in came:
        uncounted -= number
        outcomes = {Listener.STREAM: stream, Listener.HANDLER: handler, Listener.HOOK: hook}
        yield replace(whole, outcomes=outcomes, calls=number)
    if uncounted > 0 or not came:
        yield replace(whole, calls=max(0, uncounted))


def _make_site(line: CallLine, place: Place, callers: tuple[Caller, ...]) -> CallSite:
    shape = Shape(**vars(line.shape))
    return CallSite(
        place=place,
        name=line.name,
        shape=shape,
        true_path=line.true_path,
        seen_path=line.seen_path,
        hook_path=line.hook_path,
        outcomes=line.outcomes,
        through=line.through,
        dropped=line.dropped,
        duplicated=line.duplicated,
        inherited=line.inherited,
        calls=sum(each.calls for each in callers),
        private=_ON_PURPOSE.get(shape.passed),
        callers=callers,
    )


def _join(one: CallSite, other: CallSite) -> CallSite:
    """Return two views of the same call as one: its worst outcomes, all of its calls."""
    outcomes = {
        listener: min(
            one.outcomes.get(listener, Seen.NESTED),
            other.outcomes.get(listener, Seen.NESTED),
            key=WORST_FIRST.index,
        )
        for listener in one.outcomes | other.outcomes
    }
    worse = one if WORST_FIRST.index(one.worst) <= WORST_FIRST.index(other.worst) else other
    # Python says which class a method is of since 3.11.
    place = max(one.place, other.place, key=lambda each: len(each.function))
    return replace(
        worse,
        place=place,
        outcomes=outcomes,
        dropped=tuple(sorted({*one.dropped, *other.dropped})),
        duplicated=one.duplicated or other.duplicated,
        inherited=one.inherited and other.inherited,
        calls=one.calls + other.calls,
        callers=_join_callers([*one.callers, *other.callers]),
    )


def _join_callers(callers: Iterable[Caller]) -> tuple[Caller, ...]:
    """Return callers, those that are alike as one, the worst first; of very many not all names."""
    joined: dict[tuple[object, ...], Caller] = {}
    for each in sorted(callers, key=_rank):
        key = _name(each)
        if key not in joined and len(joined) >= _MOST_CALLERS:
            each = replace(each, true_path=())  # noqa: PLW2901 - the same without its name
            key = _name(each)
        before = joined.get(key)
        joined[key] = replace(each, calls=each.calls + before.calls) if before else each
    return tuple(joined.values())


def _rank(caller: Caller) -> tuple[int, bool, int]:
    """Return the place of a caller in a list; those without names come last of their kind."""
    return (WORST_FIRST.index(caller.worst), not caller.true_path, caller.environment)


def _name(caller: Caller) -> tuple[object, ...]:
    told = tuple(sorted(caller.outcomes.items()))
    return (caller.true_path, caller.environment, told, caller.duplicated)
