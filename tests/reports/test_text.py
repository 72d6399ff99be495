"""Foreign text is shown, never obeyed."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compat.reports.text import (
    clip,
    escape_markdown,
    fence,
    format_amount,
    make_anchor,
    make_visible,
    show_code,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, ünïcode", "plain, ünïcode"),
        ("two\nlines\tand more", "two lines and more"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("\ud800", "\\ud800"),
        ("\x00", "\\x00"),
    ],
)
def test_what_controls_hides_or_reorders_is_shown(text: str, shown: str) -> None:
    assert make_visible(text) == shown


@given(st.text(st.characters()))
def test_visible_text_fits_one_line_of_xml_and_utf8(text: str) -> None:
    shown = make_visible(text)
    assert shown.isprintable()
    element = ET.Element("a")
    element.text = shown
    assert (ET.fromstring(ET.tostring(element)).text or "") == shown  # noqa: S314 - our own


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", "a&#124;b"),
        ("<b>", "&#60;b&#62;"),
        ("`x`", "&#96;x&#96;"),
        ("[l](u)", "&#91;l&#93;(u)"),
        ("@me #1 $x$", "&#64;me &#35;1 &#36;x&#36;"),
        ("http://a", "http&#58;//a"),
        ("www.a", "www&#46;a"),
        (":bomb:", "&#58;bomb:"),
        ("_a_ on_chat_model", "&#95;a&#95; on_chat_model"),
        ("flattened:naive 12:30:00", "flattened:naive 12:30:00"),
        ("&amp;", "&#38;amp;"),
        ("\\*", "&#92;&#42;"),
    ],
)
def test_markdown_does_not_act_on_it(text: str, escaped: str) -> None:
    assert escape_markdown(text) == escaped


def test_long_text_is_clipped_after_it_is_made_visible() -> None:
    assert clip("\x00" * 9, 8) == "\\x00\\x0…"
    assert clip("12345678", 8) == "12345678"


def test_program_text_keeps_its_lines() -> None:
    assert show_code("def f():\n\treturn '\x1b'") == "def f():\n    return '\\x1b'"


def test_no_code_ends_its_own_block() -> None:
    assert fence("a = 1") == "```python\na = 1\n```"
    assert fence("'````'") == "`````python\n'````'\n`````"


def test_an_anchor_is_what_github_makes_of_a_heading() -> None:
    assert make_anchor("How a tool asks, for the config!") == "how-a-tool-asks-for-the-config"
    assert make_anchor("<b>x</b>") == "bxb"


def test_one_of_a_kind_is_singular() -> None:
    assert [format_amount(n, "cell") for n in (0, 1, 2)] == ["0 cells", "1 cell", "2 cells"]
