"""What an installed langchain-core declares that it needs."""

from email import message_from_string
from pathlib import Path

from packaging.requirements import Requirement


def declared(environment: Path) -> tuple[str, ...]:
    """Return the requirements of the langchain-core in an environment, those of extras left out.

    Read from its metadata; https://packaging.python.org/en/latest/specifications/core-metadata/
    Raises OSError if it is not installed, InvalidRequirement if its metadata makes no sense.
    """
    (metadata,) = environment.glob("**/site-packages/langchain_core-*.dist-info/METADATA")
    lines = message_from_string(metadata.read_text("utf-8")).get_all("Requires-Dist", [])
    requirements = map(Requirement, lines)
    return tuple(
        str(requirement)
        for requirement in requirements
        if requirement.marker is None or "extra" not in str(requirement.marker)
    )
