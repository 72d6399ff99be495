"""An upgrade for a terminal, as Markdown, and as JSON."""

import json
from collections.abc import Iterable, Iterator
from textwrap import indent

from pydantic import TypeAdapter
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from compat.difference.upgrade import ExplainedChange, Upgrade
from compat.reports.difference.answer import Answer, EffectSection, Paragraph
from compat.reports.difference.upgrade_words import NO_REMEDY
from compat.reports.environment import make_markdown_environment
from compat.reports.text import make_visible, show_code

_UPGRADE = TypeAdapter(Upgrade)


def render_upgrade_json(found: Upgrade) -> str:
    """Return an upgrade as JSON, keys sorted, on lines of its own."""
    content = _UPGRADE.dump_python(found, mode="json")
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def render_upgrade_md(answer: Answer) -> str:
    """Return an upgrade as GitHub's Markdown."""
    return (
        make_markdown_environment()
        .get_template("upgrade.md.j2")
        .render(answer=answer, no_remedy=NO_REMEDY)
    )


def render_upgrade_text(answer: Answer) -> RenderableType:
    """Return an upgrade for a terminal: the answer first, losses before gains.

    It is to be printed with ``crop=False``.
    """
    head = [
        Text(make_visible(answer.question), style="bold"),
        Text(make_visible(answer.answer), style="bold"),
        *([Text(make_visible(answer.nearest))] if answer.nearest else []),
        *(Text(make_visible(note)) for note in answer.notes),
        *([Text(answer.same)] if answer.same else []),
    ]
    sections = (each for section in answer.sections for each in _render_section(section))
    return Group(*head, *sections)


def _render_section(section: EffectSection) -> Iterator[RenderableType]:
    yield Text(f"\n{section.heading}", style="bold")
    yield Text(section.means)
    for told in section.told:
        yield Padding(Text(_render_paragraph(told)), (0, 0, 0, 2))
    for form in section.by_form:
        names = _join_names(form.scenarios)
        yield Padding(Text(f"\n{make_visible(form.words)}: {names}"), (0, 0, 0, 2))
        example = f"For {make_visible(form.scenarios[0].scenario)}:\n{show_code(form.code)}"
        # Lines of code are never broken or cut: they are there to be copied.
        yield Text(indent(example, " " * 4), no_wrap=True, overflow="ignore")
    if section.unhelped:
        yield Padding(Text(f"\n{NO_REMEDY}: {_join_names(section.unhelped)}"), (0, 0, 0, 2))


def _render_paragraph(told: Paragraph) -> str:
    where = f": {'; then '.join(told.turns)}" if told.turns else ""
    lines = [_join_names(told.scenarios), *(f"  {each}" for each in told.differs)]
    return "\n".join([*lines, make_visible(f"  {told.cause}{where}")])


def _join_names(changes: Iterable[ExplainedChange]) -> str:
    return ", ".join(make_visible(change.scenario) for change in changes)
