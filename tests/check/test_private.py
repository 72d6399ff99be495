"""Calls that a project says are hidden on purpose, and what a baseline knows already."""

from dataclasses import replace

import pytest

from compat.check.baseline import compare_with_baseline, has_new
from compat.check.model import Private, Seen
from compat.check.private import mark_private
from compat.matrix.model import Listener
from tests.reports.check.made import check, finding, site


def test_a_comment_on_its_line_makes_a_call_private() -> None:
    marked = mark_private([site(where="a.py:4"), site(where="a.py:9")], {"a.py": [range(3, 5)]}, ())
    assert [each.private for each in marked.sites] == [Private.COMMENT, None]
    assert marked.unused == ()


def test_a_setting_names_its_caller_and_its_child() -> None:
    marked = mark_private([site()], {}, ["summarize > RunnableSequence"])
    assert [each.private for each in marked.sites] == [Private.SETTINGS]


def test_what_is_private_by_its_callbacks_stays_so() -> None:
    one = site(private=Private.CALLBACKS)
    marked = mark_private([one], {}, ["summarize > RunnableSequence"])
    assert marked.sites == (one,)
    assert marked.unused == ()


def test_what_matches_nothing_is_told() -> None:
    marked = mark_private([site()], {"b.py": [range(7, 8)]}, ["nobody > ChatOpenAI"])
    assert marked.unused == ("# compat: private in b.py:7", "nobody > ChatOpenAI")


def test_an_entry_that_says_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match=">"):
        mark_private([site()], {}, ["ChatOpenAI"])


def test_without_a_baseline_every_finding_is_new() -> None:
    assert has_new(check(finding()))
    assert not has_new(check())


def test_what_was_there_is_known_and_what_is_gone_is_told() -> None:
    before = check(finding(), finding(where="b.py:1"))
    found = compare_with_baseline(check(finding()), before)
    assert not has_new(found)
    assert found.known == (before.findings[0].id,)
    assert found.gone == (before.findings[1].id,)


def test_what_became_worse_is_new() -> None:
    before = check(finding("flattened"))
    worse = finding()
    assert worse.site.outcomes[Listener.STREAM] is Seen.LOST
    assert has_new(compare_with_baseline(check(replace(worse, id=before.findings[0].id)), before))
