"""What an expression of a source is, as far as the source alone tells: a runnable, or not."""

import ast
import itertools
from collections.abc import Iterable
from typing import Final

from compat.check.kinds import (
    DECLARED,
    NOTHING,
    OTHER,
    RUNNABLE,
    UNKNOWN,
    Kind,
    Tag,
    join,
    take,
)
from compat.check.names import Bound, Names, Scope
from compat.check.own import FLUENT, PECULIAR, Own

_SURE_PACKAGES: Final = frozenset(
    {"langchain", "langchain_classic", "langchain_community", "langchain_core", "langgraph"}
)
_OTHER_ORIGINS: Final = (
    "langchain.pydantic_v1", "langchain_core.pydantic_v1", "langgraph.checkpoint",
    "langgraph.config.get_store", "langgraph.pregel.remote", "langgraph.runtime",
    "langgraph.store", "langgraph.stream", "langgraph_api", "langgraph_cli", "langgraph_sdk",
)  # fmt: skip
"""Parts whose objects start no run by methods of these names."""
_ABSTRACT: Final = {"Runnable", "RunnableSerializable"}
_DECORATORS: Final = {"chain", "entrypoint", "tool"}
_KEEPING: Final = {"cache", "classmethod", "lru_cache", "override", "staticmethod"}
_PROPERTIES: Final = {"cached_property", "property"}
_WRAPPERS: Final = {"Annotated", "ClassVar", "Final", "InstanceOf", "Optional", "Union"}
_CONTAINERS: Final = {
    "Collection", "Dict", "Iterable", "List", "Mapping", "Sequence", "Set", "Tuple", "dict",
    "frozenset", "list", "set", "tuple",
}  # fmt: skip
_OPEN: Final = {"Any", "Self", "object"}
_BLOCKS: Final = (ast.stmt, ast.ExceptHandler, ast.match_case)
_INNER: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_DEEPEST: Final = 40


class Receivers:
    """Tells what the expressions of a source are.

    What is not known might be of the project's ``own`` classes.
    """

    def __init__(self, names: Names, own: Own) -> None:
        self._names = names
        self._own = own
        self._depth = 0
        self._pending: set[object] = set()
        self._known: dict[object, Kind] = {}
        self._passing: dict[object, Kind] = {}

    @property
    def imports_framework(self) -> bool:
        """Whether the source imports anything of langchain's or langgraph's."""
        origins = self._names.origins
        return any(self._tell_import(each).tag is Tag.IMPORTED for each in origins)

    def runs(self, receiver: ast.expr, method: str, scope: Scope) -> bool | None:
        """Tell whether calling a method of an expression runs a runnable; None: it may."""
        kind = self.tell(receiver, scope)
        return self._find_method(UNKNOWN if kind == NOTHING else kind, method)

    def tell(self, node: ast.expr, scope: Scope) -> Kind:
        """Return what an expression is."""
        known = self._recall(node)
        if known is None:
            if self._depth > _DEEPEST:
                return UNKNOWN
            self._depth += 1
            try:
                known = self._tell(node, scope)
            finally:
                self._depth -= 1
            self._remember(node, known)
        return known

    def _tell_once(self, key: object, kinds: Iterable[Kind]) -> Kind:
        """Return what is one of some kinds; what rests on itself adds nothing to them."""
        if key in self._pending:
            return NOTHING
        known = self._recall(key)
        if known is None:
            self._pending.add(key)
            try:
                known = join(kinds)
            finally:
                self._pending.discard(key)
            self._remember(key, known)
        return known

    def _recall(self, key: object) -> Kind | None:
        return self._known.get(key) or self._passing.get(key)

    def _remember(self, key: object, kind: Kind) -> None:
        """Keep what is known; what was told on the way may rest on what is not told yet."""
        if self._pending:
            self._passing[key] = kind
        else:
            self._known[key] = kind
            self._passing.clear()

    def _tell(self, node: ast.expr, scope: Scope) -> Kind:  # noqa: PLR0911 - one case a kind
        match node:
            case ast.Name():
                found = scope.find(node.id)
                return self._tell_once(id(found), (self._tell_bound(each) for each in found))
            case ast.Attribute():
                return self._tell_attribute(node, scope)
            case ast.Call():
                return self._tell_call(node, scope)
            case ast.Await():
                return take(self.tell(node.value, scope), Tag.COROUTINE)
            case ast.Subscript():
                return self._tell_item(node, scope)
            case ast.NamedExpr():
                return self.tell(node.value, scope)
            case ast.BinOp() | ast.BoolOp() | ast.IfExp():
                return self._tell_either(node, scope)
            case ast.Constant():
                return NOTHING if node.value is None else OTHER
            case ast.JoinedStr() | ast.Compare():
                return OTHER
            case _:
                return self._tell_sequence(node, scope)

    def _tell_bound(self, bound: Bound) -> Kind:
        if bound.origin:
            kind = self._tell_import(bound.origin)
            plain = bound.module and kind.tag is Tag.UNKNOWN
            return Kind(Tag.OTHER, origin=kind.origin) if plain else kind
        if bound.owner is not None:
            return Kind(Tag.OBJECT, scope=bound.owner)
        if bound.inner is not None:
            return self._tell_definition(bound.inner)
        if bound.annotation is not None:
            kind = self._tell_annotation(bound.annotation, bound.scope)
            if kind.tag is not Tag.UNKNOWN or bound.value is None:
                return kind
        if bound.value is None:
            return UNKNOWN
        kind = self.tell(bound.value, bound.scope)
        return take(kind, Tag.SEQUENCE) if bound.element else kind

    def _tell_import(self, origin: str) -> Kind:
        if origin.startswith(_OTHER_ORIGINS):
            return Kind(Tag.OTHER, origin=origin)
        if self._is_framework(origin):
            return Kind(Tag.IMPORTED, origin=origin)
        return Kind(Tag.UNKNOWN, origin=origin)

    def _is_framework(self, origin: str) -> bool:
        package = origin.partition(".")[0]
        if package in _SURE_PACKAGES:
            return True
        return package.startswith(("langchain_", "langgraph_")) and package not in self._own.modules

    def _tell_definition(self, inner: Scope) -> Kind:
        """Return what a function or a class is, once its decorators are through with it."""
        node = inner.node
        if isinstance(node, ast.ClassDef):
            return Kind(Tag.CLASS, scope=inner)
        decorators = getattr(node, "decorator_list", [])
        above = inner.parent or inner
        told = [_call(each) for each in decorators]
        if any(self._is_decorator(each, above) for each in told):
            return RUNNABLE
        names = {_last_name(each) for each in told}
        if names & _PROPERTIES:
            return self._tell_result(inner)
        return Kind(Tag.FUNCTION, scope=inner) if names <= _KEEPING else UNKNOWN

    def _is_decorator(self, node: ast.expr, scope: Scope) -> bool:
        kind = self.tell(node, scope)
        return kind.tag is Tag.IMPORTED and kind.origin.rpartition(".")[2] in _DECORATORS

    def _tell_result(self, function: Scope) -> Kind:
        """Return what a function of the source gives: what it says, or all that it returns."""
        node = function.node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or function.yields:
            return UNKNOWN
        kind = UNKNOWN
        if node.returns is not None:
            kind = self._tell_annotation(node.returns, function.parent or function)
        if kind.tag is Tag.UNKNOWN:
            given = (self.tell(each, function) for each in _list_returned(node))
            kind = self._tell_once(function, given)
        if isinstance(node, ast.AsyncFunctionDef):
            return Kind(Tag.COROUTINE, items=kind)
        return kind

    def _tell_attribute(self, node: ast.Attribute, scope: Scope) -> Kind:
        kind = self.tell(node.value, scope)
        if kind.origin:
            return self._tell_import(f"{kind.origin}.{node.attr}")
        if kind.tag in (Tag.OBJECT, Tag.CLASS) and kind.scope is not None:
            return self._tell_member(kind.scope, node.attr)
        return NOTHING if kind == NOTHING else UNKNOWN

    def _tell_member(self, owner: Scope, name: str) -> Kind:
        for scope in self._list_classes(owner):
            found = [*scope.attributes.get(name, ()), *scope.names.get(name, ())]
            if found:
                told = (self._tell_bound(each) for each in found)
                return self._tell_once((scope, name), told)
        return UNKNOWN

    def _list_classes(self, owner: Scope) -> list[Scope]:
        """Return a class and those of the source that it comes from, the nearest first."""
        listed = [owner]
        for scope in itertools.islice(listed, _DEEPEST):
            for base in getattr(scope.node, "bases", []):
                kind = self.tell(base, scope.parent or scope)
                if kind.tag is Tag.CLASS and kind.scope and kind.scope not in listed:
                    listed.append(kind.scope)
        return listed

    def _tell_base(self, owner: Scope) -> Kind:
        """Return what a class comes from in the end: RUNNABLE, OTHER, or it is not known."""
        bases = [
            self.tell(base, scope.parent or scope)
            for scope in self._list_classes(owner)
            for base in getattr(scope.node, "bases", [])
        ]
        framework = [each for each in bases if each.tag is Tag.IMPORTED]
        if any(each.origin.rpartition(".")[2] not in _ABSTRACT for each in framework):
            return RUNNABLE
        if framework or any(each.tag is Tag.OTHER for each in bases):
            return OTHER
        return UNKNOWN if bases else OTHER

    def _find_method(self, kind: Kind, method: str) -> bool | None:
        """Tell whether a method of what an expression is runs the framework's own code."""
        if kind.tag in (Tag.RUNNABLE, Tag.DECLARED):
            return kind.tag is Tag.RUNNABLE or method not in self._own.overriding
        if kind.tag in (Tag.OBJECT, Tag.SUPER) and kind.scope is not None:
            classes = self._list_classes(kind.scope)
            own = classes[1:] if kind.tag is Tag.SUPER else classes
            if any(method in each.names for each in own):
                return False
            base = self._tell_base(kind.scope)
            if base.tag is not Tag.UNKNOWN:
                return base.tag is Tag.RUNNABLE
            kind = base
        if kind.tag is not Tag.UNKNOWN or method in self._own.methods:
            return False
        return None

    def _tell_call(self, node: ast.Call, scope: Scope) -> Kind:  # noqa: PLR0911 - one case a kind
        func = node.func
        if isinstance(func, ast.Name) and func.id == "super" and not scope.find("super"):
            return self._tell_super(scope)
        kind = self.tell(func, scope)
        if kind.tag is Tag.IMPORTED:
            return RUNNABLE
        if kind.tag in (Tag.NOTHING, Tag.OTHER):
            return kind if kind == NOTHING else OTHER
        if kind.tag is Tag.CLASS:
            return Kind(Tag.OBJECT, scope=kind.scope)
        if kind.tag is Tag.FUNCTION and kind.scope is not None:
            return self._tell_result(kind.scope)
        if kind.origin in ("typing.cast", "typing_extensions.cast") and node.args:
            return self._tell_annotation(node.args[0], scope)
        if kind.origin and _last_name(func)[:1].isupper():
            return OTHER  # an object of a class that somebody else has made
        if isinstance(func, ast.Attribute):
            return self._tell_fluent(func, scope)
        return UNKNOWN

    def _tell_super(self, scope: Scope) -> Kind:
        function: Scope | None = scope.body
        while function is not None and not isinstance(function.node, ast.ClassDef):
            function = function.parent
        return Kind(Tag.SUPER, scope=function) if function else UNKNOWN

    def _tell_fluent(self, func: ast.Attribute, scope: Scope) -> Kind:
        kind = self.tell(func.value, scope)
        if kind.tag is Tag.SEQUENCE:
            if func.attr in ("get", "pop"):
                return kind.items or UNKNOWN
            return kind if func.attr in ("copy", "values") else UNKNOWN
        if func.attr not in FLUENT or kind == NOTHING:
            return kind if func.attr in FLUENT else UNKNOWN
        runs = self._find_method(kind, func.attr)
        if runs or (runs is None and func.attr in PECULIAR):
            return RUNNABLE if kind == RUNNABLE else DECLARED
        return UNKNOWN

    def _tell_item(self, node: ast.Subscript, scope: Scope) -> Kind:
        kind = self.tell(node.value, scope)
        if kind.tag is Tag.IMPORTED or (kind.tag is Tag.CLASS):
            return kind  # a class with parameters
        return kind if isinstance(node.slice, ast.Slice) else take(kind, Tag.SEQUENCE)

    def _tell_either(self, node: ast.BinOp | ast.BoolOp | ast.IfExp, scope: Scope) -> Kind:
        if isinstance(node, ast.IfExp):
            return join([self.tell(node.body, scope), self.tell(node.orelse, scope)])
        if isinstance(node, ast.BinOp):
            if not isinstance(node.op, ast.BitOr):
                return UNKNOWN
            # What is piped to a runnable, or from one, becomes one.
            either = (self.tell(node.left, scope), self.tell(node.right, scope))
            if any(self._is_runnable(each) for each in either):
                return RUNNABLE
            return NOTHING if NOTHING in either else UNKNOWN
        last = self.tell(node.values[-1], scope)
        # What may be given in the place of a runnable is one.
        return last if isinstance(node.op, ast.And) or self._is_runnable(last) else UNKNOWN

    def _is_runnable(self, kind: Kind) -> bool:
        if kind.tag is Tag.OBJECT and kind.scope is not None:
            return self._tell_base(kind.scope).tag is Tag.RUNNABLE
        return kind in (RUNNABLE, DECLARED)

    def _tell_sequence(self, node: ast.expr, scope: Scope) -> Kind:
        match node:
            case ast.List() | ast.Tuple() | ast.Set():
                items = [self.tell(each, scope) for each in node.elts]
            case ast.Dict():
                items = [self.tell(each, scope) for each in node.values]
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                items = [self.tell(node.elt, self._names.scopes.get(node, scope))]
            case ast.DictComp():
                items = [self.tell(node.value, self._names.scopes.get(node, scope))]
            case _:
                return UNKNOWN
        return Kind(Tag.SEQUENCE, items=join(items))

    def _tell_annotation(self, node: ast.expr, scope: Scope) -> Kind:
        """Return what is annotated so."""
        match node:
            case ast.Constant(value=str() as text):
                return self._tell_annotation(_parse(text), scope)
            case ast.Constant(value=None):
                return NOTHING
            case ast.BinOp(op=ast.BitOr()):
                sides = (node.left, node.right)
                return join(self._tell_annotation(each, scope) for each in sides)
            case ast.Subscript():
                return self._tell_generic(node, scope)
            case ast.Name() | ast.Attribute():
                return self._tell_instance(node, scope)
            case _:
                return UNKNOWN

    def _tell_generic(self, node: ast.Subscript, scope: Scope) -> Kind:
        name = _last_name(node.value)
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name in _WRAPPERS:
            meant = parts if name == "Union" else parts[:1]
            return join(self._tell_annotation(each, scope) for each in meant)
        if name in _CONTAINERS:
            kept = [each for each in parts if not _is_dots(each)]
            last = self._tell_annotation(kept[-1], scope) if kept else UNKNOWN
            return Kind(Tag.SEQUENCE, items=last)
        if name in ("Type", "type"):
            return UNKNOWN
        return self._tell_instance(node.value, scope)

    def _tell_instance(self, node: ast.expr, scope: Scope) -> Kind:
        kind = self.tell(node, scope)
        if kind.tag is Tag.IMPORTED:
            return DECLARED
        if kind.tag is Tag.CLASS:
            return Kind(Tag.OBJECT, scope=kind.scope)
        if kind.tag is Tag.SEQUENCE or _last_name(node) in _OPEN:
            return UNKNOWN
        return OTHER


def _list_returned(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterable[ast.expr]:
    """Give what a function returns, not what those in it do."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value
        if isinstance(node, _BLOCKS) and not isinstance(node, _INNER):
            pending += ast.iter_child_nodes(node)


def _is_dots(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _call(node: ast.expr) -> ast.expr:
    """Return what is called, if it is a call."""
    return node.func if isinstance(node, ast.Call) else node


def _last_name(node: ast.expr) -> str:
    """Return the last of some dotted names."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _parse(text: str) -> ast.expr:
    """Return the expression of an annotation that stands in quotes."""
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return ast.Constant(value=...)
