"""What the page's search looks through: patterns with their APIs, symptoms and names in code."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from compat.record.model import ScenarioInfo
from compat.symptoms.model import Pattern, Symptoms
from compat.symptoms.search import FILLERS

_NAME = re.compile(r"(?<=\.)[a-z]\w{2,}(?=\()|[A-Za-z]\w{2,}")
_TELLING = re.compile(r"[a-z0-9]_[a-z0-9]|[a-z][A-Z]|[A-Z]{2}[a-z]")
"""Names that are an API's or a class's, rather than a word: with_retry, ToolNode, AIMessage."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A pattern as it is found; ``layer`` tells whether it is one of the layer's rows."""

    id: str
    title: str
    group: str
    code: str
    apis: tuple[str, ...]
    symptoms: tuple[str, ...]
    layer: bool


def list_findable(
    known: Symptoms, core: Iterable[ScenarioInfo], layer: Iterable[ScenarioInfo]
) -> dict[str, object]:
    """Return what the script looks through, as plain values: the patterns that are on the page."""
    said = {each.id: each for each in known.pattern}
    also: defaultdict[str, list[str]] = defaultdict(list)
    for word in known.word:
        for name in (*word.measured_by, *word.nearest):
            also[name] += word.names
    entries = [
        _make(each, said.get(each.id), also[each.id], layer=of_layer)
        for each, of_layer in (*((e, False) for e in core), *((e, True) for e in layer))
    ]
    return {"fillers": sorted(FILLERS), "entries": [asdict(each) for each in entries]}


def _make(
    scenario: ScenarioInfo, said: Pattern | None, also: Sequence[str], *, layer: bool
) -> Entry:
    apis = (*said.apis, *also) if said else also
    return Entry(
        id=scenario.id,
        title=scenario.title,
        group=scenario.group,
        code=said.code if said else "",
        apis=tuple(dict.fromkeys([*apis, *_list_names(scenario)])),
        symptoms=said.symptoms if said else (),
        layer=layer,
    )


def _list_names(scenario: ScenarioInfo) -> list[str]:
    """Return the names in a scenario's code that are telling, and what it calls; each once."""
    found = (match for code in scenario.sources.values() for match in _NAME.finditer(code))
    return list(dict.fromkeys(each[0] for each in found if _is_telling(each)))


def _is_telling(found: re.Match[str]) -> bool:
    called = found.string[: found.start()].endswith(".") and found.string[found.end() :][:1] == "("
    return called or bool(_TELLING.search(found[0]))
