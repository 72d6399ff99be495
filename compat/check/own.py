"""What a project has of its own that goes by the names of the framework's: no runnable, maybe."""

import ast
import contextlib
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LARGEST: Final = 1_000_000  # characters of a source

METHODS: Final = frozenset(
    {
        "abatch", "abatch_as_completed", "ainvoke", "astream", "astream_events", "astream_log",
        "atransform", "batch", "batch_as_completed", "invoke", "stream", "transform",
    }
)  # fmt: skip
PECULIAR: Final = {"as_retriever", "bind_tools", "with_fallbacks", "with_structured_output"}
"""Methods that nothing but a runnable (or a vector store) has, whose result is one."""
FLUENT: Final = frozenset(
    {
        *PECULIAR, "add_conditional_edges", "add_edge", "add_node", "add_sequence", "as_tool",
        "assign", "bind", "compile", "configurable_alternatives", "configurable_fields", "map",
        "partial", "pick", "pipe", "set_entry_point", "set_finish_point", "with_alisteners",
        "with_config", "with_listeners", "with_retry", "with_types",
    }
)  # fmt: skip
"""Methods of runnables, and of the builders of graphs, whose result is one again."""

_DEFINED: Final = re.compile(
    rf"^[ \t]+(?:async[ \t]+)?def[ \t]+({'|'.join(sorted(METHODS | FLUENT))})\b", re.MULTILINE
)
_PLAIN: Final = frozenset(
    {"ABC", "BaseModel", "Enum", "Generic", "Protocol", "TypedDict", "object"}
)
TOO_DEEP: Final = "it is nested too deep"


class UnreadError(Exception):
    """A source that cannot be read; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Own:
    """What a project has of its own: modules, and methods of the names that runnables have.

    ``overriding`` are those methods whose class comes from another, maybe from a runnable.
    """

    modules: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    overriding: frozenset[str] = frozenset()


def find_own(sources: Iterable[tuple[str, str]]) -> Own:
    """Return what a project makes of the names of the framework's modules and methods."""
    modules: set[str] = set()
    methods: set[str] = set()
    overriding: set[str] = set()
    for file, text in sources:
        modules |= {*file.removesuffix(".py").split("/")}
        if not _DEFINED.search(text):
            continue
        with contextlib.suppress(UnreadError):
            for node in ast.walk(parse(text)):
                if isinstance(node, ast.ClassDef):
                    names = _list_methods(node)
                    methods |= names
                    overriding |= names if any(map(_may_be_runnable, node.bases)) else set()
    return Own(
        modules=frozenset(modules), methods=frozenset(methods), overriding=frozenset(overriding)
    )


def parse(source: str) -> ast.Module:
    """Return the tree of a source. Raises UnreadError."""
    if len(source) > LARGEST:
        message = f"it is longer than {LARGEST} characters"
        raise UnreadError(message)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes in its strings
            return ast.parse(source)
    except SyntaxError as error:
        where = f" (line {error.lineno})" if error.lineno else ""
        message = f"it is no Python that can be read here: {error.msg}{where}"
        raise UnreadError(message) from error
    except ValueError as error:
        message = f"it is no Python that can be read here: {error}"
        raise UnreadError(message) from error
    except (RecursionError, MemoryError) as error:
        raise UnreadError(TOO_DEEP) from error


def _list_methods(node: ast.ClassDef) -> set[str]:
    """Return the methods of a class that go by the names of a runnable's."""
    defined = [
        each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return {each.name for each in defined} & (METHODS | FLUENT)


def _may_be_runnable(base: ast.expr) -> bool:
    """Tell whether a class that comes from this one can be a runnable."""
    while isinstance(base, ast.Subscript):
        base = base.value
    name = base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")
    return name not in _PLAIN
