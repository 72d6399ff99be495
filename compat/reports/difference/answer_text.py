"""An upgrade for a terminal, and as JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from compat.difference.upgrade import Upgrade
from compat.reports.difference.answer import Answer, EffectSection, Finding
from compat.reports.example import make_pasteable, render_example
from compat.reports.text import make_visible

_UPGRADE = TypeAdapter(Upgrade)
_FEW = 6
"""Names of patterns that the same code helps."""


def render_upgrade_json(found: Upgrade, alone: Upgrade | None = None) -> str:
    """Return an upgrade as JSON, keys sorted, on lines of its own; its code can be pasted.

    ``alone``, what it does to code outside LangGraph, is ``without_layer`` if it is known.
    """
    content = _make_plain(found) | ({"without_layer": _make_plain(alone)} if alone else {})
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def _make_plain(found: Upgrade) -> dict[str, Any]:
    own = replace(
        found,
        changes=tuple(replace(e, remedy=make_pasteable(e.remedy)) for e in found.changes),
        missed=tuple(replace(each, remedy=make_pasteable(each.remedy)) for each in found.missed),
    )
    content: dict[str, Any] = _UPGRADE.dump_python(own, mode="json")
    return content


def render_upgrade_text(answer: Answer) -> Iterator[str]:
    """Give the lines of an answer; a finding is one line, however long, and so is one of code."""
    yield make_visible(answer.answer)
    yield ""
    yield make_visible(answer.route)
    yield from map(make_visible, answer.remarks)
    for section in answer.sections:
        yield from _render_section(section)


def _render_section(section: EffectSection) -> Iterator[str]:
    yield ""
    yield section.heading
    for finding in section.findings:
        yield from _render_finding(finding)
    for writing in section.writings:
        yield ""
        yield f"  {make_visible(f'{writing.words}. This helps {_list_few(writing.scenarios)}.')}"
        if writing.example:
            yield from render_example(writing.example)
    if section.unhelped:
        yield f"  {make_visible(section.unhelped)}"


def _list_few(names: Sequence[str]) -> str:
    """Return names, of many the first ones and how many more there are."""
    few = ", ".join(names[:_FEW])
    return f"{few} and {len(names) - _FEW} more" if len(names) > _FEW else few


def _render_finding(finding: Finding) -> Iterator[str]:
    """Give a finding as a line; of several patterns, what is said of all and a line for each."""
    if len(finding.patterns) == 1:
        yield f"  {make_visible(f'{finding.patterns[0]}: {finding.told}.')}"
        return
    yield f"  {make_visible(f'{len(finding.patterns)} patterns: {finding.told}.')}"
    for pattern in finding.patterns:
        yield f"    {make_visible(pattern)}"
