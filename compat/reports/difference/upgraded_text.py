"""An upgrade for a terminal, as Markdown, and as JSON."""

import json
from collections.abc import Iterable, Iterator
from textwrap import indent

from pydantic import TypeAdapter
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from compat.difference.upgrade import ExplainedChange, Upgrade
from compat.reports.difference.upgrade_words import NO_REMEDY
from compat.reports.difference.upgraded import Answer, EffectSection, Paragraph
from compat.reports.environment import for_markdown
from compat.reports.text import code, visible

_UPGRADE = TypeAdapter(Upgrade)


def upgrade_json(found: Upgrade) -> str:
    """Return an upgrade as JSON, keys sorted, on lines of its own."""
    content = _UPGRADE.dump_python(found, mode="json")
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def upgrade_md(answer: Answer) -> str:
    """Return an upgrade as GitHub's Markdown."""
    return for_markdown().get_template("upgrade.md.j2").render(answer=answer, no_remedy=NO_REMEDY)


def upgrade_text(answer: Answer) -> RenderableType:
    """Return an upgrade for a terminal: the answer first, losses before gains.

    It is to be printed with ``crop=False``.
    """
    head = [
        Text(visible(answer.question), style="bold"),
        Text(visible(answer.answer), style="bold"),
        *([Text(visible(answer.nearest))] if answer.nearest else []),
        *(Text(visible(note)) for note in answer.notes),
        *([Text(answer.same)] if answer.same else []),
    ]
    sections = (each for section in answer.sections for each in _section(section))
    return Group(*head, *sections)


def _section(section: EffectSection) -> Iterator[RenderableType]:
    yield Text(f"\n{section.heading}", style="bold")
    yield Text(section.means)
    for told in section.told:
        yield Padding(Text(_told(told)), (0, 0, 0, 2))
    for form in section.by_form:
        names = _names(form.scenarios)
        yield Padding(Text(f"\n{visible(form.words)}: {names}"), (0, 0, 0, 2))
        example = f"For {visible(form.scenarios[0].scenario)}:\n{code(form.code)}"
        # Lines of code are never broken or cut: they are there to be copied.
        yield Text(indent(example, " " * 4), no_wrap=True, overflow="ignore")
    if section.unhelped:
        yield Padding(Text(f"\n{NO_REMEDY}: {_names(section.unhelped)}"), (0, 0, 0, 2))


def _told(told: Paragraph) -> str:
    where = f": {'; then '.join(told.turns)}" if told.turns else ""
    lines = [_names(told.scenarios), *(f"  {each}" for each in told.differs)]
    return "\n".join([*lines, visible(f"  {told.cause}{where}")])


def _names(changes: Iterable[ExplainedChange]) -> str:
    return ", ".join(visible(change.scenario) for change in changes)
