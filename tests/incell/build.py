"""Cases and scenarios for tests, from as little as a test wants to say."""

from typing import NoReturn

from compat.incell.caller import events_v2
from compat.incell.registry import Case, Factory, Registry, Scenario


def nothing() -> NoReturn:
    """Build nothing: tests that use this never run it."""
    raise AssertionError


def titled() -> NoReturn:
    """Say a title.

    And more.
    """
    raise AssertionError


def declare(registry: Registry, name: str = "one") -> Scenario:
    """Declare a scenario with one variant."""
    return registry.scenario(name, group="a group", path=("root",))(titled)


def case(build: Factory = nothing) -> Case:
    """A naive case of a scenario named ``one``."""
    return Case(
        scenario="one",
        variant="naive",
        path=("root",),
        child="chat_model",
        value=None,
        caller=events_v2,
        requires=(),
        facts=None,
        answer=None,
        loop=None,
        flag=None,
        build=build,
    )
