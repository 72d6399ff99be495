"""Find patterns and words by what a person types: any case, and a part of a word is enough."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from enum import IntEnum
from typing import Final

from compat.symptoms.model import Pattern, Symptoms, Word

FILLERS: Final = frozenset(
    """
    a all am an and are as at be but by can do does for from get gets has have how i if in
    inside into is it its me my no not of on or our so that the them there they this to us use
    using was we what when where which while who why will with without you your
    """.split()  # noqa: SIM905 - as a list it fills a page
)
"""Words of a sentence that say nothing of a pattern."""

_NEAR: Final = 0.7
"""How nearly a name must be spelled as a word to be told, 1.0 being the same."""


class Place(IntEnum):
    """Where a word was found, the best first."""

    NAME = 0
    """It is the name of an API, or an id."""

    NAME_PART = 1
    SENTENCE = 2


def search(known: Symptoms, words: Iterable[str]) -> tuple[Pattern | Word, ...]:
    """Return what has most of the words, by where these stand; no words, nothing.

    Words that say nothing, like ``my``, do not count.
    """
    wanted = _split(words)
    found = [(_find_places(each, wanted), each) for each in known.every]
    most = max((len(places) for places, _ in found), default=0)
    ranked = [(sum(places), each) for places, each in found if places and len(places) == most]
    return tuple(each for _, each in sorted(ranked, key=lambda pair: pair[0]))


def has_all(known: Symptoms, words: Iterable[str]) -> bool:
    """Tell whether something has all of the words that say something."""
    wanted = _split(words)
    return any(len(_find_places(each, wanted)) == len(wanted) for each in known.every)


def find_near_names(known: Symptoms, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the words that stand nowhere, each with names that are spelled nearly so, if any."""
    names = {_fold(name): name for each in known.every for name in _names(each)}
    return {
        word: tuple(names[near] for near in get_close_matches(word, names, cutoff=_NEAR))
        for word in _split(words)
        if not search(known, [word])
    }


def _split(words: Iterable[str]) -> list[str]:
    """Return the words that say something; all, if none does."""
    parts = [folded for word in words for part in word.split() if (folded := _fold(part))]
    return [part for part in parts if part not in FILLERS] or parts


def _fold(text: str) -> str:
    """Return a name as it is compared: ``@tool`` is ``tool``, and ``ensure_config()`` no call."""
    return text.casefold().removeprefix("@").removesuffix("()")


def _find_places(each: Pattern | Word, words: Sequence[str]) -> list[Place]:
    """Return where those of the words stand that stand somewhere."""
    return [place for word in words if (place := _find_place(each, word)) is not None]


def _find_place(each: Pattern | Word, word: str) -> Place | None:
    names = [_fold(name) for name in _names(each)]
    if word in names:
        return Place.NAME
    match each:
        case Pattern():
            sentences = (each.title, each.code, *each.symptoms)
        case Word():
            sentences = (each.says,)
    texts = {Place.NAME_PART: "\n".join(names), Place.SENTENCE: "\n".join(sentences).casefold()}
    stem = word.removesuffix("s")  # of a plural
    return next((place for place, text in texts.items() if stem in text), None)


def _names(each: Pattern | Word) -> tuple[str, ...]:
    return (*each.apis, each.id) if isinstance(each, Pattern) else each.names
