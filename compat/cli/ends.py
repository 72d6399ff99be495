"""What somebody has and what somebody wants, in however many words each was typed."""

from collections.abc import Iterator, Sequence

from compat.axes.spelling import Spelled
from compat.errors import UsageError

_LAYERS = ("langgraph", "lg")
_HOW = (
    "compat upgrade --to 3.14/1.2.0, or with what you have first: compat upgrade 3.11/0.3.40 "
    "3.14/1.2.0"
)


def read_ends(
    words: Sequence[str], source: Sequence[str], target: Sequence[str]
) -> tuple[str | None, str]:
    """Return what a person has, None if it is not named, and what they want.

    ``source`` and ``target`` are the words behind ``--from`` and ``--to``; more than one
    configuration there counts as if it were typed without an option, in ``words``. Of these two
    are what is had and what is wanted, and one is what is missing. Raises UsageError.
    """
    start, end = split_configurations(source), split_configurations(target)
    free = split_configurations(words)
    if not (start or end) and len(words) > len(free) == 1:
        typed = " ".join(words)
        message = f"is {typed!r} one configuration, or two? write each as one word: type {_HOW}"
        raise UsageError(message)
    match start[:1], end[:1], [*free, *start[1:], *end[1:]]:
        case ([], [], [had, wanted]) | ([had], [wanted], []) | ([had], [], [wanted]):
            return had, wanted
        case [], [wanted], [had]:
            return had, wanted
        case ([], [wanted], []) | ([], [], [wanted]):
            return None, wanted
        case _, [], []:
            message = f"upgrade needs what you want: type {_HOW}"
        case _:
            message = f"upgrade takes what you have and what you want, nothing else: type {_HOW}"
    raise UsageError(message)


def split_configurations(words: Sequence[str]) -> list[str]:
    """Return the configurations that words make: a second Python, or release, begins the next.

    Words that say nothing alone, like ``Python 3.14``, are one configuration. Raises UsageError.
    """
    text = " ".join(words)
    words = list(_join_names(words))
    try:
        parts = [(word, _list_parts(Spelled.parse(word))) for word in words]
    except UsageError:
        Spelled.parse(text)
        return [text]
    found: list[list[str]] = []
    named: set[str] = set()
    for word, parts_of_it in parts:
        if not found or named & parts_of_it:
            found.append([])
            named = set()
        found[-1].append(word)
        named |= parts_of_it
    return [" ".join(some) for some in found]


def _join_names(words: Sequence[str]) -> Iterator[str]:
    """Give words, a name of the layer together with the version behind it."""
    name = ""
    for word in words:
        if word.casefold() in _LAYERS:
            name = word
        else:
            yield f"{name} {word}".strip()
            name = ""
    if name:
        yield name


def _list_parts(spelled: Spelled) -> set[str]:
    parts = {"python": spelled.python, "core": spelled.core, "layer": spelled.layer}
    return {name for name, value in parts.items() if value}
