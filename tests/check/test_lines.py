"""What a watched process wrote, read as a stranger's."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compat.check.lines import CallLine, DrivenNote, Process, RefusedNote, read_process
from compat.check.model import Passed, Seen
from compat.matrix.model import Listener

START = {
    "kind": "process", "format": "1", "python": "3.10.13", "pid": 2, "parent": 1,
    "program": "pytest", "forked": False,
}  # fmt: skip
OUTCOMES = {"stream": "lost", "handler": "lost", "hook": "split"}
CALL = {
    "kind": "site", "number": 0, "name": "ChatOpenAI", "true_path": ["ask"], "through": None,
    "site": {"file": "/p/a.py", "line": 3, "function": "ask", "form": "def"},
    "shape": {
        "caller": "chain", "place": "RunnableLambda", "form": "def", "child": "chat_model",
        "awaited": False, "edges": ["thread"], "passed": "nothing",
    },
    "seen_path": [], "hook_path": [], "dropped": [], "duplicated": False, "inherited": False,
    "calls": 1,
    "outcomes": OUTCOMES,
}  # fmt: skip
COUNTS = {
    "kind": "counts", "runs": 2, "calls": {"0": 7}, "unknown_callers": 0, "overflowed": False,
    "tests": 1,
}  # fmt: skip


def read(*lines: dict[str, Any]) -> Process | None:
    return read_process(json.dumps(line).encode() for line in lines)


def test_a_whole_process() -> None:
    process = read(START, CALL, COUNTS, {"kind": "end"})
    assert process is not None
    assert process.ended
    (call,) = process.calls
    assert call.outcomes == {
        Listener.STREAM: Seen.LOST,
        Listener.HANDLER: Seen.LOST,
        Listener.HOOK: Seen.SPLIT,
    }
    assert call.shape.passed is Passed.NOTHING
    assert process.counts is not None
    assert process.counts.calls == {0: 7}


def test_the_last_line_of_a_call_site_counts() -> None:
    process = read(START, {**CALL, "outcomes": dict.fromkeys(OUTCOMES, "nested")}, CALL)
    assert process is not None
    assert [each.outcomes[Listener.STREAM] for each in process.calls] == [Seen.LOST]


def test_notes_are_told_apart() -> None:
    driven = {
        "kind": "note", "told": "driven", "target": "a:b", "way": "invoke", "error": None,
        "ran": None, "shown": None,
    }  # fmt: skip
    process = read(START, {"kind": "note", "told": "refused", "host": "h", "port": "1"}, driven)
    assert process is not None
    assert [type(note) for note in process.notes] == [RefusedNote, DrivenNote]


def test_what_cannot_be_read_is_counted() -> None:
    killed = json.dumps(CALL).encode()[:50]
    process = read_process([json.dumps(START).encode(), killed, b"\xff", b'{"kind": "site"}'])
    assert process is not None
    assert (process.unread, process.calls) == (3, ())


@pytest.mark.parametrize(
    "line",
    [
        {"outcomes": {**OUTCOMES, "stream": "great"}},
        {"outcomes": {**OUTCOMES, "me": "lost"}},
        {"outcomes": {}},
        {"outcomes": {"stream": "lost", "handler": "lost"}},
        {"name": "x" * 81},
        {"calls": -1},
        {"more": 1},
        {"true_path": ["x"] * 101},
    ],
)
def test_a_call_is_what_it_may_be(line: dict[str, Any]) -> None:
    process = read(START, {**CALL, **line})
    assert process is not None
    assert process.unread == 1


@pytest.mark.parametrize("start", [{"format": "2"}, {"python": "2.7.18"}, {"pid": "x"}])
def test_another_format_is_no_process(start: dict[str, Any]) -> None:
    assert read({**START, **start}, CALL) is None


@given(st.lists(st.binary(max_size=30) | st.sampled_from([b"{}", b"[]", b"null", b'{"kind":1}'])))
def test_whatever_stands_in_a_file_nothing_breaks(lines: list[bytes]) -> None:
    process = read_process([json.dumps(START).encode(), *lines])
    assert process is not None
    assert process.unread == len(lines)
    assert not any(isinstance(each, CallLine) for each in process.calls)
