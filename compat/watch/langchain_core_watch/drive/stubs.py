"""Lets every model and every embedding of a process answer by itself: no key, no network, no cost.

Only the methods that a provider writes to reach its service are replaced. Names, callbacks, configs
and the way of streaming stay the model's own. Classes that are made while this lasts are found too.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Callable

from ..internals.patches import Patches
from .answer import Answer, make_answer
from .asked import read_asked
from .doubles import make_chat, make_counting, make_embeddings, make_llm

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_A_KEY = "not-a-key"
_KEYS = (
    "AI21_API_KEY", "ANTHROPIC_API_KEY", "AZURE_OPENAI_API_KEY", "CEREBRAS_API_KEY", "CO_API_KEY",
    "COHERE_API_KEY", "DASHSCOPE_API_KEY", "DEEPSEEK_API_KEY", "EXA_API_KEY", "FIREWORKS_API_KEY",
    "GOOGLE_API_KEY", "GROQ_API_KEY", "HUGGINGFACEHUB_API_TOKEN",
    "MISTRAL_API_KEY", "NOMIC_API_KEY", "NVIDIA_API_KEY", "OPENAI_API_KEY", "OPENROUTER_API_KEY",
    "PERPLEXITY_API_KEY", "PPLX_API_KEY", "SERPAPI_API_KEY", "SERPER_API_KEY", "TAVILY_API_KEY",
    "TOGETHER_API_KEY", "UPSTAGE_API_KEY", "VOYAGE_API_KEY", "XAI_API_KEY",
)  # fmt: skip
_SETTINGS = {
    **dict.fromkeys(_KEYS, NOT_A_KEY),
    "AWS_DEFAULT_REGION": "us-east-1",
    "AZURE_OPENAI_ENDPOINT": "https://azure.invalid",
    "OPENAI_API_VERSION": "2024-10-21",
}
"""Without these many models cannot even be made."""

_promised: ContextVar[Any] = ContextVar("langchain_core_watch_promised", default=None)


class Stubs:
    """What the stubs of a process answer; ``heard`` is told the name of each model that does."""

    def __init__(self) -> None:
        self.heard: Callable[[str], None] | None = None
        self._turns: Counter[str] = Counter()

    def begin(self, heard: Callable[[str], None]) -> None:
        """Begin anew, as with the first question of all."""
        self.heard = heard
        self._turns.clear()

    def reply(self, model: Any, messages: Any, kwargs: dict[str, Any]) -> Answer:
        """Return what a model answers to messages, or to a prompt."""
        if self.heard is not None:
            self.heard(model.get_name())
        asked = read_asked(model, messages, kwargs, _promised.get())
        return make_answer(asked, self._count_turn)

    def _count_turn(self, key: str) -> int:
        self._turns[key] += 1
        return self._turns[key] - 1


@contextmanager
def stubbed() -> Iterator[Stubs]:
    """Let all models answer by stubs, and restore everything afterwards."""
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel, BaseLanguageModel, BaseLLM

    stubs, patches = Stubs(), Patches()
    kinds: dict[type[Any], dict[str, Any]] = {
        BaseChatModel: make_chat(stubs.reply),
        BaseLLM: make_llm(stubs.reply),
        Embeddings: make_embeddings(),
    }
    unset = {name: value for name, value in _SETTINGS.items() if name not in os.environ}
    os.environ.update(unset)
    try:
        for base, methods in kinds.items():
            _replace_below(base, methods, patches)
        patches.put(BaseLanguageModel, "get_token_ids", make_counting()["get_token_ids"])
        _hide_caches(patches)
        _hear_promises(patches)
        yield stubs
    finally:
        for base in kinds:
            if "__init_subclass__" in base.__dict__:
                del base.__init_subclass__
        patches.remove()
        for name in unset:
            os.environ.pop(name, None)


def _replace_below(base: Any, methods: dict[str, Any], patches: Patches) -> None:
    """Replace methods in every class below one that has its own, also in those that are to come."""

    def replace(cls: Any) -> None:
        for name in methods.keys() & cls.__dict__.keys():
            patches.put(cls, name, methods[name])

    def hear(cls: Any, /, **kwargs: Any) -> None:
        super(base, cls).__init_subclass__(**kwargs)
        replace(cls)

    for each in _list_below(base):
        replace(each)
    base.__init_subclass__ = classmethod(hear)


def _list_below(base: Any) -> set[Any]:
    found: set[Any] = set()
    open_ = list(base.__subclasses__())
    while open_:
        cls = open_.pop()
        if cls not in found:
            found.add(cls)
            open_ += cls.__subclasses__()
    return found


def _hide_caches(patches: Patches) -> None:
    """Let no cache of answers be read, nor a stub's answer be kept in one."""
    from langchain_core import globals as switches
    from langchain_core.caches import BaseCache

    def nothing(_self: Any, *_args: Any, **_named: Any) -> None:
        return None

    methods = dict.fromkeys(("lookup", "update", "clear"), nothing)
    empty = type("NoCache", (BaseCache,), dict(methods))()
    patches.put_everywhere("get_llm_cache", switches.get_llm_cache, lambda: empty)


def _hear_promises(patches: Patches) -> None:
    """Hear what structure an answer is to have, where a model is asked for JSON and not told."""
    from langchain_core.language_models import chat_models

    original = getattr(chat_models, "_format_ls_structured_output", None)
    if original is None:  # older releases
        return

    def hear(promised: Any) -> Any:
        _promised.set(promised)
        return original(promised)

    patches.put(chat_models, "_format_ls_structured_output", hear)
