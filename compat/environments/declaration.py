"""What an unpacked langchain-core declares that it needs."""

from email import message_from_string
from pathlib import Path

from packaging.requirements import Requirement

_METADATA = "langchain_core-*.dist-info/METADATA"


def ask_declared(environment: Path) -> tuple[str, ...]:
    """Return the requirements of the langchain-core in an environment, those of extras left out.

    Raises OSError if it is not installed, InvalidRequirement if its metadata makes no sense.
    """
    (metadata,) = environment.glob(f"**/site-packages/{_METADATA}")
    return _parse_requirements(metadata)


def read_declared(layer: Path) -> tuple[str, ...]:
    """Return the same of the langchain-core in a layer. Raises OSError, InvalidRequirement."""
    (metadata,) = layer.glob(_METADATA)
    return _parse_requirements(metadata)


def _parse_requirements(metadata: Path) -> tuple[str, ...]:
    """Read core metadata: https://packaging.python.org/en/latest/specifications/core-metadata/."""
    lines = message_from_string(metadata.read_text("utf-8")).get_all("Requires-Dist", [])
    requirements = map(Requirement, lines)
    return tuple(
        str(requirement)
        for requirement in requirements
        if requirement.marker is None or "extra" not in str(requirement.marker)
    )
