"""What hides a call on purpose: ``# compat: private`` on one of its lines, or a setting."""

import re
import tokenize
from collections.abc import Iterator
from io import StringIO
from typing import Final

_PRIVATE: Final = re.compile(r"#\s*compat:\s*private(?![\w-])")
_BLANK: Final = {tokenize.INDENT, tokenize.DEDENT, tokenize.NL, tokenize.COMMENT}
_ARROW: Final = ">"
_ANY: Final = "*"


def find_private_lines(source: str) -> tuple[range, ...]:
    """Return the lines that each ``# compat: private`` holds for.

    These are all lines of the statement that it stands in, or behind; of one with a block, those
    of its head. Where it stands by itself it holds for the statement that follows. What can be read
    no further by its tokens has none from there on.
    """
    if not _PRIVATE.search(source):
        return ()
    found: list[range] = []
    marked: list[int] = []
    first: int | None = None
    try:
        for token in _list_tokens(source):
            if token.type == tokenize.COMMENT and _PRIVATE.search(token.string):
                marked.append(token.start[0])
            if token.type == tokenize.NEWLINE:
                start = token.start[0] if first is None else first
                found += [range(min(start, line), token.start[0] + 1) for line in marked]
                marked, first = [], None
            elif token.type not in _BLANK and first is None:
                first = token.start[0]
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError):
        pass  # what was found before counts
    found += [range(line if first is None else min(first, line), line + 1) for line in marked]
    return tuple(dict.fromkeys(found))


def _list_tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(StringIO(source, newline=None).readline)


def matches(entry: str, function: str, true_path: tuple[str, ...], child: str) -> bool:
    """Tell whether an entry like ``summarize > ChatOpenAI`` means a call.

    ``child`` is the name of what is called, ``true_path`` are the runs above it, the outermost
    first, and ``function`` is the one that the call stands in. The entry names the child last, and
    before it those above, the nearest last: that is a run, or the function. ``*`` is any one name.
    Raises ValueError for an entry that says nothing.
    """
    *above, name = parse_entry(entry)
    if not _fits(name, child):
        return False
    plain = function.rpartition(".")[2]
    return any(_ends(path, above) for path in (true_path, (*true_path, function))) or _ends(
        (*true_path, plain), above
    )


def parse_entry(entry: str) -> tuple[str, ...]:
    """Return the names of an entry, between spaced arrows: names may have arrows of their own.

    Raises ValueError.
    """
    parts: list[list[str]] = [[]]
    for word in entry.split():
        if word == _ARROW:
            parts.append([])
        else:
            parts[-1].append(word)
    if len(parts) == 1 or not all(parts):
        message = (
            f"{entry!r} names no call: write the caller and what it calls, like "
            "'summarize > ChatOpenAI', with a space on each side of >"
        )
        raise ValueError(message)
    return tuple(" ".join(part) for part in parts)


def _ends(path: tuple[str, ...], names: list[str]) -> bool:
    """Tell whether a path ends with some names."""
    last = path[-len(names) :]
    return len(last) == len(names) and all(map(_fits, names, last))


def _fits(wanted: str, name: str) -> bool:
    return wanted in (_ANY, " ".join(name.split()))
