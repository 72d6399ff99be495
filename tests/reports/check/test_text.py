"""A check on a terminal: one screen, worst first; for programs a finding a line."""

from dataclasses import replace

from compat.check.model import Advice, Environment
from compat.reports.check.text import SCREEN, render_check, render_check_lines
from compat.reports.text import CODE
from tests.reports.check.made import CODE as WRITTEN
from tests.reports.check.made import EVERY, HOSTILE, LONG, caller, check, finding, haunt


def test_a_finding_is_what_is_missed_by_whom_and_what_to_write() -> None:
    assert list(render_check(check(finding()))) == [
        "app/tools.py:42 in summarize",
        '    return await chain.ainvoke({"text": text})',
        (
            "  RunnableSequence is missing from event streams and handlers; a tracer shows it in a"
            " separate trace"
        ),
        (
            "  called by  LangGraph › tools › summarize          Python 3.10.13, langchain-core"
            " 1.4.7, langgraph 1.2.24"
        ),
        (
            "  write      async def my_tool(text: str, callbacks: Callbacks = None) -> str: …"
            ' return await my_chain.ainvoke({"text": text}, {"callbacks": callbacks})'
        ),
        (
            "  or         langchain-core 1.4.8 or Python 3.11: complete without a change   (pattern"
            " tool-async)"
        ),
        "",
        "1 finding in 1 file; 1 call site complete; 212 tests, 1,840 runs watched",
    ]


def test_what_is_found_at_one_line_stands_together_with_one_advice() -> None:
    told = list(render_check(EVERY))
    at = told.index("app/work.py:12 in summarize")
    assert told[at + 2] == "  RunnableSequence is shown under another caller's run"
    assert told[at + 4].startswith("  ChatOpenAI is missing from")
    assert told[at + 6 : at + 8] == [
        "  no advice  the matrix knows of no code like this on this Python and langchain-core",
        "",
    ]
    assert told.count("app/work.py:12 in summarize") == 1


def test_one_screen_unless_all_are_asked_for() -> None:
    many = check(*(finding(where=f"app/{n}.py:1") for n in range(SCREEN + 3)))
    told = list(render_check(many))
    assert sum(line.startswith("app/") for line in told) == SCREEN
    assert told[-2] == "compat check --all shows 3 more, and the whole code to write."
    every = list(render_check(many, all_of_them=True))
    assert sum(line.startswith("app/") for line in every) == SCREEN + 3
    assert not any("--all" in line for line in every)


def test_all_of_it_has_the_whole_code_once() -> None:
    told = list(render_check(check(finding(), finding(where="b.py:1")), all_of_them=True))
    at = told.index("  write      it with callbacks, and it is complete:")
    assert told[at + 1 : at + 1 + len(WRITTEN)] == [f"{CODE}{line}".rstrip() for line in WRITTEN]
    assert sum(line == f"{CODE}{WRITTEN[0]}" for line in told) == 1
    assert told[at + 1 + len(WRITTEN)].startswith("  or         langchain-core 1.4.8")


def test_what_no_form_helps_has_its_pattern_beside_it() -> None:
    broken = Advice(scenario="gather", heading="No fix is known.")
    told = list(render_check(check(finding(advice=broken))))
    assert told[4:6] == ["  write      No fix is known.   (pattern gather)", ""]


def test_a_finding_is_one_line_for_programs() -> None:
    told = list(render_check_lines(EVERY))
    assert told[1] == (
        "app/tools.py:42: lost: RunnableSequence is missing from event streams and handlers; a"
        " tracer shows it in a separate trace (called by LangGraph › tools › summarize; pattern"
        " tool-async)"
    )
    assert [line.split(": ")[1] for line in told[:7]] == [
        *("raised", "lost", "misplaced", "lost", "split", "flattened", "duplicated")
    ]
    assert told[7].startswith("7 findings in 6 files; ")


def test_what_is_known_says_so() -> None:
    known = check(finding(), known=(finding().id,))
    assert list(render_check(known))[2].endswith("in a separate trace   (in the baseline)")
    assert next(render_check_lines(known)).endswith("pattern tool-async; in the baseline)")


def test_hostile_text_stays_on_its_line() -> None:
    for lines in (
        list(render_check(haunt(HOSTILE))),
        list(render_check(haunt(HOSTILE), all_of_them=True)),
        list(render_check_lines(haunt(HOSTILE))),
        list(render_check(haunt(LONG))),
    ):
        assert all(line.isprintable() for line in lines)
        assert not any(line.startswith("::") for line in lines)
    piped = list(render_check_lines(haunt(HOSTILE)))
    assert sum(line.startswith('a/"') for line in piped) == 4


OTHER = Environment(python="3.13.0", core="1.8.2")
LOST = caller("lost", 2, ("a",))
DONE = caller("nested", 3, ("b",))


def test_several_callers_are_counted_and_what_came_of_their_calls() -> None:
    mixed = finding("lost", true_path=("a",), callers=(LOST, replace(LOST, true_path=("c",)), DONE))
    told = list(render_check(check(mixed)))
    assert told[3].startswith("  called by  a and 2 others  ")
    assert told[4] == "  in all     missing in 4 calls, complete in 3"
    (line, *_) = render_check_lines(check(mixed))
    assert "(called by a and 2 others; missing in 4 calls, complete in 3; pattern" in line


def test_calls_of_the_same_line_that_are_made_otherwise_count_too() -> None:
    lost = finding("lost", true_path=("a",), callers=(LOST,))
    other = replace(lost.site, callers=(DONE,), outcomes=DONE.outcomes)
    (line, *_) = render_check_lines(check(lost, complete=(other,)))
    assert "(called by a; missing in 2 calls, complete in 3; pattern" in line


def test_each_environment_is_told_with_what_came_of_the_calls_there() -> None:
    both = (LOST, replace(DONE, true_path=("a",), environment=1))
    several = check(finding("lost", true_path=("a",), callers=both))
    several = replace(several, environments=(*several.environments, OTHER))
    told = list(render_check(several))
    assert told[3:6] == [
        "  called by  a",
        "  on         Python 3.10.13, langchain-core 1.4.7, langgraph 1.2.24: missing in 2 calls",
        "             Python 3.13.0, langchain-core 1.8.2: complete in 3 calls",
    ]
    assert told[-1] == (
        "Watched on Python 3.10.13, langchain-core 1.4.7, langgraph 1.2.24; Python 3.13.0,"
        " langchain-core 1.8.2."
    )
