"""The page of a check is sound HTML without script or network, whatever a project is called."""

import base64
import hashlib
import re
from collections import Counter
from typing import Any

import pytest
from justhtml import JustHTML

from compat.check.model import Check
from compat.reports.check.page import render_check_html
from compat.reports.check.trees import Box, draw_call, draw_sights
from tests.reports.check.made import EVERY, HOSTILE, LONG, check, finding, haunt, site
from tests.reports.test_page import Seen


def lines(box: Box, depth: int = 0) -> list[str]:
    """A tree as lines, what is missing in brackets."""
    said = " ".join(filter(None, (box.name, box.words)))
    own = f"{'  ' * depth}{f'[{said}]' if box.part == 'ghost' else said}"
    return [own, *(line for each in box.below for line in lines(each, depth + 1))]


def drawn(said: str, **changes: Any) -> list[list[str]]:  # noqa: ANN401
    """What listeners see of a call, a tree each."""
    trees = draw_sights(site(said, **changes))
    return [[line for top in tree.tops for line in lines(top)] for tree in trees]


def test_the_call_is_drawn_below_all_of_its_callers() -> None:
    (top,) = draw_call(site()).tops
    assert lines(top) == [
        "LangGraph",
        "  tools",
        "    summarize tool",
        "      RunnableSequence chain: the call",
    ]


def test_a_missing_parent_is_drawn_as_missing() -> None:
    assert drawn("flattened") == [
        [
            "the caller",
            "  LangGraph",
            "    tools",
            "      [summarize missing above the call]",
            "        RunnableSequence chain: the call",
        ]
    ]


def test_what_is_missing_or_apart_is_drawn_so() -> None:
    assert drawn("lost/split") == [
        ["the caller", "  LangGraph", "    [RunnableSequence not seen]"],
        [
            "the caller",
            "  LangGraph",
            "    [RunnableSequence not below its caller]",
            "a separate trace",
            "  RunnableSequence chain: the call",
        ],
    ]
    assert drawn("misplaced")[0][2:] == [
        "    [RunnableSequence not below its caller]",
        "another caller",
        "  Other",
        "    step",
        "      RunnableSequence chain: the call",
    ]
    assert drawn("raised") == [
        ["the caller", "  LangGraph", "    [RunnableSequence raised an error]"]
    ]


def test_what_is_shown_twice_is_drawn_twice_for_who_sees_it() -> None:
    twice, once = drawn("nested", duplicated=True)
    assert twice[-2:] == ["        RunnableSequence chain: the call"] * 2
    assert once.count("        RunnableSequence chain: the call") == 1


def test_runs_that_the_code_did_not_name_stand_where_they_are_seen() -> None:
    path = ("Outer", "LangGraph", "Between", "tools", "summarize", "Inner")
    (tree,) = drawn("nested", seen_path=path, hook_path=path)
    assert [line.strip() for line in tree[1:-1]] == list(path)


def test_of_a_deep_path_both_ends_are_drawn() -> None:
    path = tuple(f"run {n}" for n in range(100))
    (tree,) = drawn("nested", true_path=path, seen_path=path, hook_path=path)
    assert [line.strip() for line in tree] == [
        *("the caller", "run 0", "run 1", "run 2"),
        "94 more",
        *("run 97", "run 98", "run 99", "RunnableSequence chain: the call"),
    ]


@pytest.mark.parametrize("found", [EVERY, check(), haunt(HOSTILE), haunt(LONG)])
def test_it_is_valid_html(found: Check) -> None:
    JustHTML(render_check_html(found), strict=True)


def test_every_table_has_a_caption_and_every_heading_a_scope() -> None:
    seen = Seen(render_check_html(EVERY))
    assert len(seen.all("table")) == len(seen.all("caption")) == 5
    assert {heading.get("scope") for heading in seen.all("th")} == {"col", "row"}
    assert len(seen.all("h1")) == len(seen.all("main")) == 1


def test_every_link_leads_somewhere_on_the_page_and_no_id_is_used_twice() -> None:
    for found in (EVERY, check(), haunt(HOSTILE)):
        seen = Seen(render_check_html(found))
        ids = Counter(seen.values("id"))
        assert set(ids.values()) == {1}
        assert {link[1:] for link in seen.values("href")} <= ids.keys()
        assert set(seen.values("aria-labelledby")) <= ids.keys()


def test_the_policy_allows_nothing_but_the_style_in_the_page() -> None:
    text = render_check_html(EVERY)
    seen = Seen(text)
    policy = next(str(meta["content"]) for meta in seen.all("meta") if "http-equiv" in meta)
    (style,) = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not seen.all("script")
    assert not {"src", "style", "onclick", "srcset"} & {a for _, b in seen.elements for a in b}
    assert "//" not in text.replace("</", "")


def test_hostile_text_adds_no_element_and_no_attribute() -> None:
    plain, haunted = Seen(render_check_html(EVERY)), Seen(render_check_html(haunt()))
    assert {tag for tag, _ in haunted.elements} <= {tag for tag, _ in plain.elements}
    attributes = {name for _, found in haunted.elements for name in found}
    assert attributes <= {name for _, found in plain.elements for name in found}
    text = render_check_html(haunt())
    assert text.replace("\n", "").isprintable()
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 30


def test_code_stands_where_it_is_first_needed() -> None:
    text = render_check_html(check(finding(), finding(where="app/b.py:1")))
    assert text.count("async def my_tool(") == 1
    assert '<a href="#finding-1">the code at app/tools.py:42</a>' in text


@pytest.mark.parametrize(
    ("found", "tone"),
    [
        (check(finding()), "broken"),
        (check(finding("nested/split"), finding("flattened")), "manual"),
        (check(), "automatic"),
        (check(complete=()), "unsure"),
        (check(partial=("killed",)), "unsure"),
    ],
)
def test_it_looks_good_only_where_all_was_seen(found: Check, tone: str) -> None:
    assert f'<p class="decision {tone}">' in render_check_html(found)


def test_listeners_that_see_the_same_share_a_column() -> None:
    assert ">Event stream, handler</th><th" in render_check_html(check(finding()))
    assert ">Event stream, handler, tracer</th>" in render_check_html(check(finding("lost")))


def test_it_says_when_and_on_what_it_was_made() -> None:
    text = render_check_html(EVERY)
    assert "<dt>Date</dt><dd>2026-03-01 12:00 UTC</dd>" in text
    assert "<dt>Command</dt><dd>pytest tests/unit</dd>" in text
    assert "<dt>Refused</dt><dd>api.tavily.com:443</dd>" in text
    assert '<p class="message">Not all was seen: 1 of 2 processes' in text
