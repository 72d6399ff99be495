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
    from asyncio import AbstractEventLoop

    from compat.incell.drive import Drive

VARIANTS = ("naive", "configured", "callbacks")
REMEDIES = (
    "config",
    "callbacks",
    "copied-context",
    "context-variable",
    "batch-of-one",
    "call-with-config",
    "read-inside",
    "empty-context",
)
ROWS = ("verdict", "fact", "hiding")

Factory = Callable[[], Any]  # a runnable, or a list of them
Fact = Union[str, int, bool, None]
Facts = Callable[[Factory, object], Coroutine[Any, Any, Mapping[str, Fact]]]
Answer = Callable[["Drive"], str]
Caller = Union[StreamCaller, DirectCaller]


@dataclass(frozen=True)
class Case:
    """One variant or remedy of one scenario: what is driven and recorded as one.

    ``build`` makes the object under test afresh (or several, driven one after the other), ``path``
    names what lies between caller and child, ``requires`` are API checks. ``facts`` finds out more
    than the stream tells, ``answer`` says in a word what a drive showed. ``loop`` makes an event
    loop other than the default, ``flag`` is an ``-X`` option that the interpreter must have.
    ``first`` is the form that the scenario was declared with.
    """

    scenario: str
    variant: str
    path: tuple[str, ...]
    child: str
    value: object
    caller: Caller
    requires: tuple[str, ...]
    facts: Facts | None
    answer: Answer | None
    loop: Callable[[], AbstractEventLoop] | None
    flag: str | None
    build: Factory
    first: bool = False
    remedy: bool = False

    def __str__(self) -> str:
        """Return the id that pytest and the progress file show."""
        kind = "remedy-" if self.remedy else ""
        return f"{self.scenario}/{kind}{self.variant}"

    @property
    def work(self) -> tuple[object, ...]:
        """What is driven and how: equal where remedies of several scenarios are the same code."""
        value = repr(self.value)
        return (self.build, self.path, value, self.caller, self.requires, self.loop, self.flag)


@dataclass(frozen=True)
class Scenario:
    """One way in which code hands work to a child, in one or more variants."""

    id: str
    group: str
    title: str
    child: str
    children: int
    row: str
    extra: str | None
    cases: dict[str, Case] = field(default_factory=dict)
    remedies: dict[str, Case] = field(default_factory=dict)

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
            made = replace(self.first, variant=name, build=build, first=False)
            self._add(replace(made, path=path) if path else made, self.cases, VARIANTS)
            return build

        return declare

    def remedy(
        self, name: str, *, path: tuple[str, ...] | None = None, caller: Caller | None = None
    ) -> Callable[[Factory], Factory]:
        """Add another form that a person can write by hand to get nested events back.

        ``path`` and ``caller`` only where they differ from the first form's. Raises
        UnknownVariantError or DuplicateVariantError, with the place in the code.
        """

        def declare(build: Factory) -> Factory:
            made = replace(
                self.first, variant=name, build=build, first=False, remedy=True, facts=None
            )
            made = replace(made, path=path or made.path, caller=caller or made.caller)
            self._add(made, self.remedies, REMEDIES)
            return build

        return declare

    def every(self) -> list[Case]:
        """Return the variants, then the remedies."""
        return [*self.cases.values(), *self.remedies.values()]

    def sources(self) -> dict[str, str]:
        """Return the real code of each variant and, as ``remedy-NAME``, of each remedy."""
        return {
            str(case).partition("/")[2]: textwrap.dedent(inspect.getsource(case.build))
            for case in self.every()
        }

    def _add(self, case: Case, into: dict[str, Case], known: tuple[str, ...]) -> None:
        where = _place(case.build)
        if case.variant not in known:
            message = f"{where}: unknown variant {case.variant!r}; use one of {known}"
            raise UnknownVariantError(message)
        if case.variant in into:
            message = f"{where}: {case} is there already, at {_place(into[case.variant].build)}"
            raise DuplicateVariantError(message)
        into[case.variant] = case


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
        variant: str = "naive",
        row: str = "verdict",
        answer: Answer | None = None,
        loop: Callable[[], AbstractEventLoop] | None = None,
        flag: str | None = None,
        extra: str | None = None,
    ) -> Callable[[Factory], Scenario]:
        """Declare a scenario; the decorated function is its naive variant, or the one named.

        ``path`` names every tool, lambda, retriever, model or composed wrapper between caller and
        child, the root included, outermost first. ``child`` is ``chat_model``, ``retriever`` or
        ``custom_event``, and ``children`` says how many of them the code starts. ``value`` is the
        caller's input. ``row`` says what is made of it: a ``verdict``; for a ``fact`` the
        ``answer``; for a ``hiding`` row whether the child is shown. ``extra`` names a package
        without which the scenario is left out. Raises MissingTitleError or
        DuplicateScenarioError, with the place.
        """

        def declare(build: Factory) -> Scenario:
            made = Scenario(name, group, _title(build), child, children, row, extra)
            if name in self.scenarios:
                first = _place(self.scenarios[name].first.build)
                message = f"{_place(build)}: scenario {name!r} is there already, at {first}"
                raise DuplicateScenarioError(message)
            case = Case(
                name,
                variant,
                path,
                child,
                value,
                caller,
                requires,
                facts,
                answer,
                loop,
                flag,
                build,
                first=True,
            )
            made._add(case, made.cases, VARIANTS)  # noqa: SLF001 - one class in two parts
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
