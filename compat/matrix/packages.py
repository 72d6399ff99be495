"""In which packages two cells differ."""

from collections.abc import Iterator, Mapping

CORE = "langchain-core"
HARNESS = frozenset({
    "backports-asyncio-runner", "exceptiongroup", "iniconfig", "pluggy", "pygments", "pytest",
    "pytest-asyncio", "tomli",
})  # fmt: skip
"""What is in a cell for the suite alone: no news for who upgrades langchain-core."""

NONE = "none"
"""The version of a package that only the other cell has."""


def find_differing(
    before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Yield name, version before and version after of what differs, langchain-core itself aside."""
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, NONE), after.get(name, NONE)
        if was != now and name != CORE:
            yield name, was, now
