"""What somebody's words found, or all there is: for a terminal, a pipe, programs, and a page."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from textwrap import fill
from typing import Any

from packaging.version import Version

from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix
from compat.reports.environment import make_markdown_environment
from compat.reports.headline.detail import FOLDER, name_file
from compat.reports.span import list_pythons
from compat.reports.table.grid import Grid, describe_place
from compat.reports.words import MEASURED
from compat.symptoms.model import Pattern, Symptoms, Word

NOT_YET = "not measured yet"
_APART = " | "


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Lines about one thing that was found, the first its title, the last its id or address."""

    lines: tuple[str, ...]


def describe_found(
    found: Iterable[Pattern | Word], index: Grid | None, layered: Index | None = None
) -> tuple[Finding, ...]:
    """Return what is to be said of each; what is measured of it, if there is a matrix.

    ``layered`` is that of the layer, of which some patterns are.
    """
    return tuple(
        _describe_pattern(each, index, layered)
        if isinstance(each, Pattern)
        else _describe_word(each)
        for each in found
    )


def describe_measured(index: Grid, scenario: str) -> str:
    """Return in one line where a scenario came to what, the rarest first; empty if nowhere."""
    places: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in index.telling:
        if result := cell.results.get(scenario):
            places[result.answer or MEASURED[result.verdict]].append(cell)
    *rarer, most = sorted(places, key=lambda words: len(places[words])) or [""]
    told = [f"{words} on {describe_place(index, places[words])}" for words in rarer]
    return "; ".join([*told, f"{most} {'elsewhere' if rarer else 'everywhere'}" if most else ""])


def render_found(findings: Iterable[Finding], width: int | None) -> str:
    """Return findings as text: wrapped between words, or without a ``width`` one a line."""
    if width is None:
        return "\n".join(_APART.join(each.lines) for each in findings)
    return "\n\n".join("\n".join(_wrap(each.lines, width)) for each in findings)


def describe_measured_of_pairs(known: Index, scenario: str) -> str:
    """Return the same of a row of the layer: by Python, each with the versions if these differ."""
    places: dict[str, dict[str, list[Cell]]] = {}
    for cell in known.matrix.cells:
        if cell.tells and (result := cell.results.get(scenario)):
            words = result.answer or MEASURED[result.verdict]
            places.setdefault(words, {}).setdefault(cell.python, []).append(cell)
    told = (f"{words} on {_describe_pairs(known, places, words)}" for words in places)
    return "; ".join(told)


def _describe_pairs(
    known: Index, places: Mapping[str, Mapping[str, Sequence[Cell]]], words: str
) -> str:
    """Return the Pythons on which something is so, the mixed ones with the versions there."""
    alike: list[str] = []
    mixed: dict[str, list[str]] = {}
    for python in (each for each in known.pythons if each in places[words]):
        others = [
            cell
            for other, found in places.items()
            if other != words
            for cell in found.get(python, ())
        ]
        if others:
            versions = _describe_versions(places[words][python], others)
            mixed.setdefault(versions, []).append(python)
        else:
            alike.append(python)
    told = [f"{list_pythons(pythons)} with {versions}" for versions, pythons in mixed.items()]
    return ", on ".join([*([f"Python {list_pythons(alike)}"] if alike else []), *told])


def _describe_versions(own: Sequence[Cell], others: Sequence[Cell]) -> str:
    """Return what tells cells from others: the versions of one of the two, if these lie apart."""
    parts: dict[str, Callable[[Cell], str]] = {
        "langchain-core": lambda cell: cell.core,
        "LangGraph": lambda cell: cell.layer or "0",
    }
    for name, get in parts.items():
        first, last = _find_ends(own, get)
        low, high = _find_ends(others, get)
        if last < low or high < first:
            return f"{name} {first}" if first == last else f"{name} {first} to {last}"
    first, last = _find_ends(own, parts["LangGraph"])
    return f"some of LangGraph {first} to {last}"


def _find_ends(cells: Sequence[Cell], get: Callable[[Cell], str]) -> tuple[Version, Version]:
    versions = [Version(get(cell)) for cell in cells]
    return min(versions), max(versions)


def render_all(known: Symptoms, width: int | None) -> str:
    """Return every pattern by its group, the title first and the id last."""
    if width is None:
        return "\n".join(_APART.join((name_group(e), e.title, e.id)) for e in known.pattern)
    groups = [
        "\n".join([name, *(line for each in rows for line in _wrap_title(each, width))])
        for name, rows in groupby(known.pattern, key=name_group)
    ]
    return "\n\n".join(groups)


def render_found_json(
    found: Iterable[Pattern | Word], index: Grid | None, layered: Index | None = None
) -> str:
    """Return what was found as JSON: the patterns, and the words that are no pattern's own."""
    kinds: dict[str, list[dict[str, Any]]] = {"patterns": [], "words": []}
    for each in found:
        if isinstance(each, Word):
            kinds["words"].append(asdict(each))
        else:
            measured = _say_measured(each, index, layered)
            kinds["patterns"].append({**asdict(each), "measured": measured or None})
    return json.dumps(kinds, indent=1, sort_keys=True) + "\n"


def render_symptoms_md(known: Symptoms, matrix: Matrix) -> str:
    """Return the page that a person with a symptom searches, with links to the patterns' pages."""
    pages = {each.id: f"../reports/{FOLDER}/{name_file(each.id)}" for each in matrix.scenarios}
    groups = [(name, list(rows)) for name, rows in groupby(known.pattern, key=name_group)]
    template = make_markdown_environment().get_template("symptoms.md.j2")
    return template.render(groups=groups, words_apart=known.word, pages=pages, not_yet=NOT_YET)


def name_group(each: Pattern) -> str:
    """Return the group of a pattern as people see it, marked if it needs the layer on top."""
    return f"{each.layer}: {each.group}" if each.layer else each.group


def _say_measured(each: Pattern, index: Grid | None, layered: Index | None) -> str:
    if each.layer:
        return describe_measured_of_pairs(layered, each.id) if layered else ""
    return describe_measured(index, each.id) if index else ""


def _describe_pattern(each: Pattern, index: Grid | None, layered: Index | None) -> Finding:
    measured = _say_measured(each, index, layered)
    lines = (
        f"{each.title} ({each.layer})" if each.layer else each.title,
        *_describe_symptoms(each.symptoms),
        *([f"Measured: {measured}"] if measured else []),
        each.id,
    )
    return Finding(lines=lines)


def _describe_symptoms(symptoms: Sequence[str]) -> Iterator[str]:
    """Give what a person sees, and what they ask."""
    asked = [each for each in symptoms if each.endswith("?")]
    seen = [each for each in symptoms if each not in asked]
    if seen:
        yield f"You see: {'; '.join(seen)}"
    if asked:
        yield f"You ask: {' '.join(asked)}"


def _describe_word(each: Word) -> Finding:
    names, sources = ", ".join(each.names), (f"Source: {source}" for source in each.sources)
    if each.measured_by:
        return Finding(
            lines=(names, each.says, *sources, f"Same behaviour as: {', '.join(each.measured_by)}")
        )
    nearest = f"Nearest: {', '.join(each.nearest)}"
    return Finding(lines=(f"{names}: {NOT_YET}", each.says, *sources, nearest))


def _wrap(lines: Sequence[str], width: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield _fill(line, width, "  " if number else "")


def _wrap_title(each: Pattern, width: int) -> tuple[str, str]:
    return _fill(each.title, width, "  "), _fill(each.id, width, "    ")


def _fill(line: str, width: int, indent: str) -> str:
    return fill(
        line,
        width,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
