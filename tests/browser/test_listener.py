"""Who listens: one question for an event stream, a handler and a tracer."""

import pytest

from tests.browser.conftest import Open, written
from tests.reports.sample import measured

OLD, NEW = "py3.10-core1.0.0", "py3.10-core1.0.1"
ASKED = f"from={NEW}&to={OLD}"
CELLS = {OLD: "nested~split/flattened~lost/nested~nested", NEW: "nested~nested/nested~nested"}


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("heard"), *measured(CELLS))


def test_a_stream_is_asked_first_and_is_not_in_the_address(heard: str, window: Open) -> None:
    opened = window(heard, fragment=ASKED)
    options = opened.page.locator("#listener option").all_inner_texts()
    assert options == ["an event stream", "a handler that you pass", "a tracer"]
    assert opened.text("#listener option:checked") == "an event stream"
    assert "as " not in opened.text("#answer .route")
    opened.page.select_option("#listener", "hook")
    opened.page.select_option("#listener", "stream")
    assert "listener" not in opened.fragment()


def test_a_tracer_has_an_answer_of_its_own(heard: str, window: Open) -> None:
    opened = window(heard, fragment=ASKED)
    assert opened.text("#answer .decision").startswith("Safe")
    opened.page.select_option("#listener", "hook")
    assert opened.text("#answer .decision").startswith("Needs changes")
    assert "moved to a separate trace" in opened.text("#answer .sentence")
    assert opened.text("#answer .route").endswith(", as a tracer sees it")
    assert "LangSmith, when environment variables switch it on" in opened.text("#answer")
    assert opened.fragment().endswith("&listener=hook")
    opened.page.go_back()
    assert opened.text("#answer .decision").startswith("Safe")
    assert opened.text("#listener option:checked") == "an event stream"


def test_an_address_names_the_listener_and_links_keep_it(heard: str, window: Open) -> None:
    opened = window(heard, fragment=f"{ASKED}&listener=hook")
    assert opened.text("#listener option:checked") == "a tracer"
    opened.page.click("#every-release > summary")
    opened.page.locator("#lines button").first.click()
    link = opened.page.locator("#lines .release a").first
    assert str(link.get_attribute("href")).endswith("&listener=hook")
    opened.page.goto(f"{heard}#{ASKED}")
    assert opened.text("#listener option:checked") == "an event stream"


def test_a_listener_that_there_is_not_is_told_and_has_no_answer(heard: str, window: Open) -> None:
    opened = window(heard, fragment=f"{ASKED}&listener=langsmith")
    assert opened.text("#message").strip() == (
        "There is no listener “langsmith” here. There are stream, handler, hook."
    )
    assert opened.text("#answer") == "No answer yet: the question is not whole."
    opened.page.select_option("#from-core", label="1.0.0")
    assert opened.text("#listener option:checked") == "choose …"
    assert opened.text("#answer") == "No answer yet: the question is not whole."
    opened.page.select_option("#listener", label="a tracer")
    assert opened.text("#answer .sentence") == "Both are the same configuration."
    assert not opened.page.locator("#message").is_visible()


def test_a_matrix_of_streams_alone_offers_no_other(plain: str, window: Open) -> None:
    opened = window(plain)
    assert opened.page.locator("#listener option").all_inner_texts() == ["an event stream"]


def test_what_a_tracer_misses_in_both_is_told_too(
    tmp_path_factory: pytest.TempPathFactory, window: Open
) -> None:
    cells = {OLD: "lost~lost/nested~nested", NEW: "lost~lost/nested~nested"}
    opened = window(written(tmp_path_factory.mktemp("missed"), *measured(cells)), fragment=ASKED)
    assert "LangSmith, when environment" not in opened.text("#answer")
    opened.page.select_option("#listener", "hook")
    assert "LangSmith, when environment" in opened.text("#answer")
