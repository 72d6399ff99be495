"""What people type: an entry for every scenario, and words that lead somewhere."""

from collections import Counter

import pytest

from compat.incell.loading import load
from compat.inlayer.loading import load as load_layer
from compat.matrix.model import Matrix, Traces
from compat.symptoms.model import (
    LAYER,
    Pattern,
    Symptoms,
    Word,
    load_codes,
    load_facts,
    load_layer_ids,
    load_symptoms,
)
from compat.symptoms.search import find_near_names, search

KNOWN = load_symptoms()
PATTERNS = {each.id: each for each in KNOWN.pattern}
MOST_UNMEASURED = 0
REPORTED = (
    "on_chat_model_end", "on_chat_model_stream", "astream_events", "astream_log",
    "stream_events v3", "RunnableConfig", "var_child_runnable_config", "contextvars",
    "InjectedToolArg", "ToolRuntime", "StructuredTool", "BaseTool", "_arun", "run_manager",
    "get_child", "CallbackManager", "callbacks=[]", "register_configure_hook", "collect_runs",
    "get_openai_callback", "get_usage_metadata_callback", "LangSmith", "langfuse",
    "OpenTelemetry", "LangGraph", "StateGraph", "ToolNode", "create_react_agent", "create_agent",
    "middleware", "stream_mode", "subgraphs", "get_stream_writer", "interrupt",
    "adispatch_custom_event", "RunnableWithMessageHistory", "MultiQueryRetriever", "embeddings",
    "ThreadPoolExecutor", "StreamingResponse",
)  # fmt: skip
"""Words of real reports."""


def is_measured(found: Pattern | Word) -> bool:
    return isinstance(found, Pattern) or bool(found.measured_by)


def test_there_is_an_entry_for_every_scenario_in_the_suites_order_and_words() -> None:
    core, layer = load().scenarios.values(), load_layer().scenarios.values()
    suite = [(each.id, each.group, each.title) for each in (*core, *layer)]
    assert [(each.id, each.group, each.title) for each in KNOWN.pattern] == suite


def test_the_patterns_of_the_layer_are_marked() -> None:
    marked = {each.id for each in KNOWN.pattern if each.layer == LAYER}
    assert marked == {*load_layer_ids()} == load_layer().scenarios.keys()
    assert {each.layer for each in KNOWN.pattern} == {None, LAYER}


@pytest.mark.parametrize("pattern", KNOWN.pattern, ids=lambda each: each.id)
def test_a_pattern_has_apis_once_and_short_symptoms(pattern: Pattern) -> None:
    assert pattern.apis
    assert max(Counter(map(str.casefold, pattern.apis)).values()) == 1
    assert 1 <= len(pattern.symptoms) <= 3
    assert max(map(len, pattern.symptoms)) <= 100
    assert not any(each.endswith(".") for each in pattern.symptoms)


def test_whose_code_a_pattern_is_about_is_said_in_few_words_and_of_no_other() -> None:
    codes = load_codes()
    assert codes == {each.id: each.code for each in KNOWN.pattern}
    assert len({*codes.values()}) == len(codes)
    for code in codes.values():
        assert len(code) <= 70
        assert code[0] == "`" or code[0].islower()
        assert code[-1] != "."
        assert code.count("`") % 2 == 0


@pytest.mark.parametrize("word", KNOWN.word, ids=lambda each: each.names[0])
def test_a_word_has_a_public_source_and_patterns_of_one_kind(word: Word) -> None:
    assert all(each.startswith("https://") for each in word.sources)
    assert word.sources
    assert bool(word.measured_by) != bool(word.nearest)
    assert {*word.measured_by, *word.nearest} <= PATTERNS.keys()


def test_no_name_is_two_words() -> None:
    names = Counter(name for word in KNOWN.word for name in word.names)
    assert set(names.values()) == {1}


@pytest.mark.parametrize("typed", [str, str.upper, str.lower])
@pytest.mark.parametrize("word", REPORTED)
def test_the_words_of_real_reports_lead_somewhere(word: str, typed: type[str]) -> None:
    assert search(KNOWN, [typed(word)])


def test_few_words_of_real_reports_are_not_measured_yet() -> None:
    unmeasured = [word for word in REPORTED if not is_measured(search(KNOWN, [word])[0])]
    assert len(REPORTED) == 40
    assert len(unmeasured) <= MOST_UNMEASURED, unmeasured


def pattern(name: str, title: str, api: str, symptom: str, code: str = "xs") -> Pattern:
    return Pattern(id=name, group="g", title=title, code=code, apis=(api,), symptoms=(symptom,))


SMALL = Symptoms(
    pattern=(
        pattern("a", "Gather.", "Tool", "no pool events", code="seekers"),
        pattern("b", "A pool.", "gather", "no tool"),
        pattern("c", "A loop.", "PoolTool", "x"),
    ),
    word=(Word(names=("Graph",), says="It has a pool.", sources=("https://x",), nearest=("a",)),),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tool", "acb"),  # exact, a part, a symptom
        ("@TOOL", "acb"),
        ("gather()", "ba"),  # exact, a title
        ("pool", "cab?"),  # a part, then sentences
        ("pool tool", "acb"),  # all of them
        ("b", "b"),
        ("seekers", "a"),
        ("graph", "?"),
        ("pool nowhere", "cab?"),  # most of them
        ("my pools are in the graph", "?"),  # what says nothing does not count, nor a plural
        ("", ""),
    ],
)
def test_names_come_before_their_parts_before_sentences(typed: str, found: str) -> None:
    seen = search(SMALL, [typed])
    assert "".join(each.id if isinstance(each, Pattern) else "?" for each in seen) == found


def test_a_word_that_stands_nowhere_has_names_nearby() -> None:
    assert find_near_names(SMALL, ["pool", "GRAHP tol"]) == {
        "grahp": ("Graph",),
        "tol": ("Tool",),
    }


def test_every_answer_of_a_fact_is_a_sentence(committed: tuple[Matrix, Traces]) -> None:
    facts, matrix = load_facts(), committed[0]
    asked = {each.id for each in matrix.scenarios if each.row == "fact"}
    theirs = {each.id for each in load_layer().scenarios.values() if each.row == "fact"}
    assert facts.keys() == asked | theirs
    for cell in matrix.cells:
        for name in asked & cell.results.keys():
            answer = cell.results[name].answer
            assert answer is None or facts[name].keys() & {answer, "*"}, (name, answer)
