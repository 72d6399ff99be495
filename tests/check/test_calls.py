"""Calls that are surely a runnable's, and many that only look like it."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator
from textwrap import dedent
from types import CodeType, FrameType
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compat.check import own
from compat.check.calls import Call, find_all, find_calls, list_uncalled
from compat.check.own import METHODS, UnreadError

OPENAI = "from langchain_openai import ChatOpenAI\n"
CORE = "from langchain_core.runnables import Runnable, RunnableLambda, chain\n"
GRAPH = "from langgraph.graph import StateGraph\n"


def found(source: str) -> list[str]:
    """Return the calls of a source, each as its line, method, function and form."""
    return [
        f"{each.place.line} {each.method} {each.place.function} ({each.place.form})"
        for each in find_calls(dedent(source), "app.py")
    ]


def methods(source: str) -> list[str]:
    return [each.method for each in find_calls(dedent(source), "app.py")]


def within(source: str) -> str:
    """Return the lines of a source as the body of a function."""
    return "def f(x):\n" + "".join(f"    {line}\n" for line in source.splitlines())


RUNNABLES = {
    "a class": "ChatOpenAI().invoke(x)",
    "a variable": "llm = ChatOpenAI()\nllm.invoke(x)",
    "its own result": "llm = ChatOpenAI()\nllm = llm.bind_tools([])\nllm.invoke(x)",
    "one of two": "llm = None\nif x:\n    llm = ChatOpenAI()\nllm.invoke(x)",
    "either of two": "llm = ChatOpenAI() if x else ChatOpenAI(model='b')\nllm.invoke(x)",
    "what stands in": "llm = x or ChatOpenAI()\nllm.invoke(x)",
    "piped to": "(x | ChatOpenAI()).invoke(x)",
    "piped from": "chain = {'a': x} | ChatOpenAI()\nchain |= x\nchain.invoke(x)",
    "a class method": "from langchain_core.prompts import ChatPromptTemplate as P\n"
    "P.from_messages([]).invoke(x)",
    "a module's class": "import langchain_openai.chat_models as m\nm.ChatOpenAI().invoke(x)",
    "a function": "from langchain.chat_models import init_chat_model\ninit_chat_model(x).invoke(x)",
    "a graph": "from langgraph.graph import StateGraph\n"
    "StateGraph(x).add_node(x).compile().invoke(x)",
    "a name by itself": "x.with_structured_output(dict).invoke(x)",
    "a retriever": "x.as_retriever().with_config(tags=[]).invoke(x)",
    "an annotation": "llm: ChatOpenAI = x\nllm.invoke(x)",
    "an annotation in quotes": "llm: 'ChatOpenAI | None' = x\nllm.invoke(x)",
    "an optional": "from typing import Optional\nllm: Optional[ChatOpenAI] = x\nllm.invoke(x)",
    "an annotated": "import typing as t\nllm: t.Annotated[ChatOpenAI, 1] = x\nllm.invoke(x)",
    "a cast": "import typing\ntyping.cast('ChatOpenAI', x).invoke(x)",
    "an item": "llms = [ChatOpenAI(), ChatOpenAI()]\nllms[0].invoke(x)",
    "an item of some": "llms = [ChatOpenAI()]\nllms[1:][0].invoke(x)",
    "a value": "llms = {name: ChatOpenAI() for name in x}\nllms.get('a').invoke(x)",
    "each of them": "for llm in [ChatOpenAI() for _ in x]:\n    llm.invoke(x)",
    "each of a list": "llms: 'list[ChatOpenAI]' = x\n[llm.invoke(x) for llm in llms]",
    "each value": "llms: dict[str, 'ChatOpenAI'] = x\nfor llm in llms.values():\n    llm.invoke(x)",
    "a pair": "llm, other = ChatOpenAI(), x\nllm.invoke(x)",
    "a walrus": "if llm := ChatOpenAI():\n    llm.invoke(x)",
    "a function that says so": "def make() -> ChatOpenAI: ...\nmake().invoke(x)",
    "a function that returns it": "def make():\n    if x:\n        return ChatOpenAI()\n"
    "    return ChatOpenAI(x)\nmake().invoke(x)",
    "a decorated function": "from langchain_core.tools import tool\n@tool('a')\ndef a(x): ...\n"
    "a.invoke(x)",
    "a chain": "import langchain_core.runnables as r\n@r.chain\ndef a(x): ...\na.invoke(x)",
    "a subclass": "class Mine(ChatOpenAI): ...\nMine().invoke(x)",
    "a subclass of one": "class Mine(ChatOpenAI): ...\nclass Other(Mine): ...\nOther().invoke(x)",
    "a class with parameters": "from langchain_core.runnables import Runnable\n"
    "r: Runnable[str, str] = x\nr.invoke(x)",
    "a subclass with parameters": "from langchain_core.runnables import RunnableBinding\n"
    "class Mine(RunnableBinding[str, str]): ...\nMine().invoke(x)",
    "an annotation of its own": "class Mine(ChatOpenAI): ...\nllm: Mine = x\nllm.invoke(x)",
    "an own one that is piped": "class Mine(ChatOpenAI): ...\n(Mine() | x).invoke(x)",
    "an open annotation": "import typing\nllm: typing.Any = ChatOpenAI()\nllm.invoke(x)",
    "a nonlocal": "llm = None\ndef g():\n    nonlocal llm\n    llm = ChatOpenAI()\nllm.invoke(x)",
    "a global": "global llm\nllm = ChatOpenAI()\ndef g():\n    global llm\n    llm.invoke(x)",
    "an import that may fail": "try:\n    from langchain_x import Chat\nexcept ImportError:\n"
    "    Chat = None\nChat().invoke(x)",
}


@pytest.mark.parametrize("source", RUNNABLES.values(), ids=RUNNABLES)
def test_runnables_are_known(source: str) -> None:
    assert methods(OPENAI + within(source)) == ["invoke"]


OTHERS = {
    "a test runner": "from click.testing import CliRunner\nrunner = CliRunner()\nrunner.invoke(x)",
    "another program": "import subprocess\nsubprocess.run(x).invoke(x)",
    "a client": "import httpx\nwith httpx.stream('GET', x) as r: ...\nhttpx.Client().stream(x)",
    "a client of a with": "import httpx\nwith httpx.Client() as client:\n"
    "    with client.stream('GET', x) as r: ...",
    "a scaler": "from sklearn.preprocessing import StandardScaler\nStandardScaler().transform(x)",
    "an unknown one": "x.invoke(x)\nx.stream(x)\nx.batch(x)\nx.transform(x)\nx.astream(x)",
    "an unknown function": "from app import make_model\nmake_model().invoke(x)",
    "somebody's class": "from browser_use import ChatOpenAI\nChatOpenAI().ainvoke(x)\n"
    "llm = ChatOpenAI()\nasync def g(): await llm.ainvoke(x)",
    "an unrelated class": "class Task:\n    def run(self): self.invoke(1)\n"
    "    async def arun(self): await self.ainvoke(1)\n    def invoke(self, x): ...\n"
    "Task().invoke(x)",
    "an overridden method": "class Mine(ChatOpenAI):\n    def invoke(self, x): ...\n"
    "Mine().invoke(x)",
    "an abstract class": "from langchain_core.runnables import Runnable\n"
    "class Mine(Runnable):\n    def run(self): self.invoke(x)",
    "an annotation of somebody": "from app import Model\nllm: Model = x\n"
    "async def g(): await llm.ainvoke(x)",
    "a plain annotation": "llm: str = x\nasync def g(): await llm.ainvoke(x)",
    "a class itself": "ChatOpenAI.invoke(x)",
    "a function itself": "def make(): ...\nasync def g(): await make.ainvoke(x)",
    "a module": "import jobs\nasync def g(): await jobs.ainvoke(x)",
    "text": "'a'.invoke(x)\nf'{x}'.invoke(x)",
    "a result": "ChatOpenAI().invoke.invoke(x)",
    "what may be another": "llm = ChatOpenAI()\nif x:\n    llm = x\nllm.invoke(x)",
    "one that is shadowed": "llm = ChatOpenAI()\ndef g(llm): llm.invoke(x)",
    "the target of a for": "llm = ChatOpenAI()\nfor llm in x:\n    llm.invoke(x)",
    "a store": "from langgraph.store.memory import InMemoryStore\nstore = InMemoryStore()\n"
    "store.batch(x)\nasync def g(store): await store.abatch(x)",
    "the store of a run": "from langgraph.config import get_store\n"
    "async def g(): await get_store().abatch(x)",
    "a server": "from langgraph.pregel.remote import RemoteGraph\nRemoteGraph(x).invoke(x)",
    "a client of a server": "from langgraph_sdk import get_client\nget_client().runs.stream(x)",
    "a part of the project": "from .langchain_part import Chat\nChat().invoke(x)",
    "a class that is annotated": "llm: type[ChatOpenAI] = x\nllm.invoke(x)",
    "an annotation that is none": "llm: 'ChatOpenAI[' = x\nllm.invoke(x)\n"
    "other: (ChatOpenAI,) = x\nother.invoke(x)\nthird: list[()] = x\nthird[0].invoke(x)",
    "the rest of a call": "llm = ChatOpenAI()\ndef g(*llm): llm.invoke(x)",
    "what is added": "llm = ChatOpenAI()\nllm += x\nllm.invoke(x)",
    "an error": "llm = ChatOpenAI()\ntry: ...\nexcept x as llm: llm.invoke(x)",
    "what matches": "llm = ChatOpenAI()\nmatch x:\n    case [*llm]: llm.invoke(x)",
    "the rest of a pair": "llm = ChatOpenAI()\na, *llm = x\nllm.invoke(x)",
    "an object's value": "class Own: ...\nown = Own()\nown.values().invoke(x)\nown[0].invoke(x)",
    "some bits": "a = 1 | 2\na.invoke(x)",
    "a sum": "(ChatOpenAI() + x).invoke(x)",
    "None": "llm = None\nllm.invoke(x)",
    "a generator": "def make() -> ChatOpenAI:\n    yield x\nmake().invoke(x)",
    "a coroutine": "async def make(): return ChatOpenAI()\nmake().invoke(x)",
    "somebody's decorator": "from app import wrap\n@wrap\ndef make() -> ChatOpenAI: ...\n"
    "make().invoke(x)",
    "a reference": "import threading\nthreading.Thread(target=ChatOpenAI().invoke)",
    "text of it": "'llm.invoke(x)'  # ChatOpenAI().invoke(x)",
}


@pytest.mark.parametrize("source", OTHERS.values(), ids=OTHERS)
def test_others_are_left_out(source: str) -> None:
    calls = find_calls(OPENAI + within(source), "app.py")
    assert [each for each in calls if each.place.text != "llm = ChatOpenAI()"] == []


def test_names_that_only_runnables_have_need_an_import() -> None:
    source = """
        async def f(llm):
            await llm.ainvoke(1)
            await llm.abatch([1])
            async for event in llm.astream_events(1): ...
            async for event in llm.astream(1): ...
    """
    assert methods(source) == []
    assert methods(GRAPH + dedent(source)) == ["ainvoke", "abatch", "astream_events"]
    assert methods("import langgraph_sdk\n" + dedent(source)) == []


def test_attributes_are_known_by_what_the_class_gives_them() -> None:
    source = """
        from langchain_core.language_models import BaseChatModel

        class Base:
            model: BaseChatModel

        class Agent(Base):
            prompt = ChatOpenAI()
            def __init__(self, llm, other: BaseChatModel):
                self.llm = llm
                self.other = other
                self.made: ChatOpenAI = llm
                self.chain = llm | other
            @property
            def bound(self):
                return self.other.bind(stop=[])
            def make(self):
                return ChatOpenAI()
            def run(this, x):
                this.other.invoke(1)
                this.made.invoke(2)
                this.chain.invoke(3)
                this.model.invoke(4)
                this.prompt.invoke(5)
                this.bound.invoke(6)
                this.make().invoke(7)
                this.llm.invoke(x)
                this.unknown.invoke(x)
            @staticmethod
            def stand(self):
                self.other.invoke(x)

        def use():
            Agent().other.invoke(8)
    """
    texts = [each.place.text for each in find_calls(OPENAI + dedent(source), "app.py")]
    assert [text.partition("(")[2] or text for text in texts[:6]] == [f"{n})" for n in range(1, 7)]
    assert texts[6:] == ["this.make().invoke(7)", "Agent().other.invoke(8)"]


def test_super_is_the_framework_s_where_that_has_the_method() -> None:
    source = """
        from langchain_core.runnables import Runnable
        class Mine(ChatOpenAI):
            def invoke(self, x):
                return super().invoke(x)
        class Bare(Runnable):
            async def ainvoke(self, x):
                return await super().ainvoke(x)
    """
    assert found(OPENAI + dedent(source)) == ["6 invoke Mine.invoke (def)"]


def test_places_are_named_as_python_names_them() -> None:
    source = """
        from langchain_core.callbacks import adispatch_custom_event as told, dispatch_custom_event
        llm = ChatOpenAI()
        class Outer:
            class Inner:
                async def work(self):
                    await told("a", 1)
                    async for _ in llm.astream(1):
                        yield 1
        def outer():
            def inner():
                dispatch_custom_event("a", 1)
                yield from llm.stream(1)
            global shared
            def shared(): return lambda x: llm.invoke(x)
            list(llm.invoke(x) for x in inner())
            return [llm.invoke(x) for x in inner()]
        async def last(x):
            return [await llm.ainvoke(y) async for y in x], list(await llm.ainvoke(y) for y in x)
    """
    assert found(OPENAI + dedent(source)) == [
        "8 adispatch_custom_event Outer.Inner.work (async generator)",
        "9 astream Outer.Inner.work (async generator)",
        "13 dispatch_custom_event outer.<locals>.inner (generator)",
        "14 stream outer.<locals>.inner (generator)",
        "16 invoke shared.<locals>.<lambda> (def)",
        "17 invoke outer.<locals>.<genexpr> (generator)",
        "18 invoke outer (def)",
        "20 ainvoke last (async def)",
        "20 ainvoke last.<locals>.<genexpr> (async generator)",
    ]


def test_what_the_module_calls_has_no_caller() -> None:
    source = """
        llm = ChatOpenAI()
        llm.invoke(1)
        class Settings:
            answer = llm.invoke(2)
        def main():
            llm.invoke(3)
            def step(x): return llm.invoke(4)
        def used(): llm.invoke(5)
        def never(): llm.invoke(6)
        @llm.invoke(7)
        def default(x=llm.invoke(8)): used()
        if __name__ == "__main__":
            llm.invoke(9)
            main()
            used()
    """
    texts = [each.place.text for each in find_calls(OPENAI + dedent(source), "app.py")]
    assert texts == [
        "def step(x): return llm.invoke(4)",
        "def used(): llm.invoke(5)",
        "def never(): llm.invoke(6)",
    ]


CONSUMED = {
    "await llm.ainvoke(x)": True,
    "await asyncio.gather(llm.ainvoke(x), *[llm.ainvoke(y) for y in x])": True,
    "await asyncio.wait_for(llm.ainvoke(x), 1)": True,
    "asyncio.run(llm.ainvoke(x))": True,
    "task = asyncio.create_task(llm.ainvoke(x))": True,
    "todo = llm.ainvoke(x)\nawait todo": True,
    "todo = []\nif not todo:\n    todo.append(llm.ainvoke(x))\nawait asyncio.gather(*todo)": True,
    "a = llm.ainvoke(x)\nb = a\nawait b": True,
    "todo = llm.ainvoke(x)\nwhile todo:\n    await todo\ndef g(todo): return todo": True,
    "llm.ainvoke(x)": False,
    "return llm.ainvoke(x)": False,
    "x.run(llm.ainvoke(x))": False,
    "x(lambda: llm.ainvoke(x))": False,
    "todo = llm.ainvoke(x)": False,
    "todo = llm.ainvoke(x)\nx(todo)": False,
    "a = llm.ainvoke(x)\na = a\nb = a": False,
    "todo = llm.ainvoke(x)\nasync def g(): await todo": False,
    "for y in llm.stream(x): ...": True,
    "list(llm.stream(x))": True,
    "[*llm.stream(x)]": True,
    "[y for y in enumerate(llm.stream(x))]": True,
    "async for y in llm.astream(x): ...": True,
    "async with aclosing(llm.astream(x)) as s:\n    async for y in s: ...": True,
    "s = llm.stream(x)\nnext(s)\ns.close()": True,
    "for s in [llm.stream(x)]: ...": False,
    "return llm.stream(x)": False,
    "StreamingResponse(llm.stream(x))": False,
}


@pytest.mark.parametrize(("source", "sure"), CONSUMED.items(), ids=CONSUMED)
def test_what_runs_elsewhere_is_left_out(source: str, *, sure: bool) -> None:
    calls = find_calls(f"{OPENAI}llm = ChatOpenAI()\nasync {within(source)}", "app.py")
    assert bool(calls) is sure


def test_what_a_project_makes_itself_is_no_runnable_for_certain() -> None:
    use = f"{OPENAI}from .a import make\nasync def f(llm: ChatOpenAI):\n"
    use += "    await make().ainvoke(1)\n    llm.invoke(2)\n    ChatOpenAI().invoke(3)\n"
    plain = "class Mine:\n    async def ainvoke(self, x): ...\n    def invoke(self, x): ...\n"
    mine = plain.replace("Mine", "Mine(base.Base[str])")
    shadow = "def Chat(): ...\n"

    def texts(*sources: str) -> list[str]:
        return [each.place.text[-2] for each in find_all(zip("ab", sources, strict=True)).calls]

    assert texts(use, "") == ["1", "2", "3"]
    assert texts(use, plain) == ["2", "3"]
    assert texts(use, mine) == ["3"]
    own_module = [("src/langchain_openai/__init__.py", shadow), ("app.py", use)]
    assert [each.place.text[-2] for each in find_all(own_module).calls] == []


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("def f(:\n x.invoke()", "it is no Python that can be read here: invalid syntax (line 1)"),
        ("x.invoke()\0", "source code string cannot contain null bytes"),
        ("x.invoke(" + "(" * 1000, "it is no Python"),
        (f"x.invoke({'-' * 100_000}1)", "it is nested too deep"),
        ("def f():\n x" + ".a" * 50_000 + ".invoke(1)", "it is nested too deep"),
        ("#" * own.LARGEST + "\n", "it is longer than 1000000 characters"),
    ],
    ids=["syntax", "nul", "open", "minus", "attributes", "length"],
)
def test_what_cannot_be_read_is_told(source: str, why: str) -> None:
    found = find_all([("a.py", source), ("b.py", f"{OPENAI}def f(): ChatOpenAI().invoke(1)")])
    ((file, told),) = found.unread
    assert file == "a.py"
    assert why in told
    assert [each.place.file for each in found.calls] == ["b.py"]


def test_a_text_without_the_names_is_not_read() -> None:
    assert find_calls("def f(:", "a.py") == ()


def test_escapes_that_are_none_are_no_matter() -> None:
    assert methods(OPENAI + 'def f(): ChatOpenAI().invoke("\\d")') == ["invoke"]


def test_lines_are_those_of_python() -> None:
    source = OPENAI + 'def f():\n    """\x0c\u2028\n    """\r\n    ChatOpenAI().invoke(1)\r'
    (call,) = find_calls(source, "a.py")
    assert (call.place.line, call.place.text) == (5, "ChatOpenAI().invoke(1)")


def test_uncalled_are_those_without_an_exercised_line() -> None:
    source = within("llm = ChatOpenAI()\nllm.invoke(\n  x\n)\nllm.invoke(x); llm.invoke(x)")
    calls = find_calls(OPENAI + source, "app.py")
    assert [sorted(each.lines) for each in calls] == [[4, 5, 6], [7], [7]]

    def uncalled(*lines: tuple[str, int]) -> list[int]:
        return [each.place.line for each in list_uncalled(calls, set(lines))]

    assert uncalled() == [4, 7]
    assert uncalled(("app.py", 5)) == [7]
    assert uncalled(("app.py", 3), ("other.py", 4)) == [4, 7]
    assert uncalled(("app.py", 6), ("app.py", 7)) == []


class Runnable:
    """Notes the line that it is called at."""

    def __init__(self) -> None:
        self.lines: list[int] = []

    def note(self, frame: FrameType | None) -> None:
        while frame is not None and frame.f_code.co_filename != "app.py":
            frame = frame.f_back
        if frame is not None:
            self.lines.append(frame.f_lineno)

    def with_config(self, **_: object) -> Self:
        return self

    def invoke(self, *_: object, **__: object) -> None:
        self.note(inspect.currentframe())

    def stream(self, *_: object) -> Iterator[int]:
        self.note(inspect.currentframe())
        yield 1

    async def ainvoke(self, *_: object) -> None:
        self.note(inspect.currentframe())

    async def astream(self, *_: object) -> AsyncIterator[int]:
        self.note(inspect.currentframe())
        yield 1


RUNS = [
    "(r\n .with_config()\n .invoke(\n  1,\n ))",
    "(r\n .with_config(\n a=1)\n .invoke(1, *[], b=2))",
    "for x in (\n  r.stream(\n  1\n)\n):\n  pass",
    "[\n x\n for x in\n  r.stream(1)\n]",
    "for _, x in (\n enumerate(\n  r.stream(1))):\n  pass",
    "yield from (\n r.\n stream(1)\n)",
    "list(\n r.stream(1)\n)",
    "print(\n *\n r.stream(1)\n)",
    "s = r.stream(1)\n\nfor x in s:\n  pass",
    "s = (\n r.stream(1))\nnext(\n s)",
    "g = (\n r.invoke(x)\n for x in [1])\nlist(g)",
    "f = lambda: (\n r\n .invoke(1))\nf()",
    "def g():\n  return {\n    1: r.invoke(\n 1)}\ng()",
]
ASYNC_RUNS = [
    "x = await (\n r\n .ainvoke(1)\n)",
    "async for x in (\n r\n .astream(\n  1)\n):\n  pass",
    "y = [\n x\n async for x in\n  r.astream(1)\n]",
    "y = [\n (await\n r.ainvoke(x))\n for x in [1]\n]",
    "return (\n await r.ainvoke(1)\n), 2",
    "s = r.astream(1)\n\nasync for x in s:\n  pass",
    "s = r.ainvoke(1)\n\nprint(\n await\n s)",
    "s = r.astream(1)\nawait (\n anext(\n  s))",
    "x = {\n 'a': await (r if r else None\n ).ainvoke(\n1)}",
]


@pytest.mark.parametrize("source", [*RUNS, *ASYNC_RUNS])
def test_the_line_at_which_a_call_runs_is_one_of_its_own(source: str) -> None:
    head = "from langchain_core.runnables import Runnable\nr: Runnable\n"
    text = head + ("async " if source in ASYNC_RUNS else "") + within(source)
    calls = find_calls(text, "app.py")
    assert len(calls) == 1
    runnable = Runnable()
    names: dict[str, object] = {}
    code = compile(text, "app.py", "exec")
    exec(code, names)  # noqa: S102 - it stands above
    names["r"] = runnable
    made = names["f"](1)  # type: ignore[operator]
    if inspect.iscoroutine(made):
        asyncio.run(made)
    elif inspect.isgenerator(made):
        list(made)
    assert runnable.lines
    assert set(runnable.lines) <= calls[0].lines
    assert calls[0].place.function in list_names(code)


def list_names(code: CodeType) -> list[str]:
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    return [code.co_qualname, *(name for each in inner for name in list_names(each))]


# A small grammar of sources; what it makes need not be Python.
NAMES = st.sampled_from(["a", "b", "self", "llm", "ChatOpenAI", "Runnable", "super"])
EXPRESSIONS = st.recursive(
    NAMES | st.sampled_from(["1", "None", "''", "ChatOpenAI()", "super()"]),
    lambda inner: st.one_of(
        st.builds("{}.{}({})".format, inner, st.sampled_from([*sorted(METHODS), "bind"]), inner),
        st.builds("{}.{}".format, inner, NAMES),
        st.builds("({}\n | {})".format, inner, inner),
        st.builds("(await\n {})".format, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("[{} for {} in {}]".format, inner, NAMES, inner),
        st.builds("({} async for {} in {})".format, inner, NAMES, inner),
        st.builds("(lambda {}: {})".format, NAMES, inner),
        st.builds("({} := {})".format, NAMES, inner),
        st.builds("list({},\n {})".format, inner, inner),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("{{1: {}}}".format, inner),
        st.builds("(yield\n {})".format, inner),
    ),
    max_leaves=6,
)


def indent(lines: str) -> str:
    return "".join(f" {line}\n" for line in lines.splitlines())


STATEMENTS = st.recursive(
    st.one_of(
        st.builds("{} = {}\n".format, NAMES, EXPRESSIONS),
        st.builds("{}.x: {} = {}\n".format, NAMES, EXPRESSIONS, EXPRESSIONS),
        st.builds("return {}\n".format, EXPRESSIONS),
        st.builds("{} |= {}\n".format, NAMES, EXPRESSIONS),
        st.builds("{}\n".format, EXPRESSIONS),
        st.builds("global {}\n".format, NAMES),
        st.builds("from langchain_openai import {}\n".format, NAMES),
    ),
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds("for {} in {}:\n{}".format, NAMES, EXPRESSIONS, inner.map(indent)),
        st.builds("def {}({}: {}):\n{}".format, NAMES, NAMES, EXPRESSIONS, inner.map(indent)),
        st.builds("async def {}({}):\n{}".format, NAMES, NAMES, inner.map(indent)),
        st.builds("class {}({}):\n{}".format, NAMES, EXPRESSIONS, inner.map(indent)),
        st.builds("with {} as {}:\n{}".format, EXPRESSIONS, NAMES, inner.map(indent)),
        st.builds("if {}:\n{}".format, EXPRESSIONS, inner.map(indent)),
    ),
    max_leaves=8,
)


def hold_to_lines(calls: tuple[Call, ...], source: str) -> None:
    lines = source.split("\n")
    for each in calls:
        assert each.place.line in each.lines
        assert each.method in lines[each.place.line - 1]
        assert each.place.text == lines[each.place.line - 1].strip()[:200]
        assert all(0 < line <= len(lines) for line in each.lines)


@given(STATEMENTS.map(lambda text: f"{OPENAI}async def f(self, a):\n{indent(text)}"))
def test_any_source_is_read_or_told(source: str) -> None:
    try:
        calls = find_calls(source, "app.py")
    except UnreadError:
        return
    hold_to_lines(calls, source)
    assert find_all([("app.py", source)]).unread == ()
    assert set(list_uncalled(calls, [])) >= set(list_uncalled(calls, {("app.py", 3)}))


@given(st.text().map(lambda text: f"x.invoke()\n{text}"))
def test_any_text_is_read_or_told(source: str) -> None:
    read = find_all([("app.py", source)])
    assert read.calls == ()
    assert all("\n" not in why for _, why in read.unread)


def test_names_that_rest_on_each_other_take_no_time() -> None:
    lines = [f"a = b if x else a{n}\nb = a if x else b\na = a | b\na.invoke(1)" for n in range(300)]
    assert find_calls(OPENAI + within("\n".join(lines)), "app.py") == ()
    lines = ["c = ChatOpenAI()", *(["c = c | x", "c.invoke(1)"] * 300)]
    assert len(find_calls(OPENAI + within("\n".join(lines)), "app.py")) == 300
