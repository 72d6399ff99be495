"""Code of the suite made ready to paste: with imports, and a reader's names for its helpers.

A snippet is what a factory of the suite holds (``snippet.py``). What it takes from its module
stands in ``paste.toml``: where each name is imported from, and what a reader has for each helper.
"""

import ast
import builtins
import re
import symtable
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from pydantic import TypeAdapter

from compat.schema import strict

_NOTE = "note"  # how the suite's code tells the suite something
_RESULT = "runnable"  # what a snippet builds last, for a reader who wants to call it
_WIDTH = 100
_FOR_TOOLS = re.compile(r"[ \t]*# (?:noqa|type: ignore)\b.*$", re.MULTILINE)
_BETWEEN = re.compile(r"\n\n+(?=[\w@#])")
_DEFINITION = re.compile(r"^(?:@|class |def |async def )", re.MULTILINE)
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


def complete(code: str) -> str:
    """Return a snippet, as ``extract_snippet`` gives it, as code that runs as pasted.

    The imports come first, then a stand-in for each helper of the suite, to be replaced by the
    reader's own, then the code, which calls it by a name that begins with ``my_``. Where a name
    is unknown the code comes back as it is.
    """
    made = _make_paste(code)
    if made is None:
        return code
    return _space("\n\n".join([*_render_imports(made.imports), *made.stand_ins, made.body]))


def show_before(code: str, after: str | None = None) -> str:
    """Return a snippet with the names that ``complete`` gives, to be looked at beside another one.

    Above it stands only what the other one has not: the class that is changed, say. Where a name is
    unknown the code comes back as it is.
    """
    made, other = _make_paste(code), _make_paste(after) if after else None
    if made is None:
        return code
    own = [each for each in made.stand_ins if other and each not in other.stand_ins]
    return _space("\n\n".join([*own, made.body]))


@strict
@dataclass(frozen=True, kw_only=True)
class _Table:
    """``paste.toml``; a stand-in may use those before it."""

    modules: tuple[str, ...]
    names: dict[str, tuple[str, ...]]
    calls: dict[str, str]
    stand_ins: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Paste:
    """The parts of code to paste; ``imports`` has each name's module, a module has itself."""

    imports: dict[str, str]
    stand_ins: tuple[str, ...]
    body: str


@cache
def _load_table() -> _Table:
    content = tomllib.loads(files("compat.reports").joinpath("paste.toml").read_text("utf-8"))
    return TypeAdapter(_Table).validate_python(content)


def _make_paste(code: str) -> _Paste | None:
    """Return the parts of a snippet; None if it is no code, or a name in it is unknown."""
    table = _load_table()
    known = {name: name for name in table.modules}
    known |= {name: module for module, names in table.names.items() for name in names}
    try:
        body, own = _take_imports(_name_result(_drop_notes(_rename_calls(code, table.calls))))
        stand_ins, free = _find_stand_ins(body, table.stand_ins)
    except _UNREADABLE:
        return None
    known |= own
    if not free <= known.keys():
        return None
    imports = {name: known[name] for name in free} | own
    return _Paste(imports=imports, stand_ins=stand_ins, body=body)


def _rename_calls(code: str, calls: dict[str, str]) -> str:
    for call, text in calls.items():
        code = re.sub(rf"(?<![\w.]){re.escape(call)}", text.strip("\n").replace("\\", r"\\"), code)
    return _FOR_TOOLS.sub("", code)


def _drop_notes(code: str) -> str:
    def find() -> Iterator[ast.stmt]:
        for node in ast.walk(ast.parse(code)):
            match node:
                case ast.Expr(value=ast.Call(func=ast.Name(id=name))) if name == _NOTE:
                    yield node

    return _drop(code, find())


def _name_result(code: str) -> str:
    """Name what is built last; a list is the suite's own, which runs what is in it in turn."""
    match ast.parse(code).body:
        case [*_, ast.Expr(value=ast.List()) as last]:
            return _drop(code, [last])
        case [*_, ast.Expr(value=ast.Call() | ast.BinOp()) as last]:
            lines = code.split("\n")
            lines[last.lineno - 1] = f"{_RESULT} = {lines[last.lineno - 1]}"
            return "\n".join(lines)
    return code


def _take_imports(code: str) -> tuple[str, dict[str, str]]:
    """Return the code without the imports at its top, and the module of each of their names."""
    taken = [
        each
        for each in ast.parse(code).body
        if isinstance(each, ast.ImportFrom) and not any(one.asname for one in each.names)
    ]
    return _drop(code, taken), {one.name: each.module or "" for each in taken for one in each.names}


def _drop(code: str, statements: Iterable[ast.stmt]) -> str:
    gone = {at for each in statements for at in range(each.lineno, (each.end_lineno or 0) + 1)}
    kept = [line for at, line in enumerate(code.split("\n"), 1) if at not in gone]
    return "\n".join(kept).strip("\n")


def _find_stand_ins(body: str, known: tuple[str, ...]) -> tuple[tuple[str, ...], set[str]]:
    """Return the stand-ins that code needs, in order, and the names that are free even so."""
    found: list[str] = []
    free = _read_names(body)[1]
    for each in reversed(known):
        bound, needed = _read_names(each)
        if bound & free:
            found.insert(0, each.strip("\n"))
            free = (free - bound) | needed
    return tuple(found), free


@cache
def _read_names(code: str) -> tuple[set[str], set[str]]:
    """Return the names that code defines at its top level, and those that it leaves open."""
    top = symtable.symtable(code, "code", "exec")
    bound = {each.get_name() for each in top.get_symbols() if each.is_local()}
    scopes, used = [top], _read_annotations(code)
    for scope in scopes:
        scopes += scope.get_children()
        symbols = scope.get_symbols()
        used |= {each.get_name() for each in symbols if each.is_global() and each.is_referenced()}
    implicit = {name for name in used if name.startswith("__")}  # what the compiler adds
    return bound, used - bound - implicit - set(dir(builtins))


def _read_annotations(code: str) -> set[str]:
    """Return the names in annotations, which a symbol table leaves out where nothing runs them."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        written = getattr(node, "annotation", None) or getattr(node, "returns", None)
        if isinstance(written, ast.Constant) and isinstance(written.value, str):
            written = ast.parse(written.value, mode="eval")
        if written:
            found |= {each.id for each in ast.walk(written) if isinstance(each, ast.Name)}
    return found


def _render_imports(imports: dict[str, str]) -> list[str]:
    """Return imports as isort has them: a part for the standard library, one for the rest."""
    plain = sorted(name for name, module in imports.items() if name == module)
    modules = sorted({module for name, module in imports.items() if name != module})
    lines = [(name, f"import {name}") for name in plain]
    for module in modules:
        names = sorted((name for name in imports if imports[name] == module), key=_rank_name)
        lines.append((module, _render_import(module, names)))
    parts: dict[int, list[str]] = {}
    for module, line in lines:
        parts.setdefault(_rank_module(module), []).append(line)
    return ["\n".join(parts[rank]) for rank in sorted(parts)]


def _render_import(module: str, names: list[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in names), ")"])


def _rank_name(name: str) -> tuple[int, str]:
    """Put constants before classes, and both before functions."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2), name


def _rank_module(module: str) -> int:
    package = module.partition(".")[0]
    return 0 if package == "__future__" else 1 if package in sys.stdlib_module_names else 2


def _space(text: str) -> str:
    """Put two empty lines around what is defined at the top level, and one between the rest."""
    parts = _BETWEEN.split(text)
    spaced = parts[0]
    for before, after in pairwise(parts):
        gap = "\n\n\n" if _DEFINITION.search(before) or _DEFINITION.search(after) else "\n\n"
        spaced += gap + after
    return spaced
