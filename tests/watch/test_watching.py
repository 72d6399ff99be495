"""What the watcher says of code that runs in this process."""

import asyncio
import contextvars
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from langchain_core.callbacks import (
    BaseCallbackHandler,
    adispatch_custom_event,
    dispatch_custom_event,
)
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.messages import BaseMessage
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda, RunnableParallel
from langchain_core.tools import BaseTool, tool
from langchain_core_watch import CallSite, Watch, watching
from langchain_core_watch.session import start_watching, stop_watching

model = FakeListChatModel(responses=["yes"])
COMPLETE = {"stream": "nested", "handler": "nested", "hook": "nested"}
LOST = {"stream": "lost", "handler": "lost", "hook": "lost"}


@pytest.fixture
def watch() -> Iterator[Watch]:
    with watching() as made:
        yield made


def only(watch: Watch) -> CallSite:
    assert watch.problem is None
    (site,) = watch
    return site


def run(code: Any, given: Any = "x", config: Any = None) -> Any:
    """Call code as nobody's child, in a context of its own."""
    runnable = code if isinstance(code, Runnable) else RunnableLambda(code)
    return contextvars.Context().run(runnable.invoke, given, config)


def test_a_call_that_passes_nothing_is_complete_on_this_python(watch: Watch) -> None:
    def ask(text: str) -> BaseMessage:
        return model.invoke(text)

    run(ask)
    site = only(watch)
    assert site.outcomes == COMPLETE
    assert (site.name, site.true_path, site.seen_path) == ("FakeListChatModel", ("ask",), ("ask",))
    assert site.site.function.endswith("ask")
    assert site.site.form == "def"
    assert site.site.file == __file__
    assert not watch.list_findings()


def test_a_thread_loses_it(watch: Watch) -> None:
    def ask(text: str) -> None:
        thread = threading.Thread(target=model.invoke, args=(text,))
        thread.start()
        thread.join()

    run(ask)
    site = only(watch)
    assert site.outcomes == LOST
    assert site.shape.edges == ("thread",)
    assert (site.true_path, site.seen_path) == (("ask",), ())
    assert watch.list_findings() == [site]


def test_a_coroutine_that_is_handed_over_stands_where_it_was_made(watch: Watch) -> None:
    async def ask(text: str) -> BaseMessage:
        made = model.ainvoke(text)
        return await asyncio.wait_for(made, 5)

    asyncio.run(call(RunnableLambda(ask), "x"))
    assert only(watch).site.line == ask.__code__.co_firstlineno + 1
    assert only(watch).shape.edges == ("wait_for",) if sys.version_info < (3, 12) else ()


def test_a_pool_loses_it_unless_it_gets_the_config(watch: Watch) -> None:
    def ask(text: str, config: RunnableConfig) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(model.invoke, text).result()
            pool.submit(model.invoke, text, config).result()

    run(ask)
    lost, complete = sorted(watch, key=lambda each: each.site.line)
    assert lost.outcomes == LOST
    assert complete.outcomes == COMPLETE
    assert (lost.shape.passed, complete.shape.passed) == ("nothing", "caller")
    assert complete.shape.edges == ("pool",)


def test_a_tools_config_is_that_of_its_caller_so_the_tool_is_missing(watch: Watch) -> None:
    @tool
    async def summarize(text: str, config: RunnableConfig) -> str:
        """Sum up."""
        return str((await model.ainvoke(text, config)).content)

    asyncio.run(call(summarize, {"text": "x"}))
    site = only(watch)
    assert site.outcomes == {"stream": "flattened", "handler": "flattened", "hook": "nested"}
    assert site.shape.passed == "above"
    assert (site.true_path, site.seen_path, site.hook_path) == (("summarize",), (), ("summarize",))


async def call(runnable: Runnable[Any, Any], given: Any, config: Any = None) -> Any:
    return await runnable.ainvoke(given, config)


def test_what_is_asked_for_with_a_listener_is_what_is_said_without(watch: Watch) -> None:
    @tool
    async def summarize(text: str, config: RunnableConfig) -> str:
        """Sum up."""
        return str((await model.ainvoke(text, config)).content)

    heard: list[tuple[str, object]] = []

    class Handler(BaseCallbackHandler):
        def on_chat_model_start(self, *_: Any, parent_run_id: Any = None, **__: Any) -> None:
            heard.append(("model", parent_run_id))

    asyncio.run(call(summarize, {"text": "x"}, {"callbacks": [Handler()]}))
    assert heard == [("model", None)]
    assert only(watch).outcomes["handler"] == "flattened"


def test_an_empty_list_is_meant(watch: Watch) -> None:
    def ask(text: str) -> BaseMessage:
        return model.invoke(text, {"callbacks": []})

    run(ask)
    assert only(watch).private
    assert only(watch).outcomes["handler"] == "lost"
    assert not watch.list_findings()


def test_a_config_of_another_call_shows_it_there(watch: Watch) -> None:
    kept: list[RunnableConfig] = []

    def keep(_: str, config: RunnableConfig) -> None:
        kept.append(config)

    def ask(text: str) -> BaseMessage:
        return model.invoke(text, kept[0])

    run(keep)
    run(ask)
    site = only(watch)
    assert set(site.outcomes.values()) == {"misplaced"}
    assert (site.shape.passed, site.true_path, site.seen_path) == ("another", ("ask",), ("keep",))


def test_tags_and_metadata_that_do_not_arrive_are_named(watch: Watch) -> None:
    def ask(text: str, config: RunnableConfig) -> None:
        handlers = config["callbacks"].handlers  # type: ignore[union-attr]
        thread = threading.Thread(target=model.invoke, args=(text, {"callbacks": handlers}))
        thread.start()
        thread.join()

    class Handler(BaseCallbackHandler):
        pass

    run(ask, "x", {"callbacks": [Handler()], "tags": ["secret"], "metadata": {"a": "secret"}})
    site = only(watch)
    assert site.outcomes["handler"] == "flattened"
    assert site.dropped == ("metadata", "tags")
    assert "secret" not in repr(site)


def test_a_handler_that_is_told_twice_is_a_finding(watch: Watch) -> None:
    def ask(text: str, config: RunnableConfig) -> BaseMessage:
        manager = config["callbacks"].copy()  # type: ignore[union-attr]
        manager.handlers = manager.handlers * 2  # type: ignore[union-attr]
        return model.invoke(text, {"callbacks": manager})

    class Handler(BaseCallbackHandler):
        pass

    run(ask, "x", {"callbacks": [Handler()]})
    assert only(watch).duplicated
    assert watch.list_findings()


def test_a_custom_event_without_a_parent_raises(watch: Watch) -> None:
    def tell(_: str) -> None:
        def dispatch() -> None:
            with pytest.raises(RuntimeError):
                dispatch_custom_event("packed", 1)

        thread = threading.Thread(target=dispatch)
        thread.start()
        thread.join()

    run(tell)
    site = only(watch)
    assert set(site.outcomes.values()) == {"raised"}
    assert (site.name, site.shape.child) == ("packed", "custom_event")


def test_a_custom_event_with_a_parent_is_complete(watch: Watch) -> None:
    async def tell(_: str) -> None:
        await adispatch_custom_event("packed", 1)

    asyncio.run(call(RunnableLambda(tell), "x"))
    assert only(watch).outcomes == COMPLETE


def test_a_step_is_no_call(watch: Watch) -> None:
    run(RunnableLambda(lambda text: text) | model | RunnableParallel(a=lambda x: x))
    assert list(watch) == []
    assert watch.runs == 5


def test_a_run_that_a_handler_begins_is_nobodys(watch: Watch) -> None:
    class Handler(BaseCallbackHandler):
        def on_chain_start(self, *_: Any, **__: Any) -> None:
            if watch.runs < 4:
                model.invoke("x")

    def ask(text: str, config: RunnableConfig) -> str:
        return str(RunnableLambda(str).invoke(text, config))

    run(ask, "x", {"callbacks": [Handler()]})
    assert [each.name for each in watch] == ["str"]
    assert watch.runs == 4


def test_a_tool_in_a_tool_that_asks_a_model_blames_each_call_once(watch: Watch) -> None:
    @tool
    def inner(text: str) -> str:
        """Ask."""
        return str(model.invoke(text).content)

    @tool
    def outer(text: str) -> str:
        """Hand over."""
        with ThreadPoolExecutor(1) as pool:
            return str(pool.submit(inner.invoke, {"text": text}).result())

    tools: list[BaseTool] = [outer]
    run(tools[0], {"text": "x"})
    lost, below = sorted(watch, key=lambda each: len(each.true_path))
    assert (lost.name, lost.outcomes["handler"]) == ("inner", "lost")
    assert (below.name, below.outcomes["handler"]) == ("FakeListChatModel", "lost")
    assert below.true_path == ("outer", "inner")


def test_the_calls_of_a_line_are_counted_by_what_came_of_them(watch: Watch) -> None:
    def ask(text: str) -> None:
        for context in (contextvars.copy_context(), contextvars.Context(), contextvars.Context()):
            context.run(model.invoke, text)

    run(ask)
    site = only(watch)
    assert (site.outcomes, site.calls) == (LOST, 3)
    assert site.came == {tuple(COMPLETE.values()): 1, tuple(LOST.values()): 2}


def test_each_has_the_calls_of_its_own_time(watch: Watch) -> None:
    def ask(text: str) -> BaseMessage:
        return model.invoke(text)

    run(ask)
    with watching() as inner:
        run(ask)
    run(ask)
    assert (inner.runs, watch.runs) == (2, 6)
    assert only(inner).calls == 1


def test_what_fails_in_the_watcher_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    def ask(text: str) -> BaseMessage:
        return model.invoke(text)

    monkeypatch.setattr("langchain_core_watch.stack.Owners.walk", fail)
    watch = start_watching()
    assert run(ask).content == "yes"
    stop_watching(watch)
    assert "ValueError" in (watch.problem or "")
    assert list(watch) == []
