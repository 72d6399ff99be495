"""The name of a shard, like ``3/8``."""

import re
from dataclasses import dataclass
from typing import Final, Self

from compat.axes.text import join_lines
from compat.errors import UsageError

MOST_SHARDS: Final = 256
"""What a matrix of GitHub Actions takes.

Source: https://docs.github.com/actions/reference/limits
"""

_NAME: Final = re.compile(r"([0-9]{1,3})/([0-9]{1,3})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class ShardName:
    """The shard ``number``, counted from 1, of ``total``; ``str()`` gives the name."""

    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.number}/{self.total}"

    @property
    def file(self) -> str:
        """The name as a part of a path: ``3-of-8``."""
        return f"{self.number}-of-{self.total}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a name. Raises UsageError."""
        found = _NAME.fullmatch(text)
        if found is None:
            shown = join_lines(text, limit=40)
            message = f"malformed shard {shown!r}; write it like 3/8, the third of eight"
            raise UsageError(message)
        number, total = map(int, found.groups())
        if not 1 <= total <= MOST_SHARDS:
            message = f"no shard {text}: there can be 1 to {MOST_SHARDS} shards, not {total}"
            raise UsageError(message)
        if not 1 <= number <= total:
            message = f"no shard {text}: of {total} shards the first is 1/{total}, the last "
            message += f"{total}/{total}"
            raise UsageError(message)
        return cls(number=number, total=total)
