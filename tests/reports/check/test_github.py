"""Annotations are commands that nothing in a name can change; a summary always fits."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compat.reports.check.github import MOST, render_annotations, render_check_summary
from tests.reports.check.made import ADVICE, EVERY, HOSTILE, LONG, check, finding, haunt

COMMAND = re.compile(
    r"::(error|warning|notice) file=([^:,]*),line=(\d+),title=([^:,]*)::([^\r\n]*)"
)


def undone(text: str) -> str:
    """What a runner makes of a property."""
    for escaped, plain in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(escaped, plain)
    return text


def test_an_annotation_says_what_is_missed_and_what_to_write() -> None:
    assert list(render_annotations(check(finding()))) == [
        (
            "::error file=app/tools.py,line=42,title=RunnableSequence is missing::RunnableSequence"
            " is missing from event streams and handlers; a tracer shows it in a separate trace.%0A"
            "Called by LangGraph › tools › summarize.%0A"
            "Write: async def my_tool(text: str, callbacks: Callbacks = None) -> str: … return"
            ' await my_chain.ainvoke({"text": text}, {"callbacks": callbacks})%0A'
            "Or: langchain-core 1.4.8 or Python 3.11: complete without a change."
        )
    ]


def test_a_file_is_named_as_the_repository_has_it() -> None:
    (told,) = render_annotations(check(finding()), folder="services/app")
    assert told.startswith("::error file=services/app/app/tools.py,line=42,")


def test_github_is_given_no_more_than_it_shows() -> None:
    lost = [finding(where=f"a/{n}.py:1") for n in range(MOST + 2)]
    flat = [finding("flattened", where=f"b/{n}.py:1") for n in range(MOST + 1)]
    told = list(render_annotations(check(*lost, *flat)))
    levels = [line.split(" ")[0] for line in told]
    assert levels == ["::error"] * MOST + ["::warning"] * MOST + ["::notice"]
    assert told[-1] == (
        "::notice title=compat check::GitHub shows no more: 3 of 23 findings are left out"
    )


def test_what_is_not_in_the_baseline_is_shown_first() -> None:
    old, new = finding(), finding(where="new.py:1")
    first, _ = render_annotations(check(old, new, known=(old.id,)))
    assert "file=new.py" in first


@given(st.text(st.characters()), st.text(st.characters(), min_size=1))
def test_no_name_ends_its_place_in_a_command(name: str, file: str) -> None:
    odd = finding(name=name)
    spot = replace(odd.site.place, file=file)
    odd = replace(odd, site=replace(odd.site, place=spot))
    (line,) = render_annotations(check(odd))
    parts = COMMAND.fullmatch(line)
    assert parts is not None
    assert parts[1] == "error"
    assert undone(parts[4]).isprintable()
    assert line.replace("%0A", "").isprintable()


def test_hostile_names_stay_in_their_annotation() -> None:
    for name in (HOSTILE, LONG):
        told = list(render_annotations(haunt(name)))
        assert len(told) == 4
        assert all(COMMAND.fullmatch(line) for line in told)


def test_a_summary_has_the_findings_the_code_and_what_never_ran() -> None:
    text = render_check_summary(EVERY)
    assert text.startswith("## What listeners miss of app\n\n**7 findings in 6 files; ")
    assert text.count('<th scope="row"') == 6 + 2
    assert '<th scope="row" align="left" rowspan="2">app/work.py:12 in summarize<br>' in text
    assert "<summary>What to write: pattern tool-async</summary>" in text
    assert text.count("```python") == 1
    assert "(pattern tool-async)<br>or langchain-core 1.4.8 or Python 3.11" in text
    assert "No advice: the matrix knows of no code like this" in text
    assert "- Not all was seen: " in text


def test_a_summary_is_never_larger_than_github_takes() -> None:
    many = check(*(finding(where=f"app/{n}.py:1", name=f"N{n}") for n in range(300)))
    whole = render_check_summary(many)
    assert "N299 is missing" in whole
    for largest in (100_000, 20_000, 1_000, 50):
        text = render_check_summary(many, largest=largest)
        assert len(text.encode()) <= largest
        assert "300 findings in 300 files" in text
    assert "280 more findings left out here for size" in render_check_summary(many, largest=20_000)


def test_hostile_text_is_only_text_in_markdown() -> None:
    text = render_check_summary(haunt())
    assert "<script" not in text.replace(_fenced(text), "")
    assert "@x" not in text.replace(_fenced(text), "")
    assert text.replace("\n", "").isprintable()
    assert not any(line.startswith("::") for line in text.replace(_fenced(text), "").splitlines())


def _fenced(text: str) -> str:
    """The code, in which nothing is obeyed: its fence is longer than any in it."""
    (found,) = re.findall(r"^(````python\n.*?\n````)$", text, re.DOTALL | re.MULTILINE)
    return str(found)


def test_code_of_several_patterns_is_told_once_each() -> None:
    other = replace(ADVICE, scenario="gather", code=("x = 1",))
    text = render_check_summary(check(finding(), finding(where="b:1"), finding(advice=other)))
    assert [*re.findall("pattern ([a-z-]+)</summary>", text)] == ["tool-async", "gather"]


@pytest.mark.parametrize("count", [1, 201])
def test_what_never_ran_is_listed_in_part(count: int) -> None:
    never = check(uncalled=EVERY.uncalled[:1] * count)
    assert ("and 1 more" in render_check_summary(never)) is (count == 201)
