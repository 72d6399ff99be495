"""At which lines a call runs that gives a coroutine or an iterator: where that is consumed."""

import ast
from collections.abc import Collection, Iterator
from typing import Final

from compat.check.names import Names, Scope

# What runs a coroutine that it is given: as a task, which knows where the coroutine was made.
_RUNNING: Final = frozenset(
    {
        "as_completed", "create_task", "ensure_future", "gather", "run_coroutine_threadsafe",
        "run_until_complete", "shield", "wait",
    }
)  # fmt: skip
# What draws on an iterator that it is given.
_DRAWING: Final = frozenset(
    {"all", "anext", "any", "dict", "join", "list", "max", "min", "next", "set", "sorted", "sum",
     "tuple"}
)  # fmt: skip
_HANDING: Final = frozenset(
    {"aclosing", "aiter", "closing", "enumerate", "filter", "iter", "map", "wait_for", "zip"}
)
_ASKING: Final = frozenset({"bool", "id", "isinstance", "len", "print", "type"})
_PASSING: Final = (ast.IfExp, ast.NamedExpr, ast.keyword)
# Coroutines run one by one, wherever they are put; an iterator in a list is not drawn on.
_HOLDING: Final = (
    ast.Starred, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp,
    ast.GeneratorExp,
)  # fmt: skip
_NOWHERE: Final[frozenset[str]] = frozenset()
_FARTHEST: Final = 3  # names that a coroutine or an iterator goes through


def list_running(
    node: ast.expr, scope: Scope, names: Names, *, awaited: bool, seen: frozenset[str] = _NOWHERE
) -> set[int] | None:
    """Return the lines at which a coroutine or an iterator may run, None if that is not sure.

    It runs where it is consumed; what is returned, or given to who knows whom, runs elsewhere.
    """
    child: ast.AST = node
    while True:
        above = names.parents.get(child)
        if _consumes(above, child, awaited=awaited):
            return {*list_lines(node), *_list_starts(node, names)}
        if above is not None and _passes(above, child, awaited=awaited):
            child = above
            continue
        name = _name_kept(above, child)
        if name is None or name in seen or len(seen) > _FARTHEST:
            return None
        return _list_uses(name, scope, names, awaited=awaited, seen=seen | {name})


def _list_uses(
    name: str, scope: Scope, names: Names, *, awaited: bool, seen: frozenset[str]
) -> set[int] | None:
    """Return the lines at which what a name holds may run, None if that is not sure."""
    lines: set[int] = set()
    for node, where in names.loads.get(name, ()):
        if where.find(name) is not scope.find(name):
            continue
        above = names.parents.get(node)
        if _is_neutral(above, node):
            continue
        used = list_running(node, where, names, awaited=awaited, seen=seen)
        if used is None or where.body is not scope.body:
            return None
        lines |= used
    return lines or None


def _list_starts(node: ast.AST, names: Names) -> Iterator[int]:
    """Give the lines at which the expressions around a node begin, and their statement."""
    above = names.parents.get(node)
    while isinstance(above, (ast.expr, ast.keyword, ast.comprehension, ast.withitem)):
        yield from (each for each in [getattr(above, "lineno", None)] if each)
        above = names.parents.get(above)
    if isinstance(above, ast.stmt):
        yield above.lineno


def list_lines(node: ast.expr) -> range:
    """Return the lines of an expression."""
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _consumes(above: ast.AST | None, node: ast.AST, *, awaited: bool) -> bool:
    """Tell whether a coroutine or an iterator runs in what it stands in."""
    if awaited:
        return isinstance(above, ast.Await) or _runs(above, node)
    if isinstance(above, (ast.For, ast.AsyncFor, ast.comprehension)):
        return above.iter is node
    drawn = isinstance(above, (ast.YieldFrom, ast.Starred))
    return drawn or _is_call_of(above, node, _DRAWING)


def _passes(above: ast.AST, node: ast.AST, *, awaited: bool) -> bool:
    """Tell whether what stands around a coroutine or an iterator gives it on as it is."""
    if isinstance(above, _PASSING) or _is_call_of(above, node, _HANDING):
        return True
    return awaited and isinstance(above, _HOLDING)


def _runs(above: ast.AST | None, node: ast.AST) -> bool:
    """Tell whether a coroutine is run by what it is given to."""
    match above:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="asyncio" | "uvloop"), attr="run")):
            return True
    return _is_call_of(above, node, _RUNNING)


def _is_call_of(above: ast.AST | None, node: ast.AST, names: Collection[str]) -> bool:
    """Tell whether a node is an argument of a call of one of some names."""
    if not isinstance(above, ast.Call) or node is above.func:
        return False
    func = above.func
    return (func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")) in names


def _name_kept(above: ast.AST | None, node: ast.AST) -> str | None:
    """Return the name that what a node gives is kept by: assigned, or appended to."""
    match above:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case ast.withitem(optional_vars=ast.Name(id=name)):
            return name
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append")):
            return name if node is not above.func else None
    return None


def _is_neutral(above: ast.AST | None, node: ast.AST) -> bool:
    """Tell whether a use of a name neither runs nor hands on what it holds."""
    if isinstance(above, ast.Attribute):
        return above.attr in ("append", "aclose", "close")
    if isinstance(above, (ast.If, ast.While)):
        return above.test is node
    asks = isinstance(above, (ast.Compare, ast.UnaryOp))
    return asks or _is_call_of(above, node, _ASKING)
