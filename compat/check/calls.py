"""The calls of runnables' methods that a source has, only those that it can be sure of.

A run-time line is held to a call by ``Call.lines``: those that Python's ``f_lineno`` has while the
call runs. Which of them it is depends on the version of Python, and on what consumes the call.
"""

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from compat.check.kinds import Tag
from compat.check.model import Place, Uncalled
from compat.check.names import Names, Scope, read_names
from compat.check.own import LARGEST, METHODS, TOO_DEEP, Own, UnreadError, find_own, parse
from compat.check.receivers import Receivers
from compat.check.running import list_lines, list_running

_LONGEST: Final = 200  # characters of a line that is shown

_DISPATCHES: Final = frozenset({"adispatch_custom_event", "dispatch_custom_event"})
_PECULIAR: Final = frozenset({"abatch", "ainvoke", "astream_events", "astream_log"})
_COROUTINES: Final = frozenset({"abatch", "adispatch_custom_event", "ainvoke"})
_AT_ONCE: Final = frozenset({"batch", "dispatch_custom_event", "invoke"})

_WORDS: Final = re.compile(
    rf"\.\s*(?:{'|'.join(sorted(METHODS))})\s*\(|{'|'.join(sorted(_DISPATCHES))}"
)
_NO_OWN: Final = Own()
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call of a runnable's ``method``; while it runs, its frame is at one of ``lines``."""

    place: Place
    method: str
    lines: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Found:
    """The calls of a project; ``unread`` are the files that are no answer, each with the reason."""

    calls: tuple[Call, ...]
    unread: tuple[tuple[str, str], ...]


def find_all(sources: Iterable[tuple[str, str]]) -> Found:
    """Return the calls of a project's sources, each a file as seen from the project and its text.

    What the project itself makes of the same names is no runnable for certain.
    """
    listed = list(sources)
    own = find_own(listed)
    calls: list[Call] = []
    unread: list[tuple[str, str]] = []
    for file, text in listed:
        try:
            calls += find_calls(text, file, own)
        except UnreadError as error:
            unread.append((file, str(error)))
    return Found(calls=tuple(calls), unread=tuple(unread))


def find_calls(source: str, file: str, own: Own = _NO_OWN) -> tuple[Call, ...]:
    """Return the calls in the functions of a source, as they stand there.

    A call outside of a function, or in one that only ``if __name__ == "__main__"`` calls, has no
    caller and is left out. Raises UnreadError.
    """
    if not _WORDS.search(source) and len(source) <= LARGEST:
        return ()
    tree = parse(source)
    try:
        names = read_names(tree)
        finder = _Finder(names, Receivers(names, own), _LINE_END.split(source), file)
        return tuple(finder.find())
    except RecursionError as error:
        raise UnreadError(TOO_DEEP) from error


def list_uncalled(
    calls: Iterable[Call], exercised: Collection[tuple[str, int]]
) -> tuple[Uncalled, ...]:
    """Return the calls that no exercised line, a file and its number, lies within."""
    return tuple(
        dict.fromkeys(
            Uncalled(place=each.place, method=each.method)
            for each in calls
            if not any((each.place.file, line) in exercised for line in each.lines)
        )
    )


class _Finder:
    """Finds the calls of one source."""

    def __init__(self, names: Names, receivers: Receivers, lines: list[str], file: str) -> None:
        self._names = names
        self._receivers = receivers
        self._lines = lines
        self._file = file

    def find(self) -> Iterator[Call]:
        """Give the calls, in the order of their lines."""
        found = [each for each in map(self._make, self._names.calls) if each is not None]
        yield from sorted(found, key=lambda each: (each.place.line, min(each.lines)))

    def _make(self, told: tuple[ast.Call, Scope]) -> Call | None:
        node, scope = told
        method = self._name_method(node, scope)
        if method is None or not scope.is_function or self._is_outermost(scope):
            return None
        lines: set[int] | None = set(list_lines(node))
        if method not in _AT_ONCE:
            lines = list_running(node, scope, self._names, awaited=method in _COROUTINES)
        if not lines:
            return None
        line = node.func.end_lineno or node.lineno
        place = Place(
            file=self._file,
            line=line,
            function=scope.qualified_name,
            form=scope.form,
            text=self._lines[line - 1].strip()[:_LONGEST],
        )
        return Call(place=place, method=method, lines=frozenset({*list_lines(node), *lines}))

    def _name_method(self, node: ast.Call, scope: Scope) -> str | None:
        """Return what a call calls, if that is surely a runnable's."""
        func = node.func
        if isinstance(func, ast.Attribute) and func.attr in METHODS:
            runs = self._receivers.runs(func.value, func.attr, scope)
            if runs is None and func.attr in _PECULIAR:
                runs = self._receivers.imports_framework and not _is_store(func)
            return func.attr if runs else None
        kind = self._receivers.tell(func, scope)
        name = kind.origin.rpartition(".")[2]
        return name if kind.tag is Tag.IMPORTED and name in _DISPATCHES else None

    def _is_outermost(self, scope: Scope) -> bool:
        """Tell whether a function is called by nothing but the module when that is the program."""
        body = scope.body
        if body.parent is None or body.parent.parent is not None:
            return False
        loads = [node for node, _ in self._names.loads.get(body.name, ())]
        return bool(loads) and all(self._is_guarded(node) for node in loads)

    def _is_guarded(self, node: ast.AST) -> bool:
        above: ast.AST | None = node
        while above is not None:
            match above:
                case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
                    return True
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                    return False
            above = self._names.parents.get(above)
        return False


def _is_store(func: ast.Attribute) -> bool:
    """Tell whether a call is of something that goes by the name of langgraph's stores."""
    value = func.value
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    return func.attr == "abatch" and "store" in name.lower()
