"""What an expression of a source is, as far as the source alone tells: a runnable, or not."""

import ast
from collections.abc import Iterable
from typing import Final

from compat.check.annotations import Annotations, last_name
from compat.check.declarations import Declarations
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
from compat.check.names import Names, Scope
from compat.check.own import FLUENT, PECULIAR, Own

_DEEPEST: Final = 40


class Receivers:
    """Tells what the expressions of a source are.

    What is not known might be of the project's ``own`` classes.
    """

    def __init__(self, names: Names, own: Own) -> None:
        self._names = names
        self._annotations = Annotations(self)
        self._declarations = Declarations(own, self)
        self._depth = 0
        self._pending: set[object] = set()
        self._known: dict[object, Kind] = {}
        self._passing: dict[object, Kind] = {}

    @property
    def imports_framework(self) -> bool:
        """Whether the source imports anything of langchain's or langgraph's."""
        origins = self._names.origins
        return any(self._declarations.tell_import(each).tag is Tag.IMPORTED for each in origins)

    def runs(self, receiver: ast.expr, method: str, scope: Scope) -> bool | None:
        """Tell whether calling a method of an expression runs a runnable; None: it may."""
        kind = self.tell(receiver, scope)
        return self._declarations.find_method(UNKNOWN if kind == NOTHING else kind, method)

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

    def tell_once(self, key: object, kinds: Iterable[Kind]) -> Kind:
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
                return self.tell_once(
                    id(found), (self._declarations.tell_bound(each) for each in found)
                )
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

    def _tell_attribute(self, node: ast.Attribute, scope: Scope) -> Kind:
        kind = self.tell(node.value, scope)
        if kind.origin:
            return self._declarations.tell_import(f"{kind.origin}.{node.attr}")
        if kind.tag in (Tag.OBJECT, Tag.CLASS) and kind.scope is not None:
            return self._declarations.tell_member(kind.scope, node.attr)
        return NOTHING if kind == NOTHING else UNKNOWN

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
            return self._declarations.tell_result(kind.scope)
        if kind.origin in ("typing.cast", "typing_extensions.cast") and node.args:
            return self._annotations.tell(node.args[0], scope)
        if kind.origin and last_name(func)[:1].isupper():
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
        runs = self._declarations.find_method(kind, func.attr)
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
            if any(self._declarations.is_runnable(each) for each in either):
                return RUNNABLE
            return NOTHING if NOTHING in either else UNKNOWN
        last = self.tell(node.values[-1], scope)
        # What may be given in the place of a runnable is one.
        return (
            last
            if isinstance(node.op, ast.And) or self._declarations.is_runnable(last)
            else UNKNOWN
        )

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
