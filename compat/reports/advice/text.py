"""A reply for a terminal, and as JSON."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from compat.difference.advice import Situation
from compat.reports.advice.words import Pattern, Reply
from compat.reports.example import make_pasteable, render_example, say_once
from compat.reports.text import make_visible

_SITUATION = TypeAdapter(Situation)


def render_situation_json(found: Situation, beside: Iterable[Situation] = ()) -> str:
    """Return a situation as JSON, keys sorted, on lines of its own; its code can be pasted.

    With a layer ``without_layer`` is what is known of langchain-core alone, ``beside`` it.
    """
    content = _dump(found)
    for each in beside:
        content["without_layer"] = _dump(each)
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def _dump(found: Situation) -> dict[str, Any]:
    advices = (replace(each, remedy=make_pasteable(each.remedy)) for each in found.advices)
    dumped = replace(found, advices=tuple(advices))
    content: dict[str, Any] = _SITUATION.dump_python(dumped, mode="json")
    return content


def render_reply(reply: Reply) -> Iterator[str]:
    """Give the lines of a reply; a sentence is one line, however long, and so is a line of code."""
    yield make_visible(reply.answer)
    yield from map(make_visible, reply.notes)
    examples = say_once(pattern.example for pattern in reply.patterns)
    for pattern, example in zip(reply.patterns, examples, strict=True):
        yield ""
        yield from _render_pattern(replace(pattern, example=example))
    if reply.tally:
        yield ""
        yield reply.tally
        yield "compat list WORDS finds yours; --only ID asks about it."


def _render_pattern(pattern: Pattern) -> Iterator[str]:
    yield make_visible(pattern.title)
    for line in (pattern.says, pattern.beside, pattern.needless, pattern.write):
        if line:
            yield f"  {make_visible(line)}"
    if pattern.example:
        yield from render_example(pattern.example)
