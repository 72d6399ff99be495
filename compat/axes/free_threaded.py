"""Free-threaded builds of CPython, like ``3.13t``: known, and why nothing can be measured there."""

from collections.abc import Mapping
from typing import Final

from compat.errors import NothingSelectedError

_LOOKED_UP: Final = "2026-11-27"
_WITHOUT_WHEELS: Final[Mapping[str, str]] = {
    "3.13t": "orjson, pyyaml and zstandard",
    "3.14t": "orjson and zstandard",
}
"""What every release of langchain-core needs, and has no wheel for that build in any version.

Source: the files that PyPI had on that day, asked for by their tags (``cp313t``, ``cp314t``).
"""


def refuse_free_threaded(python: str) -> None:
    """Say why a free-threaded Python cannot be measured; of any other nothing is said.

    Raises NothingSelectedError.
    """
    lacking = _WITHOUT_WHEELS.get(python)
    if lacking:
        message = (
            f"Python {python} is not installable: langchain-core needs {lacking}, which had no"
            f" wheels for the free-threaded build on {_LOOKED_UP}; building from source was not"
            " tried"
        )
        raise NothingSelectedError(message)
