"""The evidence of a cell: what the code calls beside what is seen, and the way in and out."""

from dataclasses import replace

import pytest

from compat.reports.html.page import render_matrix_html
from compat.reports.view import make_page
from tests.browser.conftest import SAMPLE, Open, written
from tests.browser.test_page import UNFOLD, faults
from tests.browser.window import SCREENS, Window
from tests.reports.layered import AGENT, NODE, layered
from tests.reports.sample import haunted, measured

CELL = "py3.14-core0.2.43&scenario=gather"
OLD = "py3.10-core1.0.0"
UNDER = "py3.10-core1.4.9-lg1.0.0"
LAYERED = layered(
    {UNDER: "lost~split/nested", "py3.12-core1.4.9-lg1.0.0": "nested~nested/nested"},
    {"create-agent": {UNDER: "lost"}},
    (NODE, AGENT),
)
SMALLEST = 24  # pixels, WCAG 2.2, target size (minimum)
FIRST = "#map-body a[href^='#py3.14-'] >> nth=0"
PRESSED = "#drawer :is(button, select, summary, a)"
MADE = ["the caller", "summarise", "model chat model"]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a cell that a tracer heard too."""
    cells = {OLD: "lost~split/flattened~lost/nested~nested", "py3.10-core1.0.1": "nested~nested"}
    return written(tmp_path_factory.mktemp("heard"), *measured(cells))


@pytest.fixture(scope="module")
def under(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page with a layer, and what was seen there."""
    path = tmp_path_factory.mktemp("under") / "matrix.html"
    path.write_bytes(render_matrix_html(make_page(*SAMPLE), *SAMPLE, *LAYERED).encode())
    return path.as_uri()


def pictures(opened: Window, form: int = 0) -> list[tuple[str, list[str]]]:
    """The pictures of a form: what stands above each, and its boxes from top to bottom."""
    figures = opened.page.locator(".form").nth(form).locator("figure")
    figures.first.wait_for()
    return [
        (
            each.locator("figcaption").inner_text().replace("\u00a0", " "),
            each.locator(".run-box").all_inner_texts(),
        )
        for each in figures.all()
    ]


def closed(opened: Window) -> None:
    opened.page.wait_for_selector("dialog:not([open])", state="attached")


def test_an_address_opens_it(plain: str, window: Open) -> None:
    opened = window(plain, fragment=CELL)
    opened.page.wait_for_selector("dialog[open] .tree")
    assert opened.text("#drawer-title") == "Python 3.14, langchain-core 0.2.43"
    assert opened.text("#drawer-body > .code pre") == "compat replay py3.14-core0.2.43"
    names = [each.split(" the ")[0] for each in opened.page.locator("h4").all_inner_texts()]
    assert names == ["naive", "configured", "callbacks", "copied context"]


def test_what_the_code_calls_stands_beside_what_is_seen(plain: str, window: Open) -> None:
    opened = window(plain, fragment=CELL)
    assert pictures(opened) == [
        ("As the code calls it", MADE),
        ("An event stream missing ○", ["the caller", "summarise", "model missing"]),
    ]
    one, two = (
        each.bounding_box() for each in opened.page.locator(".form >> nth=0 >> figure").all()
    )
    assert one
    assert two
    assert (one["y"], one["x"] < two["x"]) == (two["y"], True)


def test_a_missing_parent_stands_where_it_should_be(plain: str, window: Open) -> None:
    opened = window(plain, fragment=CELL)
    assert pictures(opened, 1)[1] == (
        "An event stream seen, parent missing ◐",
        ["the caller", "summarise missing", "RunnableSequence", "model chat model"],
    )


def test_what_is_missing_has_a_dashed_edge_and_the_word(plain: str, window: Open) -> None:
    opened = window(plain, fragment=CELL)
    opened.page.wait_for_selector("figure")
    style = "each => getComputedStyle(each).borderStyle"
    every = opened.page.locator(".form .run-box").all()
    told = {("missing" in each.inner_text(), each.evaluate(style)) for each in every}
    assert told == {(True, "dashed"), (False, "solid")}


def test_each_listener_has_its_picture_whoever_the_address_names(heard: str, window: Open) -> None:
    opened = window(heard, fragment=f"{OLD}&scenario=tool-async")
    assert pictures(opened) == [
        ("As the code calls it", MADE),
        ("An event stream, a handler that you pass missing ○", [*MADE[:2], "model missing"]),
        (
            "A tracer a separate trace ◐",
            [*MADE[:2], "model missing here", "separate trace", "model chat model"],
        ),
    ]
    roots = opened.page.locator(".form >> nth=0 >> figure >> nth=2 >> .tree > li").all_inner_texts()
    assert len(roots) == 2
    opened.page.goto(f"{heard}#{OLD}&scenario=tool-async&listener=hook")
    opened.page.wait_for_selector("#drawer-body :text('For a tracer:')")
    assert len(pictures(opened)) == 3


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_they_stand_below_each_other(heard: str, window: Open, width: int) -> None:
    opened = window(heard, fragment=OLD, viewport={"width": width, "height": 800})
    opened.page.wait_for_selector("figure")
    boxes = [each.bounding_box() for each in opened.page.locator("#drawer figure").all()]
    assert len({each["x"] for each in boxes if each}) == 1


def test_it_tells_events_packages_and_code(plain: str, window: Open) -> None:
    opened = window(plain, fragment=CELL)
    opened.page.wait_for_selector("figure")
    opened.page.evaluate(UNFOLD)
    words = opened.text("#drawer-body")
    for each in (
        "start, stream 10, end",
        "summarise › RunnableSequence",
        "callback handler",
        "pydantic 2",
        "x = 'configured'",
        "3.14.1",
    ):
        assert each in words


def test_hostile_names_are_drawn_as_words(
    tmp_path_factory: pytest.TempPathFactory, window: Open
) -> None:
    matrix, traces = haunted(*SAMPLE)
    quiet = {name: replace(each, harness_error=None) for name, each in traces.traces.items()}
    shown = written(tmp_path_factory.mktemp("names"), matrix, replace(traces, traces=quiet))
    opened = window(shown, fragment="py3.12-core0.3.0&scenario=tool-async")
    _, (_, boxes) = pictures(opened)
    assert boxes[1].startswith("<script>alert(1)</script> <img src=x")
    assert boxes[2] == "chat model missing"
    assert opened.page.locator("#drawer :is(img, script)").count() == 0


def test_an_exception_stands_beside_who_got_it(plain: str, window: Open) -> None:
    opened = window(plain, fragment="py3.14-core0.2.17&scenario=tool-async")
    assert pictures(opened)[1] == (
        "An event stream error ○\nbuiltins.RuntimeError: no",
        ["the caller", "model missing: an error came first"],
    )


def test_escape_closes_it_and_the_keyboard_is_where_it_was(plain: str, window: Open) -> None:
    opened = window(plain, fragment="from=py3.12-core0.3.0&to=py3.14-core0.3.0")
    link = opened.page.locator(FIRST)
    link.focus()
    address = opened.fragment()
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_selector("dialog[open] figure")
    assert opened.fragment() != address
    for _ in range(40):
        opened.page.keyboard.press("Tab")
        inside = "document.querySelector('dialog').contains(document.activeElement)"
        left_page = "document.activeElement === document.body"
        assert opened.page.evaluate(f"{inside} || {left_page}")
    opened.page.keyboard.press("Escape")
    closed(opened)
    assert link.evaluate("each => each === document.activeElement")
    assert opened.fragment().startswith("from=py3.12-core0.3.0&to=py3.14-core0.3.0")


def test_the_way_back_closes_it_and_forward_opens_it(plain: str, window: Open) -> None:
    opened = window(plain)
    opened.page.locator(FIRST).click()
    opened.page.wait_for_selector("dialog[open] figure")
    opened.page.go_back()
    closed(opened)
    assert opened.fragment() == ""
    opened.page.go_forward()
    opened.page.wait_for_selector("dialog[open] figure")


@pytest.mark.parametrize("key", ["Escape", "Enter"])  # the button has the keyboard
def test_the_way_back_never_opens_again_what_was_closed(plain: str, window: Open, key: str) -> None:
    opened = window(plain)
    opened.page.locator(FIRST).click()
    opened.page.wait_for_selector("dialog[open] figure")
    opened.page.select_option("#drawer-scenario", "gather")
    opened.page.evaluate("location.hash = 'py3.12-core0.3.0'")
    opened.page.wait_for_function(
        "!document.querySelector('#drawer-title').textContent.includes('3.14')"
    )
    opened.page.focus("#drawer-close")
    opened.page.keyboard.press(key)
    closed(opened)
    for _ in range(2):
        opened.page.go_back()
        opened.page.wait_for_timeout(100)
        assert not opened.page.locator("dialog[open]").count()


def test_back_from_a_link_that_was_closed_leaves_the_page(plain: str, window: Open) -> None:
    opened = window(plain, fragment=CELL)
    opened.page.wait_for_selector("dialog[open] figure")
    opened.page.click("#drawer-close")
    closed(opened)
    assert "py3.14-core0.2.43" not in opened.fragment()
    assert opened.page.evaluate("history.length") == 2
    opened.page.go_back()
    assert opened.page.url == "about:blank"


def test_a_link_that_opened_it_gives_the_keyboard_to_a_link_of_that_cell(
    plain: str, window: Open
) -> None:
    newest = "py3.13-core1.0.7&scenario=tool-async"
    opened = window(plain, fragment=newest)
    opened.page.wait_for_selector("dialog[open] figure")
    opened.page.keyboard.press("Escape")
    closed(opened)
    held = "document.activeElement.getAttribute('href')"
    assert str(opened.page.evaluate(held)).startswith(f"#{newest[:15]}")
    assert opened.page.evaluate("!!document.activeElement.closest('#map-table')")


def test_without_such_a_link_it_is_given_to_the_question(plain: str, window: Open) -> None:
    opened = window(plain, fragment="py3.13-core1.0.0")
    opened.page.wait_for_selector("dialog[open] figure")
    opened.page.keyboard.press("Escape")
    closed(opened)
    assert opened.page.evaluate("document.activeElement.matches('main h2')")
    first = opened.page.locator("main h2").first
    assert first.evaluate("each => each === document.activeElement")


def test_another_scenario_of_the_cell(plain: str, window: Open) -> None:
    opened = window(plain, fragment=CELL)
    opened.page.wait_for_selector("figure")
    opened.page.focus("#drawer-scenario")
    opened.page.select_option("#drawer-scenario", "tool-async")
    opened.page.wait_for_function("document.querySelectorAll('#drawer .form').length === 3")
    assert opened.focused() == "drawer-scenario"
    assert "scenario=tool-async" in opened.fragment()


def test_a_cell_that_was_not_probed_has_its_reason(plain: str, window: Open) -> None:
    opened = window(plain, fragment="py3.15-core0.3.0")
    opened.page.wait_for_selector("dialog[open] dl")
    assert "not installable" in opened.text("#drawer-body")
    assert "x" * 300 in opened.text("#drawer-body")
    assert opened.page.locator("figure").count() == 0


def test_a_cell_with_a_layer_has_its_evidence(under: str, window: Open) -> None:
    opened = window(under, fragment=f"{UNDER}&scenario=node-async")
    assert [boxes for _, boxes in pictures(opened)] == [
        MADE,
        [*MADE[:2], "model missing"],
        [*MADE[:2], "model missing here", "separate trace", "model chat model"],
    ]
    assert opened.text("#drawer-title") == "Python 3.10, LangGraph 1.0.0 over langchain-core 1.4.9"
    assert "Write it with config: its code is below." in opened.text("#drawer-body")
    assert opened.text("#drawer-body > .code:last-child pre") == f"compat replay {UNDER}"
    opened.page.select_option("#drawer-scenario", "create-agent")
    opened.page.wait_for_selector("#drawer-body p:has-text('nothing to pass')")
    assert opened.fragment() == f"{UNDER}&scenario=create-agent"
    opened.page.keyboard.press("Escape")
    closed(opened)
    assert UNDER not in opened.fragment()
    opened.page.go_back()
    assert opened.page.url == "about:blank"


def test_a_square_of_the_layer_has_the_keyboard_again(under: str, window: Open) -> None:
    opened = window(under)
    opened.page.click("#map-layer [data-value='layer']")
    square = opened.page.locator(f"#map-body a[href^='#{UNDER}']").first
    square.focus()
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_selector("dialog[open] figure")
    opened.page.keyboard.press("Escape")
    closed(opened)
    assert square.evaluate("each => each === document.activeElement")
    opened.page.go_back()
    opened.page.wait_for_function("location.hash === ''")
    assert not opened.page.locator("dialog[open]").count()


def test_a_cell_with_a_layer_keeps_the_question(under: str, window: Open) -> None:
    asked = "from=py3.12-core0.3.0&to=py3.14-core0.3.0"
    opened = window(under, fragment=f"{UNDER}&scenario=create-agent&{asked}")
    opened.page.wait_for_selector("dialog[open] .form")
    opened.page.keyboard.press("Escape")
    closed(opened)
    assert opened.fragment().startswith(asked)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing(heard: str, window: Open, scheme: str, width: int) -> None:
    screen = {"width": width, "height": 900}
    opened = window(heard, fragment=OLD, color_scheme=scheme, viewport=screen)
    opened.page.wait_for_selector("dialog[open] figure")
    opened.page.evaluate(UNFOLD)
    assert faults(opened) == []
    small = [
        each.inner_text()
        for each in opened.page.locator(PRESSED).all()
        if (box := each.bounding_box()) and min(box["width"], box["height"]) < SMALLEST
    ]
    assert small == []


def test_what_is_open_is_what_is_printed(heard: str, window: Open) -> None:
    opened = window(heard, fragment=OLD)
    opened.page.wait_for_selector("dialog[open] figure")
    opened.page.emulate_media(media="print")
    assert opened.page.locator("#drawer figure:visible").count() == 9
    assert not opened.page.locator("h1").is_visible()
    dialog = "document.querySelector('dialog')"
    assert opened.page.evaluate(f"{dialog}.scrollHeight - {dialog}.clientHeight") == 0
