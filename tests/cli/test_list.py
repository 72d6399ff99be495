"""``compat list`` as a person with a problem types it."""

import json
import re
from pathlib import Path

import pytest

from compat.cli.main import main
from compat.incell.loading import load
from compat.symptoms.model import load_layer_ids
from tests.cli.run import ROOT


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as exited:
        main(["list", *arguments])
    assert isinstance(exited.value.code, int)
    return exited.value.code


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_word_finds_the_pattern_that_it_names_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("AStream_Log") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        (
            "Read the guide's tool by astream_log."
            " | You see: astream_log shows no model from inside a tool | astream-log"
        )
    ]


@pytest.mark.slow
def test_with_a_matrix_it_says_what_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("with_fallbacks", "--folder", str(ROOT / "reports")) == 0
    assert " | Measured: by itself on 3.11–3.13 × 0.2.16–0.3.45; by hand elsewhere | fallbacks" in (
        capsys.readouterr().out
    )


def test_without_words_every_pattern_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "the guide | Await the chain in an async function under @tool. | tool-async"
    assert lines[-1].startswith("LangGraph: ")
    assert len(lines) == len(load().scenarios) + len(load_layer_ids())


def test_what_is_langgraphs_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("toolnode") == 0
    first = "Await the chain in an async tool under ToolNode. (LangGraph) | You see: tokens of"
    assert capsys.readouterr().out.startswith(first)


def test_nothing_found_has_the_nearest_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("astream_evnts") == 3
    said = capsys.readouterr().err
    assert said.startswith(
        "compat: no pattern has the word 'astream_evnts', nearest: astream_events"
    )
    assert said.endswith("; compat list shows all\n")


def test_what_has_most_of_the_words_is_found_and_said_to_be_that(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ended("my models in asyncio.gather have no uvloop") == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines()[0].endswith("| gather")
    most = "no pattern has all of these words; what follows has most of them"
    assert re.fullmatch(rf"{most}; [0-9]+ more are not shown\n", shown.err)
    assert len(shown.out.splitlines()) == 10
    assert ended("gather", "zzzz") == 0
    assert (
        capsys.readouterr().err == "no pattern has the word 'zzzz'; what follows has most of them\n"
    )


def test_a_blank_is_no_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(" ") == 0
    shown = capsys.readouterr().out.splitlines()
    assert len(shown) == len(load().scenarios) + len(load_layer_ids())


def test_programs_get_all_that_has_most_of_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("my models in asyncio.gather have no uvloop", "--json") == 0
    shown = capsys.readouterr()
    assert len(json.loads(shown.out)["patterns"]) > 10
    assert shown.err.endswith("what follows has most of them\n")


def test_programs_get_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("callbacks=[]", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["patterns"][0]["id"] == "opt-out-empty"
    assert said["words"] == []
