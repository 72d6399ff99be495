"""A person's code sees with the watcher what it sees without it."""

import asyncio
import contextvars
import copy
import json
import pickle
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler, CallbackManagerForToolRun, Callbacks
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langchain_core.runnables.config import ensure_config
from langchain_core.tools import BaseTool, tool
from langchain_core_watch import Watch, watching

Seen = list[tuple[str, object]]
model = FakeListChatModel(responses=["yes"])


class Handler(BaseCallbackHandler):
    """A person's own."""


GIVEN: list[Any] = [None, {}, {"callbacks": None}, {"callbacks": []}, {"callbacks": [Handler()]}]


def look(thing: Any) -> object:
    """Return all that can be seen of a config, of callbacks or of a manager."""
    if isinstance(thing, dict):
        return [dict, {name: look(each) for name, each in thing.items()}]
    if isinstance(thing, list):
        return [type(thing), [look(each) for each in thing], _travels(thing)]
    if not hasattr(thing, "inheritable_handlers"):
        return repr(thing) if not isinstance(thing, BaseCallbackHandler) else type(thing)
    held = {name: each for name, each in vars(thing).items() if not name.endswith("run_id")}
    return [type(thing), {name: look(each) for name, each in held.items()}, _travels(thing)]


def _travels(thing: Any) -> bool:
    """Tell whether something can be copied and can go to another process."""
    copy.deepcopy(thing)
    return bool(pickle.loads(pickle.dumps(thing)) is not None)  # noqa: S301 - made here


def see(config: Any, *, watched: bool) -> Seen:
    """Return what functions see that are called with a config."""
    seen: Seen = []

    @tool
    def by_config(text: str, config: RunnableConfig) -> str:
        """See a config."""
        seen.append(("tool", look(config)))
        seen.append(("is None", config["callbacks"] is None))
        if not config["callbacks"]:
            seen.append(("json", json.dumps(config)))
        seen.append(("made of it", look(ensure_config(config))))
        seen.append(("made of nothing", look(ensure_config())))
        return text

    @tool
    def by_callbacks(text: str, callbacks: Callbacks = None) -> str:
        """See callbacks."""
        seen.append(("callbacks", look(callbacks)))
        return text

    class ByManager(BaseTool):
        name: str = "by_manager"
        description: str = "See a manager."

        def _run(self, text: str, run_manager: CallbackManagerForToolRun | None = None) -> str:
            seen.append(("manager", look(run_manager)))
            seen.append(("child", look(run_manager.get_child() if run_manager else None)))
            return text

    class Own(Runnable[str, str]):
        def invoke(self, input: str, config: Any = None, **_: Any) -> str:  # noqa: A002
            seen.append(("own runnable", look(ensure_config(config))))
            return input

    def function(text: str, config: RunnableConfig) -> str:
        seen.append(("function", look(config)))
        return str(by_config.invoke({"text": text}))

    def call() -> None:
        for each in (by_config, by_callbacks, ByManager()):
            each.invoke({"text": "x"}, config)
            asyncio.run(each.ainvoke({"text": "x"}, config))
            each.with_config(tags=["bound"]).invoke({"text": "x"}, config)
        RunnableLambda(function).invoke("x", config)
        Own().invoke("x", config)
        Own().with_config(tags=["bound"]).invoke("x", config)

    context: AbstractContextManager[object] = watching() if watched else nullcontext()
    with context:
        contextvars.Context().run(call)
    return seen


@pytest.mark.parametrize("config", GIVEN, ids=["none", "empty", "callbacks", "list", "handler"])
def test_a_config_is_the_same(config: Any) -> None:
    assert see(config, watched=True) == see(config, watched=False)


@pytest.fixture
def watch() -> Iterator[Watch]:
    with watching() as made:
        yield made


def test_callbacks_that_are_none_are_known_where_they_are_passed_on(watch: Watch) -> None:
    @tool
    async def ask(text: str, config: RunnableConfig) -> str:
        """Ask."""
        return str((await model.ainvoke(text, {"callbacks": config["callbacks"]})).content)

    @tool
    async def hide(text: str, config: RunnableConfig) -> str:
        """Ask, with none on purpose."""
        assert config is not None
        return str((await model.ainvoke(text, {"callbacks": None})).content)

    tools: list[BaseTool] = [ask, hide]
    for each in tools:
        contextvars.Context().run(asyncio.run, each.ainvoke({"text": "x"}))
    passed = {site.true_path: site.shape.passed for site in watch}
    assert passed == {("ask",): "above", ("hide",): "nothing"}


def test_a_config_is_known_by_what_is_left_of_it(watch: Watch) -> None:
    @tool
    async def ask(text: str, config: RunnableConfig) -> str:
        """Ask."""
        await model.ainvoke(text, {**config, "tags": ["own"]})
        await model.ainvoke(text, {"tags": config["tags"]})
        events = [each async for each in model.astream_events(text, config, version="v2")]
        return str(len(events))

    asked: BaseTool = ask
    contextvars.Context().run(asyncio.run, asked.ainvoke({"text": "x"}))
    assert {site.shape.passed for site in watch} == {"above"}


class Given:
    """What no model takes."""


def test_what_a_call_was_given_that_failed_is_gone_when_its_caller_has_ended() -> None:
    kept: list[weakref.ref[Given]] = []

    def call(text: str) -> str:
        given: Any = Given()
        kept.append(weakref.ref(given))
        with suppress(ValueError):
            model.invoke(given)
        return text

    with watching():
        RunnableLambda(call).invoke("x")
        assert [each() for each in kept] == [None]
