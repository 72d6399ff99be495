"""The models of agents: they ask for a tool first, and answer when they have what it returned.

They hold no state, so an agent that is driven twice is answered twice alike; they are made afresh
for each build all the same.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.tools import tool

from compat.incell.child import LONG_TEXT, TEN_WORDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from langchain_core.messages import BaseMessage

ASKED = {"messages": [("user", "Say this in ten words, backwards.")]}
"""What an agent of the rows is asked."""
_CALL = {"name": "", "args": {"long_text": LONG_TEXT}, "id": "1", "type": "tool_call"}


class AgentModel(BaseChatModel):
    """A chat model that knows tools: its calls and its answers come as tokens, if asked for.

    Without a ``tool`` it answers at once.
    """

    tool: str = ""

    @property
    def _llm_type(self) -> str:
        return "agent-model"

    def bind_tools(self, *_: object, **__: object) -> AgentModel:
        """Take any tools: it knows which one it will ask for."""
        return self

    def _answer(self, messages: Sequence[BaseMessage]) -> AIMessage:
        if self.tool and not isinstance(messages[-1], ToolMessage):
            return AIMessage(content="", tool_calls=[{**_CALL, "name": self.tool}])
        return AIMessage(content=TEN_WORDS)

    def _generate(self, messages: list[BaseMessage], *_: object, **__: object) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._answer(messages))])

    async def _agenerate(self, messages: list[BaseMessage], *_: object, **__: object) -> ChatResult:
        """Answer without a thread, as providers' models do."""
        return self._generate(messages)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: object = None,  # noqa: ARG002 - as in the base class
        run_manager: Any = None,  # noqa: ANN401 - as in the base class
        **_: object,
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in _pieces(self._answer(messages)):
            if run_manager:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: object = None,  # noqa: ARG002 - as in the base class
        run_manager: Any = None,  # noqa: ANN401 - as in the base class
        **_: object,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in _pieces(self._answer(messages)):
            if run_manager:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk


class UnseenModel(AgentModel):
    """The same without a run of its own: in the row that has it the child is the only model."""

    def invoke(self, input: Any, *_: object, **__: object) -> AIMessage:  # noqa: A002, ANN401 - as in the base class
        """Answer, and tell nobody."""
        return self._answer(self._convert_input(input).to_messages())

    async def ainvoke(self, input: Any, *_: object, **__: object) -> AIMessage:  # noqa: A002, ANN401 - as in the base class
        """Answer, and tell nobody."""
        return self.invoke(input)


def agent_model(tool: str = "") -> AgentModel:
    """Return a model that asks for a tool and then answers, or answers at once."""
    return AgentModel(tool=tool)


def unseen_model(tool: str = "") -> UnseenModel:
    """Return the model of an agent whose own model's runs are of no interest: it starts none."""
    return UnseenModel(tool=tool)


@tool
def reverse(long_text: str) -> str:
    """Turn a text round."""
    return long_text[::-1]


def _pieces(answer: AIMessage) -> Iterator[ChatGenerationChunk]:
    for call in answer.tool_calls:
        made: Any = {
            "name": call["name"],
            "args": json.dumps(call["args"]),
            "id": call["id"],
            "index": 0,
            "type": "tool_call_chunk",
        }
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[made]))
    for token in re.split(r"(\s)", str(answer.content)) if answer.content else ():
        yield ChatGenerationChunk(message=AIMessageChunk(content=token))
