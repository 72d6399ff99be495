"""Code to paste, with what stands there before and why it is so."""

import ast
from dataclasses import replace

from compat.difference.remedy import Remedy
from compat.matrix.model import Outcome
from compat.reports.example import Example, make_example, make_pasteable, render_example, say_once
from compat.reports.why import WHY_CALLBACKS

FACTORY = "def _():\n    @tool\n    async def ask(text: str{}) -> str:\n{}\n    return ask\n"
REMEDY = Remedy(
    form="callbacks",
    before=None,
    after=Outcome.NESTED,
    code=FACTORY.format(
        ", callbacks: Callbacks = None",
        "        return await fake_model().ainvoke(text, {'callbacks': callbacks})",
    ),
    instead_of=FACTORY.format("", "        return await fake_model().ainvoke(text)"),
)


def test_what_to_write_is_complete_and_what_stands_there_is_not() -> None:
    found = make_example(REMEDY)
    assert found is not None
    assert found.before == (
        "@tool\nasync def ask(text: str) -> str:\n    return await my_model.ainvoke(text)"
    )
    assert found.after.startswith("from langchain_core.callbacks import Callbacks\n")
    assert found.after.endswith(
        "async def ask(text: str, callbacks: Callbacks = None) -> str:\n"
        "    return await my_model.ainvoke(text, {'callbacks': callbacks})"
    )
    assert found.why == WHY_CALLBACKS


def test_without_code_there_is_none_and_without_a_first_form_no_before() -> None:
    assert make_example(replace(REMEDY, code="")) is None
    found = make_example(replace(REMEDY, instead_of=""))
    assert found is not None
    assert found.before == ""


def test_programs_get_code_to_paste_too() -> None:
    found, shown = make_pasteable(REMEDY), make_example(REMEDY)
    assert found is not None
    assert shown is not None
    assert (found.code, found.instead_of) == (shown.after, shown.before)
    assert make_pasteable(None) is None
    bare = replace(REMEDY, code="")
    assert make_pasteable(bare) is bare


def test_a_form_of_the_caller_shows_the_caller() -> None:
    found = make_example(replace(REMEDY, form="remedy-read-inside"))
    assert found is not None
    assert found.before != found.after
    ast.parse(found.before)
    ast.parse(found.after)
    assert found.after.startswith("from langchain_core.callbacks import get_usage")


def test_a_reason_is_told_once() -> None:
    one, two = Example(before="", after="a", why="So."), Example(before="", after="b", why="So.")
    assert [*say_once([one, None, two])] == [one, None, replace(two, why="")]


def test_a_terminal_shows_code_as_it_is_to_be_copied() -> None:
    shown = render_example(Example(before="a()\n\nb()", after="c()\x1b", why="So."))
    assert list(shown) == [
        "      # before",
        "      a()",
        "",
        "      b()",
        "",
        "      # after",
        "      c()\\x1b",
        "  So.",
    ]
    assert list(render_example(Example(before="", after="c()", why=""))) == ["      c()"]
