"""The whole suite in real cells, old and new: what a record must hold wherever it was made."""

import json
import re
from pathlib import Path

import pytest

from compat.record.model import Status
from compat.run.suite import hash_suite
from tests.incell.cell import CELLS, MORE_CELLS, Cells, Ended, run_suite
from tests.incell.test_catalogue import CATALOGUE

pytestmark = pytest.mark.slow

REVERSED = "gof retniw eht hguorht emoh staob llams ediug sthgil ruobraH"
VARIANTS = ("naive", "configured", "callbacks")
EXTRA = {"anyio-task-group", "uvloop"}


def test_every_variant_is_observed_without_a_failure_of_our_own(ended: Ended) -> None:
    assert ended.code == 0, ended.said
    assert ended.record.status is Status.PROBED
    assert ended.record.suite is not None
    scenarios = ended.record.suite.scenarios
    catalogue = [name for group in CATALOGUE.values() for name in group if name not in EXTRA]
    assert sorted(one.id for one in scenarios) == sorted(catalogue)
    assert list(ended.observations) == [
        f"{one.id}/{name}"
        for one in scenarios
        for name in (*one.variants, *(f"remedy-{remedy}" for remedy in one.remedies))
    ]
    assert {seen.harness_error for seen in ended.record.observations} == {None}
    assert not ended.progress.exists()


def test_the_record_says_which_cell_and_which_suite(ended: Ended) -> None:
    record = ended.record
    assert record.suite is not None
    assert record.suite.hash == hash_suite()
    assert record.python is not None
    assert record.cell == (
        f"py{record.python.exact.rpartition('.')[0]}-core{record.packages['langchain-core']}"
    )
    assert {"pytest", "pytest-asyncio", "pydantic"} <= set(record.packages)
    assert record.timing.host == "pytest"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", record.timing.finished_at)


def test_the_controls_are_nested(ended: Ended) -> None:
    (stream,) = ended.observations["lambda-async/configured"].streams
    for path, runs in [
        (("bar", "RunnableSequence"), stream.runs),
        (
            ("summarize_backwards", "RunnableSequence"),
            ended.observations["sync-invoke/naive"].handler,
        ),
    ]:
        (model,) = (run for run in runs if run.kind == "chat_model")
        assert model.parents == path
        assert (model.caller_tags, model.caller_metadata) == (True, True)


def test_the_tool_itself_answers_the_reversed_ten_words(ended: Ended) -> None:
    for variant in VARIANTS:
        seen = ended.observations[f"tool-async/{variant}"]
        assert seen.facts["direct_result"] == REVERSED
        assert seen.facts["direct_result_expected"] is True
        assert seen.returned == REVERSED


def test_ten_words_stream_as_nineteen_tokens(ended: Ended) -> None:
    (stream,) = ended.observations["tool-async/configured"].streams
    (model,) = (run for run in stream.runs if run.kind == "chat_model")
    assert model.events == {
        "on_chat_model_start": 1,
        "on_chat_model_stream": 19,
        "on_chat_model_end": 1,
    }


def test_the_handler_sees_the_same_runs_under_the_same_names(ended: Ended) -> None:
    for variant in VARIANTS:
        seen = ended.observations[f"tool-async/{variant}"]
        assert seen.handler == seen.streams[0].runs


def test_the_handler_sees_an_error_that_the_stream_does_not_show(ended: Ended) -> None:
    seen = ended.observations["fallbacks/configured"]
    (failed,) = (run for run in seen.handler if run.name == "FailingChatModel")
    assert failed.events == {"on_chat_model_start": 1, "on_chat_model_error": 1}
    (shown,) = (run for run in seen.streams[0].runs if run.name == "FailingChatModel")
    assert shown.events == {"on_chat_model_start": 1}


@pytest.mark.parametrize(
    "ended",
    [
        pytest.param(cell, marks=() if cell == CELLS[-1] else pytest.mark.proof)
        for cell in (*CELLS, *MORE_CELLS)
    ],
    indirect=True,
)
def test_a_second_run_gives_the_same_bytes_but_for_its_timing(
    ended: Ended, cells: Cells, tmp_path: Path
) -> None:
    again = run_suite(cells[ended.record.cell], tmp_path / "again.json")
    first, second = json.loads(ended.text), json.loads(again.text)
    assert first.pop("timing") != second.pop("timing")
    assert json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)


def test_the_sources_are_the_real_code(ended: Ended) -> None:
    assert ended.record.suite is not None
    (scenario,) = (one for one in ended.record.suite.scenarios if one.id == "lambda-async")
    assert scenario.sources["configured"].splitlines() == [
        '@lambda_async.variant("configured")',
        "def _() -> Runnable[str, str]:",
        "    async def bar(long_text: str, config: RunnableConfig) -> str:",
        '        return await guide_chain().ainvoke({"long_text": long_text}, config=config)',
        "",
        "    return RunnableLambda(bar)",
    ]


def test_nothing_of_this_machine_is_in_an_observation(ended: Ended) -> None:
    observations = json.dumps(json.loads(ended.text)["observations"])
    assert not re.search(
        r"0x[0-9a-f]{4}|[0-9a-f]{8}-[0-9a-f]{4}-|/home/|/tmp/|site-packages", observations
    )
