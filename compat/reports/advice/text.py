"""A reply for a terminal, and as JSON."""

import json
from collections.abc import Iterator

from pydantic import TypeAdapter

from compat.difference.advice import Situation
from compat.reports.advice.words import Pattern, Reply
from compat.reports.text import CODE, make_visible, show_code

_SITUATION = TypeAdapter(Situation)


def render_situation_json(found: Situation) -> str:
    """Return a situation as JSON, keys sorted, on lines of its own."""
    content = _SITUATION.dump_python(found, mode="json")
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def render_reply(reply: Reply) -> Iterator[str]:
    """Give the lines of a reply; a sentence is one line, however long, and so is a line of code."""
    yield make_visible(reply.answer)
    for pattern in reply.patterns:
        yield ""
        yield from _render_pattern(pattern)
    if reply.tally:
        yield ""
        yield f"Of the patterns measured here, {', '.join(reply.tally)}."


def _render_pattern(pattern: Pattern) -> Iterator[str]:
    yield make_visible(pattern.title)
    yield f"  {make_visible(pattern.says)}"
    if pattern.write:
        yield f"  {make_visible(pattern.write)}"
    for line in show_code(pattern.code).splitlines() if pattern.code else ():
        yield f"{CODE}{line}".rstrip()
    if pattern.instead:
        yield f"  {make_visible(pattern.instead)}"
