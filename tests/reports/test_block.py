"""Data in a page comes out as it went in, and nothing in it can be seen or obeyed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compat.reports.html.block import empty_blocks, make_block, read_blocks
from tests.reports.sample import HOSTILE

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(codec="ascii", min_codepoint=33, max_codepoint=126)),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abc"), inner),
)


@given(JSON)
def test_what_goes_in_comes_out(value: object) -> None:
    assert read_blocks(f"<p></p>{make_block('one', value)}{make_block('two', 2)}") == {
        "one": value,
        "two": 2,
    }


def test_hostile_text_is_neither_markup_nor_hidden() -> None:
    packed = make_block("one", {HOSTILE: [HOSTILE]})
    assert packed.count("<") == 2
    ((name, (value,)),) = read_blocks(packed)["one"].items()  # type: ignore[attr-defined]
    assert "\\u202e" in value
    assert (name + value).replace("\n", "").isprintable()


def test_a_page_without_its_blocks_keeps_their_places() -> None:
    page = empty_blocks(f"<p>{make_block('one', 'x' * 999)}</p>")
    assert page == '<p><script type="application/octet-stream" id="one"></script></p>'


@pytest.mark.parametrize("value", ["", "x\ny", {"a": (1, 2)}])
def test_equal_values_are_equal_bytes(value: object) -> None:
    assert make_block("one", value) == make_block("one", value)
