"""From the lines of some processes to the call sites of a project."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from compat.check.lines import (
    ChildNote,
    DrivenNote,
    Note,
    Process,
    RefusedNote,
    TargetNote,
    Unshown,
)
from compat.check.model import WORST_FIRST, CallSite, Counts, Driven, Environment, Seen
from compat.check.patterns import OWN_MODEL
from compat.check.sites import find_environment, merge_sites, name_file
from compat.matrix.model import Listener


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What all processes saw together.

    ``ran`` are the lines whose calls ran, by file. ``problems`` say why nothing is judged,
    ``partial`` why not all was seen.
    """

    environments: tuple[Environment, ...]
    sites: tuple[CallSite, ...]
    ran: frozenset[tuple[str, int]]
    counts: Counts
    driven: tuple[Driven, ...]
    refused: tuple[str, ...]
    problems: tuple[str, ...]
    partial: tuple[str, ...]


def gather(
    processes: Sequence[Process], find_text: Callable[[str, int], str], root: str
) -> Gathered:
    """Put together what processes saw.

    ``find_text`` gives a line of a file of the project in the folder ``root``; files elsewhere are
    named by their whole path, and without their text.
    """
    environments = list_environments(processes)
    sites = merge_sites(processes, environments, find_text, root)
    notes = [note for each in processes for note in each.notes]
    return Gathered(
        environments=environments,
        sites=tuple(sorted(sites, key=rank)),
        ran=frozenset(_list_ran(processes, root)),
        counts=_count(processes),
        driven=tuple(_list_driven(notes, sites, root)),
        refused=tuple(sorted({f"{n.host}:{n.port}" for n in notes if isinstance(n, RefusedNote)})),
        problems=tuple(
            dict.fromkeys(
                [
                    *(each.core.problem for each in processes if each.core and each.core.problem),
                    *(note.problem for note in notes if isinstance(note, TargetNote)),
                ]
            )
        ),
        partial=tuple(_list_partial(processes)),
    )


def rank(site: CallSite) -> tuple[object, ...]:
    """Return the place of a call site in a list: the worst first, then as they stand in files."""
    worst = [WORST_FIRST.index(each) for each in site.outcomes.values()]
    return (WORST_FIRST.index(site.worst), sum(worst), site.place.file, site.place.line, site.name)


def name_findings(sites: Iterable[CallSite]) -> Iterator[tuple[str, CallSite]]:
    """Give call sites with ids that stay when lines move, and on another Python.

    The same call twice is counted.
    """
    seen: Counter[str] = Counter()
    for site in sites:
        place = site.place
        function = place.function.rpartition(".")[2]  # Python says which class it is of since 3.11
        told = f"{place.file}\0{function}\0{place.text}\0{site.name}\0{site.shape.passed}"
        id_ = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:12]
        seen[id_] += 1
        yield id_ if seen[id_] == 1 else f"{id_}-{seen[id_]}", site


def _list_ran(processes: Iterable[Process], root: str) -> Iterator[tuple[str, int]]:
    """Give the lines whose calls ran, judged or not."""
    for each in processes:
        yield from ((name_file(line.site.file, root), line.site.line) for line in each.calls)
        yield from ((name_file(line.file, root), line.line) for line in each.outermost)


def list_environments(processes: Iterable[Process]) -> tuple[Environment, ...]:
    """Return what the processes with a langchain-core have, each once."""
    return tuple(dict.fromkeys(filter(None, map(find_environment, processes))))


def _count(processes: Sequence[Process]) -> Counts:
    """Return how much was seen."""
    counts = [each.counts for each in processes if each.counts is not None]
    known = {each.start.pid for each in processes}
    started = sum(isinstance(note, ChildNote) for each in processes for note in each.notes)
    reached = sum(each.start.parent in known and not each.start.forked for each in processes)
    return Counts(
        processes=len(processes),
        unreached=max(0, started - reached),
        tests=_count_tests(processes),
        runs=sum(each.runs for each in counts),
        unknown_callers=sum(each.unknown_callers for each in counts),
    )


def _count_tests(processes: Sequence[Process]) -> int:
    """Return how many tests ran; those of pytest-xdist's workers are their parent's."""
    testing = {each.start.pid: each for each in processes if each.counts and each.counts.tests}
    return sum(
        each.counts.tests
        for each in testing.values()
        if each.counts and each.start.parent not in testing
    )


def _list_partial(processes: Sequence[Process]) -> Iterator[str]:
    killed = sum(not each.ended and not each.start.forked for each in processes)
    if killed:
        were = "was stopped before it" if killed == 1 else "were stopped before they"
        yield (
            f"{killed} of {len(processes)} processes {were} had written everything, so calls may be"
            " missing"
        )
    unknown = sum(each.core is None and bool(each.calls) for each in processes)
    if unknown:
        runs = "it runs" if unknown == 1 else "they run"
        yield (
            f"{unknown} of {len(processes)} processes did not say on what {runs}, so no call there"
            " is judged"
        )
    unread = sum(each.unread for each in processes if each.ended)
    if unread:
        yield f"{unread} lines of what was found could not be read"
    if any(each.counts is not None and each.counts.overflowed for each in processes):
        yield "there are more call sites than the watcher keeps"


def _list_driven(notes: Iterable[Note], sites: Iterable[CallSite], root: str) -> Iterator[Driven]:
    """Give what was driven, with how much of what a stream did not show the findings tell."""
    missed = [site for site in sites if site.outcomes.get(Listener.STREAM) is not Seen.NESTED]
    known = {(site.place.file, site.place.line) for site in missed}
    agents = any(site.through in OWN_MODEL for site in missed)
    for note in notes:
        if isinstance(note, DrivenNote):
            counted = (_count_found(each, known, root, agents=agents) for each in note.unshown)
            found = sum(counted)
            yield Driven(
                target=note.target,
                way=note.way,
                error=note.error,
                ran=note.ran,
                shown=note.shown,
                found=None if note.shown is None else found,
            )


def _count_found(
    unshown: Unshown, known: Collection[tuple[str, int]], root: str, *, agents: bool
) -> int:
    """Return to how many of those that a stream did not show the findings lead.

    No line of a person's led to what ``agents`` call themselves.
    """
    led = (
        any((name_file(file, root), line) in known for file, line in lines) if lines else agents
        for lines in unshown.places
    )
    return min(unshown.missing, sum(led))
