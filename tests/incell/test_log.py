"""Folding the patches of a run log into runs."""

from types import SimpleNamespace

from compat.incell.log import logged, logged_output

ROOT = {"id": "r", "name": "root", "type": "tool"}
MODEL = {"id": "m", "name": "model", "type": "llm", "tags": ["t"], "metadata": {"k": "v"}}
MESSAGE = SimpleNamespace(content="word")


def patch(*operations: tuple[str, object]) -> SimpleNamespace:
    return SimpleNamespace(ops=[{"path": path, "value": value} for path, value in operations])


STARTED = [patch(("", ROOT)), patch(("/logs/model:2", MODEL))]


def test_runs_are_listed_by_id_and_their_steps_are_counted_as_events() -> None:
    seen = logged(
        [
            *STARTED,
            patch(
                ("/logs/model:2/streamed_output_str/-", "word"),
                ("/logs/model:2/streamed_output/-", "word"),
            ),
            patch(("/logs/model:2/final_output", {}), ("/logs/model:2/end_time", "later")),
            patch(("/streamed_output/-", "answer"), ("/final_output", "answer")),
        ]
    )
    assert {run: (one.name, one.kind, one.ancestors) for run, one in seen.items()} == {
        "r": ("root", "tool", ()),
        "m": ("model", "llm", ()),
    }
    assert seen["m"].events == {"on_llm_start": 1, "on_llm_stream": 1, "on_llm_end": 1}
    assert (seen["m"].tags, seen["m"].metadata) == (("t",), ("k",))
    assert seen["r"].events == {"on_tool_start": 1, "on_tool_stream": 1}


def test_a_text_model_that_puts_out_messages_is_a_chat_model() -> None:
    streamed = logged([*STARTED, patch(("/logs/model:2/streamed_output/-", MESSAGE))])
    assert streamed["m"].events == {"on_chat_model_start": 1, "on_chat_model_stream": 1}
    output = {"generations": [[{"message": MESSAGE}]]}
    answered = logged([*STARTED, patch(("/logs/model:2/final_output", output))])
    assert answered["m"].kind == "chat_model"


def test_a_run_that_puts_out_messages_is_no_model_for_that() -> None:
    prompt = {**MODEL, "type": "prompt"}
    seen = logged([patch(("/logs/p", prompt)), patch(("/logs/p/final_output", MESSAGE))])
    assert seen["m"].kind == "prompt"


def test_an_end_without_a_time_is_none_and_an_unknown_run_is_left_out() -> None:
    seen = logged(
        [*STARTED, patch(("/logs/model:2/end_time", None), ("/logs/other/end_time", "now"))]
    )
    assert seen["m"].events == {"on_llm_start": 1}
    assert list(seen) == ["r", "m"]


def test_the_output_is_the_last_one_of_the_root() -> None:
    first, last = patch(("/final_output", "a")), patch(("/final_output", "a b"))
    inner = patch(("/logs/model:2/final_output", "inner"))
    assert logged_output([*STARTED, first, last, inner]) == "a b"
    assert logged_output(STARTED) is None
