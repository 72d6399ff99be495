"""What a scenario is, and how one is declared: a decorated function that builds an object.

::

    @scenario("lambda-async", group="the guide", path=("bar",), value="a text")
    def lambda_async() -> Runnable[str, str]:
        \"\"\"Await the chain in an async function in a RunnableLambda.\"\"\"
        ...

    @lambda_async.variant("configured")
    def _() -> Runnable[str, str]:
        ...
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Union

from compat.incell.caller import DirectCaller, StreamCaller, events_v2
from compat.incell.errors import (
    DuplicateScenarioError,
    DuplicateVariantError,
    MissingTitleError,
    UnknownVariantError,
)

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

VARIANTS = ("naive", "configured", "callbacks")

Factory = Callable[[], "Runnable[Any, Any]"]
Fact = Union[str, int, bool, None]
Facts = Callable[[Factory, object], Coroutine[Any, Any, Mapping[str, Fact]]]
Caller = Union[StreamCaller, DirectCaller]


@dataclass(frozen=True)
class Case:
    """One variant of one scenario: what is driven and recorded as one.

    ``build`` makes the object under test afresh, ``path`` names what lies between caller and
    child, ``requires`` are API checks, ``facts`` finds out more than the stream tells.
    """

    scenario: str
    variant: str
    path: tuple[str, ...]
    child: str
    value: object
    caller: Caller
    requires: tuple[str, ...]
    facts: Facts | None
    build: Factory

    def __str__(self) -> str:
        """Return the id that pytest and the progress file show."""
        return f"{self.scenario}/{self.variant}"


@dataclass(frozen=True)
class Scenario:
    """One way in which code hands work to a child, in one or more variants."""

    id: str
    group: str
    title: str
    child: str
    children: int
    cases: dict[str, Case] = field(default_factory=dict)

    @property
    def first(self) -> Case:
        """The variant that the scenario was declared with."""
        return next(iter(self.cases.values()))

    def variant(
        self, name: str, *, path: tuple[str, ...] | None = None
    ) -> Callable[[Factory], Factory]:
        """Add a variant: ``path`` only where it differs from the first one's.

        Raises UnknownVariantError or DuplicateVariantError, with the place in the code.
        """

        def declare(build: Factory) -> Factory:
            made = replace(self.first, variant=name, build=build)
            self._add(replace(made, path=path) if path else made)
            return build

        return declare

    def sources(self) -> dict[str, str]:
        """Return the real code of each variant."""
        return {
            name: textwrap.dedent(inspect.getsource(case.build))
            for name, case in self.cases.items()
        }

    def _add(self, case: Case) -> None:
        where = _place(case.build)
        if case.variant not in VARIANTS:
            message = f"{where}: unknown variant {case.variant!r}; use one of {VARIANTS}"
            raise UnknownVariantError(message)
        if case.variant in self.cases:
            message = (
                f"{where}: {case} is there already, at {_place(self.cases[case.variant].build)}"
            )
            raise DuplicateVariantError(message)
        self.cases[case.variant] = case


class Registry:
    """The scenarios of a suite by id, in the order of their declaration."""

    def __init__(self) -> None:
        self.scenarios: dict[str, Scenario] = {}

    def scenario(  # noqa: PLR0913 - every one is a keyword with a meaning of its own
        self,
        name: str,
        *,
        group: str,
        path: tuple[str, ...],
        child: str = "chat_model",
        children: int = 1,
        value: object = None,
        caller: Caller = events_v2,
        requires: tuple[str, ...] = (),
        facts: Facts | None = None,
    ) -> Callable[[Factory], Scenario]:
        """Declare a scenario; the decorated function is its naive variant.

        ``path`` names every tool, lambda, retriever, model or composed wrapper between caller and
        child, the root included, outermost first. ``child`` is ``chat_model``, ``retriever`` or
        ``custom_event``, and ``children`` says how many of them the code starts. ``value`` is the
        caller's input. Raises MissingTitleError or DuplicateScenarioError, with the place.
        """

        def declare(build: Factory) -> Scenario:
            made = Scenario(name, group, _title(build), child, children)
            if name in self.scenarios:
                first = _place(self.scenarios[name].first.build)
                message = f"{_place(build)}: scenario {name!r} is there already, at {first}"
                raise DuplicateScenarioError(message)
            made._add(Case(name, "naive", path, child, value, caller, requires, facts, build))  # noqa: SLF001
            self.scenarios[name] = made
            return made

        return declare


def _title(build: Factory) -> str:
    text = inspect.getdoc(build)
    if not text:
        message = f"{_place(build)}: a scenario needs a docstring; its first line is the title"
        raise MissingTitleError(message)
    return text.splitlines()[0]


def _place(build: Factory) -> str:
    code = inspect.unwrap(build).__code__
    return f"{Path(code.co_filename).name}:{code.co_firstlineno}"


REGISTRY = Registry()
scenario = REGISTRY.scenario
