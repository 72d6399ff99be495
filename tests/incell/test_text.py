"""Values, exceptions and tracebacks as text."""

from types import SimpleNamespace

import pytest

from compat.incell.text import as_text, headline, qualified, scrub, trace


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("<Model object at 0x7f3a2b1c>", "<Model object at <address>>"),
        ("run 12345678-90ab-cdef-1234-567890abcdef failed", "run <id> failed"),
        ("no /home/someone/env/lib/x.py here", "no x.py here"),
        ("no 'C:\\Users\\someone\\x.py' here", "no 'x.py' here"),
        ("see https://example.org/a/b/c", "see https://example.org/a/b/c"),
        ("and/or, 1/2", "and/or, 1/2"),
    ],
)
def test_scrubbing(raw: str, clean: str) -> None:
    assert scrub(raw) == clean


def test_outputs_as_text() -> None:
    assert as_text(None) is None
    assert as_text("0x7f3a2b1c stays in a text") == "0x7f3a2b1c stays in a text"
    assert as_text(SimpleNamespace(content="of a message")) == "of a message"
    assert as_text(["a", 1]) == "['a', 1]"


def test_names_of_classes() -> None:
    assert qualified(ValueError) == "ValueError"
    assert qualified(pytest.ExceptionInfo) == "_pytest._code.code.ExceptionInfo"


def test_a_headline_is_one_line() -> None:
    assert headline(ValueError("first\nsecond")) == "ValueError: first"
    assert headline(ValueError()) == "ValueError"


def test_a_trace_names_files_without_this_machine() -> None:
    with pytest.raises(TypeError) as caught:
        scrub(None)  # type: ignore[arg-type]
    first, *_, last = trace(caught.value).splitlines()
    assert first.startswith("compat/incell/text.py:")
    assert first.endswith(" in scrub")
    assert last == "TypeError: expected string or bytes-like object, got 'NoneType'"
