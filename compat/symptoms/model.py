"""What people type: the APIs and symptoms of every pattern, and words that are no pattern's own."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any, Final

from pydantic import TypeAdapter

from compat.schema import strict


@strict
@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A scenario of the suite with the APIs that it is about, and its symptoms in users' words.

    ``code`` says whose code it is about, as a plural that a verb can follow. ``facts`` has a
    sentence for each answer of a row that records one, ``*`` for any other. ``layer`` is what it
    needs on top of langchain-core, None if that is all.
    """

    id: str
    group: str
    title: str
    code: str
    apis: tuple[str, ...]
    symptoms: tuple[str, ...]
    facts: dict[str, str] = field(default_factory=dict)
    layer: str | None = None


@strict
@dataclass(frozen=True, kw_only=True)
class Word:
    """Names that are no pattern's own, and what is known of them, with its sources.

    Patterns measure them under another name, or nothing does yet: then some are ``nearest``.
    """

    names: tuple[str, ...]
    says: str
    sources: tuple[str, ...]
    measured_by: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


@strict
@dataclass(frozen=True, kw_only=True)
class Symptoms:
    """All that can be found, in the order of the suite."""

    pattern: tuple[Pattern, ...]
    word: tuple[Word, ...]

    @property
    def every(self) -> tuple[Pattern | Word, ...]:
        """Return the patterns, then the words."""
        return self.pattern + self.word


_CORE: Final = "symptoms.toml"
_LAYER: Final = "langgraph.toml"
LAYER: Final = "LangGraph"


def load_symptoms() -> Symptoms:
    """Return what can be found: of langchain-core, then of the layer on top.

    Raises ValidationError if a data file is malformed.
    """
    found = TypeAdapter(Symptoms).validate_python(_read_file(_CORE))
    more = TypeAdapter(tuple[Pattern, ...]).validate_python(_read_file(_LAYER)["pattern"])
    return replace(found, pattern=(*found.pattern, *(replace(e, layer=LAYER) for e in more)))


def load_codes() -> dict[str, str]:
    """Return by the id of each pattern whose code it is about, as a plural.

    An answer needs nothing else of the file, so that is not validated here: a test does.
    """
    return {each["id"]: each["code"] for each in _read_patterns()}


def load_layer_ids() -> tuple[str, ...]:
    """Return the ids of the patterns that need the layer on top."""
    return tuple(each["id"] for each in _read_file(_LAYER)["pattern"])


def load_facts() -> dict[str, dict[str, str]]:
    """Return by the id of each pattern that records a fact a sentence for each answer.

    As for ``load_codes``, a test validates it.
    """
    return {each["id"]: each["facts"] for each in _read_patterns() if "facts" in each}


def _read_patterns() -> Iterator[dict[str, Any]]:
    for name in (_CORE, _LAYER):
        yield from _read_file(name)["pattern"]


def _read_file(name: str) -> dict[str, Any]:
    return tomllib.loads(files("compat.symptoms").joinpath(name).read_text("utf-8"))
