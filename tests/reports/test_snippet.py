"""Of a factory stays what a person writes."""

import textwrap

import pytest

from compat.reports.snippet import extract_snippet


def plain(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


FACTORY = plain('''
    @scenario(
        "tool-async",
        group="the guide",
    )
    def tool_async() -> BaseTool:
        """Await the chain."""

        @tool
        async def summarise(text: str, config: RunnableConfig) -> str:
            """Summarise."""
            return await chain().ainvoke(text, config=config)

        return summarise
''')


def test_decorator_def_docstring_and_return_go() -> None:
    assert extract_snippet(FACTORY) == plain('''
        @tool
        async def summarise(text: str, config: RunnableConfig) -> str:
            """Summarise."""
            return await chain().ainvoke(text, config=config)
    ''')


def test_a_comment_above_the_code_stays() -> None:
    factory = "@x\ndef _():\n    # The pool outlives the call.\n    pool = Pool()\n    return pool"
    assert extract_snippet(factory) == "# The pool outlives the call.\npool = Pool()"


def test_a_return_that_builds_something_leaves_its_expression() -> None:
    factory = "def _():\n    async def bar(x):\n        return x\n\n    return RunnableLambda(bar)"
    assert extract_snippet(factory) == "async def bar(x):\n    return x\n\nRunnableLambda(bar)"


def test_an_expression_over_several_lines_keeps_them() -> None:
    factory = (
        '@x\ndef _():\n    """Say."""\n    return chain.with_retry(\n        wait=False,\n    )'
    )
    assert extract_snippet(factory) == "chain.with_retry(\n    wait=False,\n)"


def test_a_factory_that_returns_nothing_keeps_its_last_line() -> None:
    assert extract_snippet("def _():\n    a = 1\n    use(a)\n") == "a = 1\nuse(a)"
    assert extract_snippet("def _():\n    a = 1\n    return\n") == "a = 1"


def test_a_name_that_is_all_there_is_stays() -> None:
    assert extract_snippet("def _():\n    return TOOL") == "TOOL"


@pytest.mark.parametrize("text", ["", "not python (", "x = 1", "def f():\n    'only this'", "\0"])
def test_what_is_no_factory_comes_back_as_it_is(text: str) -> None:
    assert extract_snippet(text) == text
