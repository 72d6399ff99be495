"""Finds what a person named, and opens it: a runnable, a tool, a graph, or what makes one."""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import inspect
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .theirs import TargetError, theirs

if TYPE_CHECKING:
    from contextlib import AsyncExitStack, ExitStack
    from types import ModuleType

_NEAR = 0.7
_DEEPEST = 5
"""How many wrappings a factory's result may have: a coroutine of a context manager of a graph."""


@dataclass(frozen=True)
class Target:
    """What a person named: ``thing`` is a runnable, a graph to be compiled, or a factory."""

    name: str
    thing: Any

    @property
    def made(self) -> str:
        """What ``make`` returns, in a sentence."""
        return f"what {self.name} returns" if _is_factory(self.thing) else self.name

    def make(self) -> Any:
        """Return what is to be opened: a factory is called, once for each way."""
        if not _is_factory(self.thing):
            return self.thing
        given = _list_arguments(self.name, self.thing)
        with theirs(f"calling {self.name}"):
            return self.thing(*given)


def find_target(named: str) -> Target:
    """Return what ``module:attribute`` or ``path/to/file.py:attribute`` names."""
    place, _, attribute = named.rpartition(":")
    if not place or not attribute:
        message = f"{named} names no attribute of a module; write {named.strip(':')}:graph"
        raise TargetError(message)
    is_file = place.endswith(".py") or os.sep in place or "/" in place
    with theirs(f"importing {place}"):
        module = _import_file(place) if is_file else _import_module(place)
    thing: Any = module
    for part in attribute.split("."):
        thing = _get(thing, part, place)
    name = attribute.rpartition(".")[2]
    if not (is_runnable(thing) or _is_builder(thing) or _is_factory(thing)):
        raise _make_error(name, thing)
    return Target(name, thing)


def open_here(target: Target, made: Any, stack: ExitStack) -> Any:
    """Return the runnable in what a target made; None if opening it takes an event loop."""
    for _ in range(_DEEPEST):
        ready = _settle(target, made)
        if ready is not None:
            return ready
        if inspect.isawaitable(made) or hasattr(made, "__aenter__"):
            return None
        made = _enter(target, made, stack)
    raise _make_error(target.made, made)


async def open_in_loop(target: Target, made: Any, stack: AsyncExitStack) -> Any:
    """Return the runnable in what a target made."""
    for _ in range(_DEEPEST):
        ready = _settle(target, made)
        if ready is not None:
            return ready
        if inspect.isawaitable(made):
            with theirs(f"calling {target.name}"):
                made = await made
        elif hasattr(made, "__aenter__"):
            with theirs(f"calling {target.name}"):
                made = await stack.enter_async_context(made)
        else:
            made = _enter(target, made, stack)
    raise _make_error(target.made, made)


def is_runnable(thing: Any) -> bool:
    """Tell whether something is a runnable: a tool and a compiled graph are."""
    from langchain_core.runnables import Runnable

    return isinstance(thing, Runnable)


def _settle(target: Target, made: Any) -> Any:
    """Return something if it is a runnable, compiled if it is a graph that is not yet."""
    if is_runnable(made):
        return made
    if not _is_builder(made):
        return None
    with theirs(f"compiling {target.name}"):
        return made.compile()


def _enter(target: Target, made: Any, stack: Any) -> Any:
    if not hasattr(made, "__enter__"):
        raise _make_error(target.made, made)
    with theirs(f"calling {target.name}"):
        return stack.enter_context(made)


def _import_module(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and f"{name}.".startswith(f"{error.name}."):
            message = f"there is no module {error.name}"
            raise TargetError(message) from None
        raise


def _import_file(file: str) -> ModuleType:
    """Import a file by the name that other modules import it by, if it has one."""
    path = os.path.abspath(file)
    if not os.path.isfile(path):
        message = f"there is no file {file}"
        raise TargetError(message)
    root, name = _name_module(path)
    sys.path += [each for each in (root, os.path.dirname(path)) if each not in sys.path]
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError as error:
        if not name.startswith(f"{error.name}."):
            raise
        spec = None
    if spec is not None and spec.origin and os.path.abspath(spec.origin) == path:
        return importlib.import_module(name)
    return _run_file(name.rpartition(".")[2], path)


def _name_module(path: str) -> tuple[str, str]:
    """Return the folder that a file is imported from, and the name it has there."""
    folder = os.path.dirname(path)
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder = os.path.dirname(folder)
    if folder == os.path.dirname(path):
        known = {os.path.abspath(each or ".") for each in sys.path}
        above = [each for each in known if path.startswith(each.rstrip(os.sep) + os.sep)]
        folder = max(above, key=len, default=folder)
    return folder, os.path.relpath(path, folder)[: -len(".py")].replace(os.sep, ".")


def _run_file(name: str, path: str) -> ModuleType:
    """Import a file whose own name something else has."""
    while name in sys.modules:
        name += "_"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        message = f"{path} is no Python file"
        raise TargetError(message)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _get(thing: Any, part: str, place: str) -> Any:
    try:
        return getattr(thing, part)
    except AttributeError:
        near = difflib.get_close_matches(part, dir(thing), 1, _NEAR)
        hint = f"; did you mean {near[0]}?" if near else ""
        message = f"{place} has no attribute {part}{hint}"
        raise TargetError(message) from None


def _is_builder(thing: Any) -> bool:
    """Tell whether something is a graph that is not compiled yet."""
    modules = {each.__module__.partition(".")[0] for each in type(thing).__mro__}
    return "langgraph" in modules and hasattr(thing, "compile")


def _is_factory(thing: Any) -> bool:
    return callable(thing) and not isinstance(thing, type) and not is_runnable(thing)


def _list_arguments(name: str, factory: Any) -> list[Any]:
    """Return what a factory is called with: nothing, or a config where it takes just that."""
    needed = [
        each
        for each in inspect.signature(factory).parameters.values()
        if each.default is each.empty and each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
    ]
    if not needed:
        return []
    only = needed[0]
    takes_config = "config" in only.name or "RunnableConfig" in str(only.annotation)
    if len(needed) == 1 and takes_config and only.kind is not only.KEYWORD_ONLY:
        return [{"configurable": {}}]
    message = f"{name} needs arguments: {', '.join(each.name for each in needed)}"
    raise TargetError(message)


def _make_error(name: str, thing: Any) -> TargetError:
    kind = "class" if isinstance(thing, type) else type(thing).__name__
    what = f"{'an' if kind[0].lower() in 'aeiou' else 'a'} {kind}" if thing is not None else "None"
    return TargetError(f"{name} is {what}, not a runnable")
