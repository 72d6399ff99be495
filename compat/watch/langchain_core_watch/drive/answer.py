"""What a stub answers, as the messages, chunks and texts of langchain-core."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .asked import Asked, Offer, Structure
from .fill import fill

if TYPE_CHECKING:
    from typing import Callable

WORDS = "this is ten words long and comes from no model"
_USAGE = {"input_tokens": 1, "output_tokens": 10, "total_tokens": 11}


@dataclass(frozen=True)
class Call:
    """A call of a tool."""

    name: str
    args: Any
    id: str


@dataclass(frozen=True)
class Answer:
    """A text, or calls of tools. ``parsed`` is the structure that the text is, if it is one."""

    text: str = WORDS
    calls: tuple[Call, ...] = ()
    parsed: Any = None

    @property
    def pieces(self) -> list[str]:
        """The text as it is streamed."""
        words = self.text.split(" ")
        return [*(f"{word} " for word in words[:-1]), words[-1]]

    @property
    def metadata(self) -> dict[str, Any]:
        """What a provider tells of an answer."""
        return {"finish_reason": "tool_calls" if self.calls else "stop", "model_name": "stub"}

    @property
    def _besides(self) -> dict[str, Any]:
        return {} if self.parsed is None else {"parsed": self.parsed}


def make_answer(asked: Asked, count_turn: Callable[[str], int]) -> Answer:
    """Return what a call asks for; ``count_turn`` says how often one structure was asked for."""
    if asked.calls:
        forced = asked.calls == asked.must
        calls = (_make_call(each, count_turn(each.name) if forced else 0) for each in asked.calls)
        return Answer(text="", calls=tuple(calls))
    if asked.structure is not None:
        turn = count_turn(json.dumps(asked.structure.schema, sort_keys=True, default=str))
        value = fill(asked.structure.schema, turn)
        return Answer(text=json.dumps(value), parsed=_parse(asked.structure, value))
    return Answer()


def to_message(answer: Answer) -> Any:
    """Return an answer as a message."""
    from langchain_core.messages import AIMessage

    return AIMessage(
        content=answer.text,
        tool_calls=[{"name": each.name, "args": each.args, "id": each.id} for each in answer.calls],
        additional_kwargs=answer._besides,
        response_metadata=answer.metadata,
        usage_metadata=_USAGE,
    )


def to_chunks(answer: Answer) -> list[Any]:
    """Return an answer as the chunks of a stream; the last one has what is told besides."""
    from langchain_core.messages import AIMessageChunk

    calls = [
        {"name": each.name, "args": json.dumps(each.args), "id": each.id, "index": index}
        for index, each in enumerate(answer.calls)
    ]
    parts: list[dict[str, Any]] = [{"content": piece} for piece in answer.pieces]
    if calls:
        parts = [{"content": "", "tool_call_chunks": [each]} for each in calls]
    parts[-1]["additional_kwargs"] = answer._besides
    parts[-1]["response_metadata"] = answer.metadata
    parts[-1]["usage_metadata"] = _USAGE
    return [AIMessageChunk(**each) for each in parts]


def _make_call(offer: Offer, turn: int) -> Call:
    args = fill(offer.schema, turn)
    return Call(offer.name, args if isinstance(args, dict) else {}, f"call_{uuid.uuid4().hex}")


def _parse(structure: Structure, value: Any) -> Any:
    """Return a structure as an object of its class, or its values if that refuses them."""
    if structure.cls is None or not isinstance(value, dict):
        return value
    try:
        return structure.cls(**value)
    except ValueError:
        return value
