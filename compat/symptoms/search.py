"""Find patterns and words by what a person types: any case, and a part of a word is enough."""

from collections.abc import Iterable, Sequence
from enum import IntEnum

from compat.axes.nearest import find_nearest
from compat.symptoms.model import Pattern, Symptoms, Word


class Place(IntEnum):
    """Where a word was found, the best first."""

    NAME = 0
    """It is the name of an API, or an id."""

    NAME_PART = 1
    SENTENCE = 2


def search(known: Symptoms, words: Iterable[str]) -> tuple[Pattern | Word, ...]:
    """Return what has all of the words, by where these stand; no words, nothing."""
    wanted = _split(words)
    ranked = [(sum(places), each) for each in known.every if (places := _find_places(each, wanted))]
    return tuple(each for _, each in sorted(ranked, key=lambda found: found[0]))


def find_near_names(known: Symptoms, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the words that stand nowhere, each with the names nearest to it."""
    names = {_fold(name): name for each in known.every for name in _names(each)}
    return {
        word: tuple(names[near] for near in find_nearest(word, names, count=3))
        for word in _split(words)
        if not search(known, [word])
    }


def _split(words: Iterable[str]) -> list[str]:
    parts = (_fold(part) for word in words for part in word.split())
    return [part for part in parts if part]


def _fold(text: str) -> str:
    """Return a name as it is compared: ``@tool`` is ``tool``, and ``ensure_config()`` no call."""
    return text.casefold().removeprefix("@").removesuffix("()")


def _find_places(each: Pattern | Word, words: Sequence[str]) -> list[Place]:
    """Return where each of the words stands; nothing if one stands nowhere."""
    places = [place for word in words if (place := _find_place(each, word)) is not None]
    return places if len(places) == len(words) else []


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
    return next((place for place, text in texts.items() if word in text), None)


def _names(each: Pattern | Word) -> tuple[str, ...]:
    return (*each.apis, each.id) if isinstance(each, Pattern) else each.names
