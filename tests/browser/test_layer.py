"""LangGraph on the map: one switch, rows over Pythons, and the evidence of one of them."""

from dataclasses import replace

import pytest

from compat.matrix.model import Listener, Matrix
from compat.record.model import Status
from tests.browser.conftest import SAMPLE, Open, written
from tests.browser.test_page import UNFOLD, WIDTHS, faults
from tests.browser.window import SCREENS, Window
from tests.reports.layered import AGENT, NODE, layered
from tests.reports.sample import Said, haunted

FAILED: Said = (Status.IMPORT_FAILED, "langgraph.x does not import")
CELLS: dict[str, Said] = {
    **{f"py3.10-core{core}-lg1.0.0": "lost~split/nested" for core in ("1.4.8", "1.4.9")},
    **{f"py3.10-core{core}-lg0.6.0": "lost~split/lost" for core in ("1.4.8", "1.4.9")},
    "py3.12-core1.4.8-lg1.0.0": "nested~nested/nested",
    "py3.12-core1.4.9-lg1.0.0": FAILED,
    "py3.12-core1.4.9-lg0.6.0": "nested~nested/nested",
}
AGENTS = {cell: "lost" for cell in CELLS if cell.startswith("py3.10")}
LAYER = layered(CELLS, {"create-agent": AGENTS}, (NODE, AGENT))[0]
LAYERED = "#map-layer [data-value='layer']"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("layer"), *SAMPLE, LAYER)


def rows(window: Window) -> list[list[str]]:
    """The map's rows: what heads each, and the labels of its squares."""
    labels = "row => [row.cells[0].textContent, ...[...row.querySelectorAll('.square')].map("
    labels += "each => each.getAttribute('title').split(': ').pop())]"
    found = window.page.evaluate(f"[...document.querySelectorAll('#map-body tr')].map({labels})")
    return [[str(each) for each in row] for row in found]


def test_a_switch_shows_the_same_map_under_the_layer(address: str, window: Open) -> None:
    opened = window(address)
    assert not opened.page.locator("#layer-row").is_visible()
    opened.page.click(LAYERED)
    assert opened.text("#map-head").split() == ["Python", "1.0", "0.6"]
    assert rows(opened) == [
        [
            "3.12",
            "automatic. Evidence of 1.0.0 over 1.4.8",
            "automatic. Evidence of 0.6.0 over 1.4.9",
        ],
        ["3.10", "manual. Evidence of 1.0.0 over 1.4.9", "broken. Evidence of 0.6.0 over 1.4.9"],
    ]
    assert not opened.page.locator("#scenario").is_visible()
    assert not opened.page.locator("#every-release").is_visible()
    opened.page.select_option("#layer-row", label="create-agent")
    assert rows(opened)[1][1] == "nothing to pass. Evidence of 1.0.0 over 1.4.9"
    opened.page.click("#map-layer [data-value='']")
    assert opened.text("#map-of") == "tool-async"


def test_an_address_names_one_of_its_rows(address: str, window: Open) -> None:
    opened = window(address, fragment="scenario=create-agent")
    assert not opened.page.locator("#message").is_visible()
    assert opened.text("#map-of") == "create-agent"
    assert opened.text("#map-head").split() == ["Python", "1.0", "0.6"]
    assert opened.text("#layer-row option:checked") == "create-agent"
    opened.page.evaluate("location.hash = '#scenario=gather'")
    opened.page.wait_for_selector("#map-layer [data-value=''][aria-pressed='true']")
    assert opened.text("#map-of") == "gather"
    opened.page.go_back()
    opened.page.wait_for_selector("#layer-row", state="visible")
    assert opened.text("#map-of") == "create-agent"


def test_a_row_that_is_not_there_is_told_with_the_nearest(address: str, window: Open) -> None:
    opened = window(address, fragment="scenario=node-asink")
    assert "There is no pattern “node-asink” here. Nearest: node-async" in opened.text("#message")


def test_its_patterns_can_be_rows_for_a_pair(address: str, window: Open) -> None:
    opened = window(address)
    opened.page.click(LAYERED)
    opened.page.click("#map-rows [data-value='patterns']")
    assert opened.text("#map-head").split() == ["Pattern", "3.12", "3.10"]
    options = opened.page.locator("#map-release option").all_inner_texts()
    assert options == [
        "the newest on each Python",
        *("1.0.0 over 1.4.9", "1.0.0 over 1.4.8", "0.6.0 over 1.4.9", "0.6.0 over 1.4.8"),
    ]
    assert [row[0] for row in rows(opened)] == [
        "nodes 1 pattern",
        "node-async",
        "agents under LangGraph 1 pattern",
    ]
    opened.page.select_option("#map-release", label=options[1])
    assert rows(opened)[1][1:] == [
        "import failed. Evidence of 1.0.0 over 1.4.9",
        "manual. Evidence of 1.0.0 over 1.4.9",
    ]


def test_who_listens_is_who_the_question_asks_for(address: str, window: Open) -> None:
    opened = window(address, fragment="from=py3.10-core1.4.9-lg0.6.0&listener=hook")
    assert "for a tracer" in opened.text("#map-says")
    opened.page.locator("#map-body a").last.click()
    opened.page.wait_for_selector("dialog[open] h3")
    assert "a separate trace" in opened.text("#drawer-body")


def test_a_square_opens_its_evidence_with_the_keyboard_and_takes_it_back(
    address: str, window: Open
) -> None:
    opened = window(address)
    opened.page.click(LAYERED)
    square = opened.page.locator("#map-body tr:last-child a").first
    square.focus()
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_selector("dialog[open] h3")
    assert opened.text("#drawer-title") == "Python 3.10, LangGraph 1.0.0 over langchain-core 1.4.9"
    shown = opened.text("#drawer-body")
    assert "Write it with config:" in shown
    assert "compat replay py3.10-core1.4.9-lg1.0.0" in shown
    assert "LangGraph at 1.0.0, exact: broken → manual." in shown
    opened.page.keyboard.press("Escape")
    opened.page.wait_for_selector("dialog:not([open])", state="attached")
    assert square.evaluate("each => each === document.activeElement")
    assert opened.text("#map-head").split() == ["Python", "1.0", "0.6"]


@pytest.mark.parametrize("width", WIDTHS)
def test_it_is_as_wide_as_the_window(address: str, window: Open, width: int) -> None:
    opened = window(address, viewport={"width": width, "height": 800})
    opened.page.click(LAYERED)
    opened.page.evaluate(UNFOLD)
    assert opened.sideways() == 0


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing(address: str, window: Open, scheme: str, width: int) -> None:
    opened = window(address, color_scheme=scheme, viewport={"width": width, "height": 900})
    opened.page.click(LAYERED)
    opened.page.click("#map-rows [data-value='patterns']")
    opened.page.evaluate(UNFOLD)
    assert faults(opened) == []


def test_without_a_script_the_newest_is_a_table(address: str, window: Open) -> None:
    opened = window(address, java_script_enabled=False)
    opened.page.click("#layer-all > summary")
    assert opened.text("tr[data-row='node-async'] td:last-child").startswith("manual")
    assert not opened.page.locator("#map-layer").is_visible()


@pytest.mark.parametrize("shown", [haunted(LAYER, SAMPLE[1])[0]], ids=["hostile"])
def test_hostile_words_are_only_words(
    shown: Matrix, tmp_path_factory: pytest.TempPathFactory, window: Open
) -> None:
    opened = window(written(tmp_path_factory.mktemp("hostile"), *SAMPLE, shown))
    opened.page.click(LAYERED)
    opened.page.locator("#map-body a").last.click()
    opened.page.wait_for_selector("dialog[open] h3")
    opened.page.evaluate(UNFOLD)
    assert opened.page.locator(":is(img, a[href]:not([href^='#']))").count() == 0
    assert "img src=x onerror" in opened.text("#drawer")


def test_a_matrix_for_one_listener_has_one(
    tmp_path_factory: pytest.TempPathFactory, window: Open
) -> None:
    one = replace(LAYER, listeners=(Listener.STREAM,), change_overs=())
    opened = window(written(tmp_path_factory.mktemp("one"), *SAMPLE, one))
    opened.page.click(LAYERED)
    opened.page.evaluate("go({ ...current, listener: 'hook' })")
    assert rows(opened)[1][1].startswith("manual.")
