"""What imports, functions and classes of a source give, as far as the source alone tells."""

import ast
import itertools
from collections.abc import Iterable
from typing import Final

from compat.check.annotations import Annotations, Expressions, last_name
from compat.check.kinds import (
    DECLARED,
    OTHER,
    RUNNABLE,
    UNKNOWN,
    Kind,
    Tag,
    take,
)
from compat.check.names import Bound, Scope
from compat.check.own import Own

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
_BLOCKS: Final = (ast.stmt, ast.ExceptHandler, ast.match_case)
_INNER: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MOST_CLASSES: Final = 40


class Declarations:
    """Tells what names are bound to, and what a class or a function is.

    What is not known might be of the project's ``own`` classes.
    """

    def __init__(self, own: Own, expressions: Expressions) -> None:
        self._own = own
        self._expressions = expressions
        self._annotations = Annotations(expressions)

    def tell_bound(self, bound: Bound) -> Kind:
        """Return what a name is that is bound so."""
        if bound.origin:
            kind = self.tell_import(bound.origin)
            plain = bound.module and kind.tag is Tag.UNKNOWN
            return Kind(Tag.OTHER, origin=kind.origin) if plain else kind
        if bound.owner is not None:
            return Kind(Tag.OBJECT, scope=bound.owner)
        if bound.inner is not None:
            return self._tell_definition(bound.inner)
        if bound.annotation is not None:
            kind = self._annotations.tell(bound.annotation, bound.scope)
            if kind.tag is not Tag.UNKNOWN or bound.value is None:
                return kind
        if bound.value is None:
            return UNKNOWN
        kind = self._expressions.tell(bound.value, bound.scope)
        return take(kind, Tag.SEQUENCE) if bound.element else kind

    def tell_import(self, origin: str) -> Kind:
        """Return what is imported from somewhere, by its dotted name."""
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
        names = {last_name(each) for each in told}
        if names & _PROPERTIES:
            return self.tell_result(inner)
        return Kind(Tag.FUNCTION, scope=inner) if names <= _KEEPING else UNKNOWN

    def _is_decorator(self, node: ast.expr, scope: Scope) -> bool:
        kind = self._expressions.tell(node, scope)
        return kind.tag is Tag.IMPORTED and kind.origin.rpartition(".")[2] in _DECORATORS

    def tell_result(self, function: Scope) -> Kind:
        """Return what a function of the source gives: what it says, or all that it returns."""
        node = function.node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or function.yields:
            return UNKNOWN
        kind = UNKNOWN
        if node.returns is not None:
            kind = self._annotations.tell(node.returns, function.parent or function)
        if kind.tag is Tag.UNKNOWN:
            given = (self._expressions.tell(each, function) for each in _list_returned(node))
            kind = self._expressions.tell_once(function, given)
        if isinstance(node, ast.AsyncFunctionDef):
            return Kind(Tag.COROUTINE, items=kind)
        return kind

    def tell_member(self, owner: Scope, name: str) -> Kind:
        """Return what an attribute of a class, or of its objects, is."""
        for scope in self._list_classes(owner):
            found = [*scope.attributes.get(name, ()), *scope.names.get(name, ())]
            if found:
                told = (self.tell_bound(each) for each in found)
                return self._expressions.tell_once((scope, name), told)
        return UNKNOWN

    def _list_classes(self, owner: Scope) -> list[Scope]:
        """Return a class and those of the source that it comes from, the nearest first."""
        listed = [owner]
        for scope in itertools.islice(listed, _MOST_CLASSES):
            for base in getattr(scope.node, "bases", []):
                kind = self._expressions.tell(base, scope.parent or scope)
                if kind.tag is Tag.CLASS and kind.scope and kind.scope not in listed:
                    listed.append(kind.scope)
        return listed

    def _tell_base(self, owner: Scope) -> Kind:
        """Return what a class comes from in the end: RUNNABLE, OTHER, or it is not known."""
        bases = [
            self._expressions.tell(base, scope.parent or scope)
            for scope in self._list_classes(owner)
            for base in getattr(scope.node, "bases", [])
        ]
        framework = [each for each in bases if each.tag is Tag.IMPORTED]
        if any(each.origin.rpartition(".")[2] not in _ABSTRACT for each in framework):
            return RUNNABLE
        if framework or any(each.tag is Tag.OTHER for each in bases):
            return OTHER
        return UNKNOWN if bases else OTHER

    def find_method(self, kind: Kind, method: str) -> bool | None:
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

    def is_runnable(self, kind: Kind) -> bool:
        """Tell whether what an expression is, is a runnable; its class may be the project's."""
        if kind.tag is Tag.OBJECT and kind.scope is not None:
            return self._tell_base(kind.scope).tag is Tag.RUNNABLE
        return kind in (RUNNABLE, DECLARED)


def _list_returned(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterable[ast.expr]:
    """Give what a function returns, not what those in it do."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value
        if isinstance(node, _BLOCKS) and not isinstance(node, _INNER):
            pending += ast.iter_child_nodes(node)


def _call(node: ast.expr) -> ast.expr:
    """Return what is called, if it is a call."""
    return node.func if isinstance(node, ast.Call) else node
