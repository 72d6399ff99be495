"""LangGraph on the page: a pair, a listener, a row, for everybody and on every screen."""

from dataclasses import replace

import pytest

from compat.matrix.model import Listener, Matrix
from compat.record.model import Status
from tests.browser.conftest import SAMPLE, Open, written
from tests.browser.test_page import UNFOLD, WIDTHS, faults
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
FIRST = "tr[data-row='node-async']"
SMALLEST = 24  # pixels, WCAG 2.2, target size (minimum)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("layer"), *SAMPLE, LAYER)


def test_the_newest_is_shown_first_and_what_to_write_there(address: str, window: Open) -> None:
    opened = window(address)
    head = opened.text("#layer-head").split()
    assert head == ["Row", "3.10", "1.0.0", "over", "1.4.9", "3.12", "1.0.0", "over", "1.4.8"]
    rows = opened.page.locator("#layer-table tr[data-row]").all_inner_texts()
    assert [row.replace("\u00a0", " ").split("\t") for row in rows] == [
        ["node-async", "manual ◐", "automatic ●"],
        ["create-agent", "broken: nothing to pass ○", "not measured —"],
    ]
    body = opened.text("#layer-body")
    assert "Python 3.10, LangGraph 1.0.0 over langchain-core 1.4.9:" in body
    assert "Write it with config:" in body
    assert "compat replay py3.10-core1.4.9-lg1.0.0" in body


def test_a_pair_and_a_listener_can_be_chosen(address: str, window: Open) -> None:
    opened = window(address)
    options = opened.page.locator("#layer-pair option").all_inner_texts()
    assert options == [
        "the newest on each Python",
        *("LangGraph 1.0.0 over langchain-core 1.4.9", "LangGraph 1.0.0 over langchain-core 1.4.8"),
        *("LangGraph 0.6.0 over langchain-core 1.4.9", "LangGraph 0.6.0 over langchain-core 1.4.8"),
    ]
    opened.page.select_option("#layer-pair", label=options[1])
    assert opened.text(f"{FIRST} td:last-child").startswith("import failed")
    opened.page.select_option("#layer-pair", label=options[3])
    assert opened.text(f"{FIRST} td:nth-child(2)").startswith("broken")
    assert "Nothing that was measured helps." in opened.text("#layer-body")
    opened.page.select_option("#layer-listener", label="a tracer")
    assert "a separate trace" in opened.text("#layer-body")
    assert opened.text("#layer-of") == (
        "Verdicts for a tracer. Releases: LangGraph 0.6.0 over langchain-core 1.4.9"
    )


def test_a_cell_opens_its_row_with_the_keyboard(address: str, window: Open) -> None:
    opened = window(address)
    button = opened.page.locator("tr[data-row='create-agent'] button").first
    button.focus()
    opened.page.keyboard.press("Enter")
    assert opened.focused() == "layer-one"
    assert opened.text("#layer-row option:checked") == "create-agent"
    assert "There is nothing to pass by hand" in opened.text("#layer-body")
    opened.page.select_option("#layer-row", label="node-async")
    body = opened.text("#layer-body")
    assert "LangGraph at 1.0.0, exact: broken → manual." in body
    assert "langchain-core 1.4.8 to 1.4.9, Python 3.10 (2 places)" in body


@pytest.mark.parametrize("width", WIDTHS)
def test_it_is_as_wide_as_the_window(address: str, window: Open, width: int) -> None:
    opened = window(address, viewport={"width": width, "height": 800})
    opened.page.evaluate(UNFOLD)
    assert opened.sideways() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_pressed_is_large_enough(address: str, window: Open, width: int) -> None:
    opened = window(address, viewport={"width": width, "height": 800})
    section = "section[aria-labelledby='langgraph']"
    for each in opened.page.locator(f"{section} :is(button, select, summary)").all():
        box = each.bounding_box()
        if box and box["width"]:  # what is folded away has none
            assert min(box["width"], box["height"]) >= SMALLEST


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(address: str, window: Open, scheme: str, width: int) -> None:
    opened = window(address, color_scheme=scheme, viewport={"width": width, "height": 900})
    opened.page.evaluate(UNFOLD)
    assert faults(opened) == []


def test_without_a_script_the_newest_is_a_table(address: str, window: Open) -> None:
    opened = window(address, java_script_enabled=False)
    assert opened.text(f"{FIRST} td:nth-child(2)").startswith("manual")
    assert not opened.page.locator("#layer-choose").is_visible()


@pytest.mark.parametrize("shown", [haunted(LAYER, SAMPLE[1])[0]], ids=["hostile"])
def test_hostile_words_are_only_words(
    shown: Matrix, tmp_path_factory: pytest.TempPathFactory, window: Open
) -> None:
    opened = window(written(tmp_path_factory.mktemp("hostile"), *SAMPLE, shown))
    opened.page.evaluate(UNFOLD)
    assert opened.page.locator(":is(img, a[href]:not([href^='#']))").count() == 0
    assert "img src=x onerror" in opened.text("#layer-body")


def test_a_matrix_for_one_listener_has_one(
    tmp_path_factory: pytest.TempPathFactory, window: Open
) -> None:
    one = replace(LAYER, listeners=(Listener.STREAM,), change_overs=())
    opened = window(written(tmp_path_factory.mktemp("one"), *SAMPLE, one))
    assert opened.page.locator("#layer-listener option").count() == 2
