"""The names of a source: in which scope each is bound, and to what."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

Function = ast.FunctionDef | ast.AsyncFunctionDef
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
Opening = ast.Module | ast.ClassDef | Function | ast.Lambda | Comprehension

_FUNCTION: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSION: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_UNNAMED: Final[dict[type[ast.AST], str]] = {
    ast.Module: "<module>",
    ast.Lambda: "<lambda>",
    ast.GeneratorExp: "<genexpr>",
}
# Inlined since Python 3.12: before, these had frames and names of their own.
_INLINED: Final = (ast.ListComp, ast.SetComp, ast.DictComp)


@dataclass(frozen=True, kw_only=True, eq=False)
class Bound:
    """What a name is bound to: no more is known of it than what is given.

    It is ``value``, or each ``element`` of that, has an ``annotation``, was imported from
    ``origin`` (surely as a ``module``), is the function or class that opens the scope ``inner``, or
    is an object of the class ``owner``. Expressions are read in ``scope``.
    """

    scope: "Scope"
    value: ast.expr | None = None
    annotation: ast.expr | None = None
    element: bool = False
    origin: str = ""
    module: bool = False
    inner: "Scope | None" = None
    owner: "Scope | None" = None


@dataclass(eq=False)
class Scope:
    """What a module, class, function or comprehension binds; ``attributes`` are those of self."""

    node: Opening
    parent: "Scope | None" = None
    names: dict[str, list[Bound]] = field(default_factory=dict)
    attributes: dict[str, list[Bound]] = field(default_factory=dict)
    declared: "dict[str, Scope]" = field(default_factory=dict)
    yields: bool = False
    awaits: bool = False

    def find(self, name: str) -> list[Bound]:
        """Return what a name can be here; nothing if it is a builtin, or not known."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.declared:
                return scope.declared[name].names.get(name, [])
            if name in scope.names and (scope is self or not isinstance(scope.node, ast.ClassDef)):
                return scope.names[name]
            scope = scope.parent
        return []

    def bind(self, name: str, bound: Bound) -> None:
        """Bind a name once more."""
        self.declared.get(name, self).names.setdefault(name, []).append(bound)

    @property
    def body(self) -> "Scope":
        """The scope that this is a part of: its own, but for a comprehension."""
        scope = self
        while isinstance(scope.node, _COMPREHENSION) and scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def root(self) -> "Scope":
        """The scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def is_function(self) -> bool:
        """Whether it is the body of a function, a method or a lambda, or a part of one."""
        return isinstance(self.body.node, (*_FUNCTION, ast.Lambda))

    @property
    def name(self) -> str:
        """The name by itself."""
        return _UNNAMED.get(type(self.node)) or str(getattr(self.node, "name", ""))

    @property
    def frame(self) -> "Scope":
        """The scope whose code runs it: a list that is comprehended has none of its own."""
        scope = self
        while isinstance(scope.node, _INLINED) and scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def qualified_name(self) -> str:
        """The name as Python's ``co_qualname`` has it."""
        frame = self.frame
        if frame.parent is None:
            return frame.name
        above = frame.parent.frame
        if above.parent is None or above.declared.get(frame.name) is frame.root:
            return frame.name
        between = "." if isinstance(above.node, ast.ClassDef) else ".<locals>."
        return f"{above.qualified_name}{between}{frame.name}"

    @property
    def form(self) -> str:
        """What the function is, in the words of ``Place.form``."""
        frame = self.frame
        if isinstance(frame.node, ast.GeneratorExp):
            awaits = frame.awaits or any(each.is_async for each in frame.node.generators)
            return "async generator" if awaits else "generator"
        if isinstance(frame.node, ast.AsyncFunctionDef):
            return "async generator" if frame.yields else "async def"
        return "generator" if frame.yields else "def"


@dataclass(eq=False)
class Names:
    """All that is bound and read in a source."""

    root: Scope
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)
    scopes: dict[ast.AST, Scope] = field(default_factory=dict)
    calls: list[tuple[ast.Call, Scope]] = field(default_factory=list)
    loads: dict[str, list[tuple[ast.Name, Scope]]] = field(default_factory=dict)
    origins: set[str] = field(default_factory=set)


def read_names(tree: ast.Module) -> Names:
    """Return the names of a source; however deep it is nested, the stack is not."""
    names = Names(root=Scope(node=tree))
    pending: list[tuple[ast.AST, Scope]] = [(tree, names.root)]
    while pending:
        node, scope = pending.pop()
        _note(node, scope, names)
        children = list(_open(node, scope, names))
        for child, _ in children:
            names.parents.setdefault(child, node)
        pending += reversed(children)
    return names


def _open(node: ast.AST, scope: Scope, names: Names) -> Iterator[tuple[ast.AST, Scope]]:
    """Give what stands in a node, each part with the scope that it is read in."""
    children = list(ast.iter_child_nodes(node))
    if not isinstance(node, (ast.ClassDef, *_FUNCTION, ast.Lambda, *_COMPREHENSION)):
        yield from ((child, scope) for child in children)
        return
    inner = names.scopes[node] = Scope(node=node, parent=scope)
    if isinstance(node, _COMPREHENSION):
        yield from _open_comprehension(node, inner, names)
        return
    if not isinstance(node, ast.Lambda):
        scope.bind(node.name, Bound(scope=scope, inner=inner))
    if not isinstance(node, ast.ClassDef):
        _bind_parameters(node, inner, scope)
    body = {node.body} if isinstance(node, ast.Lambda) else set(node.body)
    yield from ((child, inner if child in body else scope) for child in children)


def _open_comprehension(
    node: Comprehension, inner: Scope, names: Names
) -> Iterator[tuple[ast.AST, Scope]]:
    outer = inner.parent or inner
    for number, each in enumerate(node.generators):
        names.parents[each] = node
        source = inner if number else outer
        _bind(each.target, Bound(scope=source, value=each.iter, element=True), inner)
        parts: list[tuple[ast.AST, Scope]] = [(each.target, inner), (each.iter, source)]
        parts += [(condition, inner) for condition in each.ifs]
        for part, scope in parts:
            names.parents[part] = each
            yield part, scope
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.comprehension):
            yield child, inner


def _bind_parameters(node: Function | ast.Lambda, inner: Scope, scope: Scope) -> None:
    listed = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    for each in listed:
        inner.bind(each.arg, Bound(scope=scope, annotation=each.annotation))
    for rest in (node.args.vararg, node.args.kwarg):
        if rest is not None:
            inner.bind(rest.arg, Bound(scope=scope))
    if isinstance(node, ast.Lambda) or not isinstance(scope.node, ast.ClassDef) or not listed:
        return
    plain = {each.id for each in node.decorator_list if isinstance(each, ast.Name)}
    if not plain & {"staticmethod", "classmethod"}:
        inner.names[listed[0].arg] = [Bound(scope=scope, owner=scope)]


def _note(node: ast.AST, scope: Scope, names: Names) -> None:
    """Note what a node binds, calls or reads."""
    match node:
        case ast.Call():
            names.calls.append((node, scope))
        case ast.Name(ctx=ast.Load()):
            names.loads.setdefault(node.id, []).append((node, scope))
        case ast.Import() | ast.ImportFrom():
            _bind_imports(node, scope, names)
        case ast.Global():
            scope.declared |= dict.fromkeys(node.names, scope.root)
        case ast.Nonlocal():
            scope.declared |= {name: _find_enclosing(name, scope) for name in node.names}
        case ast.Yield() | ast.YieldFrom():
            scope.yields = True
        case ast.Await():
            scope.awaits = True
        case _:
            for target, bound in _list_bound(node, scope):
                _bind(target, bound, scope.body)


def _list_bound(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.expr | str, Bound]]:
    """Give the targets that a node binds."""
    match node:
        case ast.Assign():
            yield from ((target, Bound(scope=scope, value=node.value)) for target in node.targets)
        case ast.AnnAssign():
            bound = Bound(scope=scope, value=node.value, annotation=node.annotation)
            yield node.target, bound
        case ast.NamedExpr():
            yield node.target, Bound(scope=scope, value=node.value)
        case ast.AugAssign() if not isinstance(node.op, ast.BitOr):
            yield node.target, Bound(scope=scope)
        case ast.For() | ast.AsyncFor():
            yield node.target, Bound(scope=scope, value=node.iter, element=True)
        case ast.withitem(optional_vars=ast.expr() as target):
            yield target, Bound(scope=scope)
        case (
            ast.ExceptHandler(name=str() as name)
            | ast.MatchAs(name=str() as name)
            | ast.MatchStar(name=str() as name)
            | ast.MatchMapping(rest=str() as name)
        ):
            yield name, Bound(scope=scope)


def _bind(target: ast.expr | str, bound: Bound, scope: Scope) -> None:
    match target:
        case str():
            scope.bind(target, bound)
        case ast.Name():
            scope.bind(target.id, bound)
        case ast.Attribute(value=ast.Name(id=name)):
            found = scope.find(name)
            if len(found) == 1 and found[0].owner is not None:
                found[0].owner.attributes.setdefault(target.attr, []).append(bound)
        case ast.Tuple() | ast.List():
            for part, value in _pair(target.elts, bound.value):
                told = Bound(scope=bound.scope, value=None if bound.element else value)
                _bind(part, told, scope)
        case ast.Starred():
            _bind(target.value, Bound(scope=bound.scope), scope)


def _pair(
    targets: list[ast.expr], value: ast.expr | None
) -> Iterable[tuple[ast.expr, ast.expr | None]]:
    """Return targets with their values, if these are written beside each other."""
    values = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
    starred = any(isinstance(each, ast.Starred) for each in (*targets, *values))
    if starred or len(values) != len(targets):
        return [(target, None) for target in targets]
    return zip(targets, values, strict=True)


def _bind_imports(node: ast.Import | ast.ImportFrom, scope: Scope, names: Names) -> None:
    for each in node.names:
        if isinstance(node, ast.Import):
            origin = each.name if each.asname else each.name.partition(".")[0]
            name = each.asname or origin
            names.origins.add(each.name)
        else:
            module = f"{'.' * node.level}{node.module or ''}"
            origin = f"{module}.{each.name}"
            name = each.asname or each.name
            names.origins.add(module)
        scope.bind(name, Bound(scope=scope, origin=origin, module=isinstance(node, ast.Import)))


def _find_enclosing(name: str, scope: Scope) -> Scope:
    """Return the function around a scope that binds a name."""
    above = scope.parent
    while above is not None and name not in above.names:
        above = above.parent
    return above or scope
