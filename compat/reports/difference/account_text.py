"""A comparison, and a gate, for a terminal, as Markdown, and as JSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from compat.difference.comparison import Comparison
from compat.difference.gate import Gate
from compat.reports.difference.account import Account, Section
from compat.reports.environment import make_markdown_environment
from compat.reports.text import make_visible

_COMPARISON = TypeAdapter(Comparison)
_GATE = TypeAdapter(Gate)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """All that a command says: the two matrices, the account, how the gate came out if asked."""

    question: str
    account: Account
    gate: str | None = None
    gated: tuple[Section, ...] = ()


def render_json(found: Comparison, gate: Gate | None, outcome: str) -> str:
    """Return a comparison, a gate if there is one, and what it comes to, as JSON, keys sorted."""
    content = {
        "comparison": _COMPARISON.dump_python(found, mode="json"),
        "gate": _GATE.dump_python(gate, mode="json", by_alias=True) if gate else None,
        "outcome": outcome,
    }
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def render_md(shown: Shown) -> str:
    """Return what is said as GitHub's Markdown."""
    return make_markdown_environment().get_template("compared.md.j2").render(shown=shown)


def render_text(shown: Shown) -> RenderableType:
    """Return what is said for a terminal; how the gate came out stands last, where eyes are."""
    lines = [
        Text(make_visible(shown.question), style="bold"),
        Text(make_visible(shown.account.answer), style="bold"),
        *(Text(f"* {make_visible(fact)}") for fact in shown.account.facts),
        *(each for section in shown.account.sections for each in _render_section(section)),
    ]
    if shown.gate is None:
        return Group(*lines)
    gated = (each for section in shown.gated for each in _render_section(section))
    return Group(*lines, *gated, Text(f"\n{make_visible(shown.gate)}", style="bold"))


def _render_section(section: Section) -> Iterator[RenderableType]:
    yield Text(f"\n{make_visible(section.heading)}", style="bold")
    for line in section.lines:
        yield Padding(Text(make_visible(line)), (0, 0, 0, 2))
    if section.left_out:
        yield Padding(Text(f"and {section.left_out} more"), (0, 0, 0, 2))
