"""A sentence leads with who misses what; what is known is counted, what is not is told."""

from dataclasses import replace

import pytest

from compat.check.model import Advice, Counts, Driven, Passed, Seen
from compat.matrix.model import Listener
from compat.reports.check.sight import describe_site, describe_title, find_missing, tell_site
from compat.reports.check.tally import list_findings, list_remarks, tally
from compat.reports.check.words import (
    NO_FIX,
    NO_PATTERN,
    describe_callers,
    describe_environment,
    describe_needless,
    describe_place,
    describe_shape,
    explain_no_advice,
    find_gist,
    find_kind,
    find_level,
    name_outcome,
    name_pattern,
)
from tests.reports.check.made import ADVICE, CODE, EVERY, check, finding, place, shape, site

NAME = "RunnableSequence"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "lost/split",
            "is missing from event streams and handlers; a tracer shows it in a separate trace",
        ),
        ("lost", "is missing from event streams, handlers and traces"),
        ("lost/nested", "is missing from event streams and handlers; a tracer shows it complete"),
        ("flattened", "arrives, but StructuredTool summarize is missing above it"),
        (
            "flattened/nested",
            (
                "arrives in event streams and handlers, but StructuredTool summarize is missing"
                " above it; a tracer shows it complete"
            ),
        ),
        ("misplaced", "is shown under another caller's run"),
        (
            "misplaced/lost",
            (
                "is missing from traces; it is shown under another caller's run in event streams"
                " and handlers"
            ),
        ),
        ("raised", "raises an error, for no run above reaches it"),
        ("nested", "is complete"),
    ],
)
def test_the_first_words_are_what_changes(said: str, sentence: str) -> None:
    assert describe_site(site(said)) == f"{NAME} {sentence}"


def test_a_sentence_begins_with_a_capital_or_with_a_name() -> None:
    trace = "A tracer shows RunnableSequence in a separate trace; "
    assert tell_site(site("nested/split")).startswith(trace)
    assert tell_site(site("lost", name="summarize")).startswith("summarize is missing")
    event = site("raised", name="progress", shape=shape(child="custom_event"))
    assert tell_site(event).startswith("Custom event progress raises an error")
    assert describe_title(site("flattened")) == f"A parent of {NAME} is missing"


def test_what_does_not_reach_a_call_that_is_seen_is_told() -> None:
    assert describe_site(site("flattened", dropped=("metadata", "tags"))).endswith(
        "; the caller's tags and metadata do not reach it"
    )
    whole = site("nested", dropped=("metadata",))
    assert describe_site(whole) == f"the caller's metadata does not reach {NAME}"
    assert "tags" not in describe_site(site("lost", dropped=("tags",)))
    assert describe_site(site("nested", duplicated=True)) == f"{NAME} is shown more than once"


def test_only_a_tool_is_named_with_its_class() -> None:
    node = site("flattened", shape=shape(caller="chain", place="RunnableCallable"))
    assert describe_site(node) == f"{NAME} arrives, but summarize is missing above it"
    apart = site("flattened", seen_path=("summarize",), hook_path=("summarize",))
    assert describe_site(apart).endswith("but LangGraph and tools are missing above it")
    alike = site("flattened", seen_path=apart.true_path, hook_path=apart.true_path)
    assert describe_site(alike).endswith("but a run is missing above it")


@pytest.mark.parametrize(
    ("path", "seen", "missing"),
    [("abc", "abc", ()), ("abc", "", (0, 1, 2)), ("aba", "a", (1, 2)), ("abc", "xaxc", (1,))],
)
def test_a_path_is_found_in_order(path: str, seen: str, missing: tuple[int, ...]) -> None:
    assert find_missing(path, seen) == missing


def test_of_a_long_path_both_ends_are_told() -> None:
    long = site(true_path=tuple("abcdefghij"))
    assert describe_callers(long) == "a › b › c › … 3 more … › g › h › i › j"
    assert describe_callers(site(through="guardrails", true_path=("a",))) == "a, through guardrails"


@pytest.mark.parametrize(
    ("said", "word", "level"),
    [
        ("raised", "raised", "error"),
        ("lost", "lost", "error"),
        ("misplaced", "misplaced", "error"),
        ("flattened/split", "flattened", "warning"),
        ("nested/split", "split", "note"),
    ],
)
def test_what_is_worst_gives_a_finding_its_word(said: str, word: str, level: str) -> None:
    assert (name_outcome(site(said)), find_level(site(said))) == (word, level)


def test_every_outcome_has_a_rule_of_its_own() -> None:
    kinds = {find_kind(site(seen.value)) for seen in Seen}
    assert len(kinds) == len(Seen)
    assert find_kind(site("nested/split", duplicated=True)) == "duplicated"
    assert name_outcome(site("nested", duplicated=True)) == "duplicated"


def test_where_and_how_a_call_is_made() -> None:
    assert describe_place(place()) == "app/tools.py:42 in summarize"
    assert describe_place(place("a.py:1", "<module>")) == "a.py:1"
    written = shape(edges=("task", "thread"), passed=Passed.ABOVE)
    assert describe_shape(site(shape=written)) == (
        "3 calls by an asynchronous method, in an async def, over task and thread; callbacks of a"
        " run further above are passed on."
    )
    assert describe_environment(EVERY.environments[0]) == (
        "Python 3.10.13, langchain-core 1.4.7, langgraph 1.2.24"
    )


def test_there_is_a_reason_where_there_is_no_advice() -> None:
    none = Advice()
    assert explain_no_advice(site(), ADVICE) == ""
    assert explain_no_advice(site(), none) == NO_PATTERN
    assert explain_no_advice(site(), replace(none, scenario="x")) == NO_FIX
    assert explain_no_advice(site(inherited=True), none) == (
        "it is under summarize, which is missing itself: mend the call of that"
    )
    assert explain_no_advice(site(through="guardrails"), none) == (
        "guardrails makes this call, not your own code"
    )
    assert explain_no_advice(site(through="langchain"), Advice(scenario="create-agent")) == (
        "an agent calls its own model, and there is nothing to pass on by hand"
    )
    own = site(shape=shape(passed=Passed.OWN))
    assert explain_no_advice(own, none) == "handlers of its own are passed"


def test_the_gist_of_code_is_what_is_passed_on() -> None:
    assert find_gist(CODE) == (
        "async def my_tool(text: str, callbacks: Callbacks = None) -> str: … return await"
        ' my_chain.ainvoke({"text": text}, {"callbacks": callbacks})'
    )
    assert find_gist(("import x", "# config", "", "  a = 1", "b = 2")) == "a = 1"
    assert find_gist(()) == ""


def test_versions_that_need_nothing_are_told_if_they_are_known() -> None:
    ways = "langchain-core 1.4.8 or Python 3.11: complete without a change"
    assert describe_needless(ADVICE) == ways
    assert describe_needless(Advice()) == ""
    also = replace(ADVICE, needless_from_langgraph="0.4.10")
    assert describe_needless(also).startswith(
        "langchain-core 1.4.8 or Python 3.11 or LangGraph 0.4"
    )


def test_where_advice_was_measured_is_told_if_it_is_elsewhere() -> None:
    assert name_pattern(ADVICE) == "pattern tool-async"
    near = replace(ADVICE, measured_with="langchain-core 1.4.9 and LangGraph 1.2.24")
    assert name_pattern(near) == (
        "pattern tool-async, measured with langchain-core 1.4.9 and LangGraph 1.2.24"
    )


def test_a_check_is_counted() -> None:
    assert tally(EVERY) == (
        "7 findings in 6 files; 2 call sites complete, 2 never ran (app/reports.py:17 …); 212"
        " tests, 1,840 runs watched"
    )
    one = check(finding(), counts=Counts(runs=1))
    assert tally(one) == "1 finding in 1 file; 1 call site complete; 1 run watched"


def test_nothing_that_was_judged_is_not_the_same_as_no_findings() -> None:
    assert tally(check()).startswith("No findings; 1 call site complete; ")
    nothing = check(complete=(), counts=Counts())
    assert tally(nothing) == "No call was judged; 0 call sites complete; 0 runs watched"


def test_what_the_baseline_does_not_have_comes_first() -> None:
    old, new = finding(), finding(where="app/new.py:1")
    both = check(old, new, known=(old.id,))
    assert tally(both).startswith("2 findings in 2 files, 1 of them new; ")
    assert list_findings(both) == (new, old)
    assert "1 file, none of them new" in tally(check(old, known=(old.id,)))


def test_all_that_a_person_should_know_is_a_line_each() -> None:
    assert list(list_remarks(EVERY)) == [
        (
            "Not all was seen: 1 of 2 processes was stopped before it had written everything, so"
            " calls may be missing."
        ),
        (
            "app.graph:graph by astream_events: the event stream shows 1 of 4 models and tools that"
            " ran; the findings tell of all of the 3 others."
        ),
        "app.graph:graph by invoke: ValueError ended it.",
        (
            "Connections were refused to api.tavily.com:443: replace what makes them with --setup"
            " FILE, or allow them with --network."
        ),
        "1 private call site: 1 by a comment.",
        "Marked as private, and matching nothing: summarize > ChatOpenAI.",
        "1 of the processes that was started could not be watched.",
        "3 runs have no known caller: it was over before they began, so they are not judged.",
        "1 finding of the baseline is no more.",
    ]
    assert list(list_remarks(check())) == []


def test_a_listener_that_nothing_is_known_of_is_left_out() -> None:
    alone = site(outcomes={Listener.HOOK: Seen.LOST})
    assert describe_site(alone) == f"{NAME} is missing from traces"


@pytest.mark.parametrize(
    ("ran", "found", "says"),
    [
        (1, 0, "no finding tells of the other"),
        (3, 0, "no finding tells of the 3 others"),
        (1, 1, "the findings tell of the other"),
        (3, 2, "the findings tell of 2 of the 3 others"),
        (3, 4, "the findings tell of all of the 3 others"),
    ],
)
def test_what_a_stream_does_not_show_is_in_the_findings_or_it_is_said(
    ran: int, found: int, says: str
) -> None:
    driven = Driven(target="a:g", way="ainvoke", ran=ran, shown=0, found=found)
    (told,) = list_remarks(check(driven=(driven,)))
    assert told.endswith(f" of {ran} models and tools that ran; {says}.")
