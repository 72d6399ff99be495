"""What is annotated so, as far as an annotation alone tells."""

import ast
from collections.abc import Iterable
from typing import Final, Protocol

from compat.check.kinds import DECLARED, NOTHING, OTHER, UNKNOWN, Kind, Tag, join
from compat.check.names import Scope

_WRAPPERS: Final = {"Annotated", "ClassVar", "Final", "InstanceOf", "Optional", "Union"}
_CONTAINERS: Final = {
    "Collection", "Dict", "Iterable", "List", "Mapping", "Sequence", "Set", "Tuple", "dict",
    "frozenset", "list", "set", "tuple",
}  # fmt: skip
_OPEN: Final = {"Any", "Self", "object"}


class Expressions(Protocol):
    """What tells what an expression is: declarations are made of such."""

    def tell(self, node: ast.expr, scope: Scope) -> Kind:
        """Return what an expression is."""

    def tell_once(self, key: object, kinds: Iterable[Kind]) -> Kind:
        """Return what is one of some kinds; what rests on itself adds nothing to them."""


class Annotations:
    """Tells what is annotated so; ``expressions`` tells what the names in an annotation are."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions

    def tell(self, node: ast.expr, scope: Scope) -> Kind:
        """Return what is annotated so."""
        match node:
            case ast.Constant(value=str() as text):
                return self.tell(_parse(text), scope)
            case ast.Constant(value=None):
                return NOTHING
            case ast.BinOp(op=ast.BitOr()):
                sides = (node.left, node.right)
                return join(self.tell(each, scope) for each in sides)
            case ast.Subscript():
                return self._tell_generic(node, scope)
            case ast.Name() | ast.Attribute():
                return self._tell_instance(node, scope)
            case _:
                return UNKNOWN

    def _tell_generic(self, node: ast.Subscript, scope: Scope) -> Kind:
        name = last_name(node.value)
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name in _WRAPPERS:
            meant = parts if name == "Union" else parts[:1]
            return join(self.tell(each, scope) for each in meant)
        if name in _CONTAINERS:
            kept = [each for each in parts if not _is_dots(each)]
            last = self.tell(kept[-1], scope) if kept else UNKNOWN
            return Kind(Tag.SEQUENCE, items=last)
        if name in ("Type", "type"):
            return UNKNOWN
        return self._tell_instance(node.value, scope)

    def _tell_instance(self, node: ast.expr, scope: Scope) -> Kind:
        kind = self._expressions.tell(node, scope)
        if kind.tag is Tag.IMPORTED:
            return DECLARED
        if kind.tag is Tag.CLASS:
            return Kind(Tag.OBJECT, scope=kind.scope)
        if kind.tag is Tag.SEQUENCE or last_name(node) in _OPEN:
            return UNKNOWN
        return OTHER


def _is_dots(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def last_name(node: ast.expr) -> str:
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
