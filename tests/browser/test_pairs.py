"""With LangGraph on both ends the page answers as ``compat upgrade`` does, for every listener."""

from dataclasses import replace
from pathlib import Path

import pytest

from compat.difference.layered import hear_layer
from compat.matrix.model import Listener, Matrix
from compat.record.model import Status
from compat.stored.reports import load_layered
from tests.browser.conftest import SAMPLE, Open, written
from tests.browser.test_answers import drawn, hold
from tests.browser.window import Window
from tests.cli.run import ROOT
from tests.reports.layered import AGENT, NODE, layered
from tests.reports.sample import Said, haunted, tried

PRIVATE = tried("node-private", "naive", "remedy-empty-context", row="hiding")
BROKEN: Said = (Status.IMPORT_FAILED, "PairImportError: langgraph.x does not import: no y")
CELLS: dict[str, Said] = {
    "py3.10-core0.3.86-lg1.0.0": "lost~split/nested",
    "py3.10-core1.0.7-lg1.0.0": "nested~nested/nested",
    "py3.10-core0.3.86-lg1.0.2": "lost~split/lost",
    "py3.10-core1.0.0-lg1.0.2": BROKEN,
    "py3.10-core1.0.7-lg1.0.2": "nested~split/nested",
    "py3.10-core1.0.7-lg1.1.0": "raised/nested",
    "py3.12-core0.3.86-lg1.0.0": "nested~nested/nested",
    "py3.12-core1.0.0-lg1.0.0": "harness/nested",
    "py3.12-core1.0.7-lg1.0.2": "nested~nested/lost",
    "py3.12-core1.0.7-lg1.1.0": (Status.NOT_INSTALLABLE, "no"),
    "py3.13-core1.0.7-lg1.1.0": "nested~nested/nested",
    "py3.13-core0.3.86-lg1.0.0": (Status.INTERPRETER_MISSING, "no"),
}
ASKS = {"1.0.0": "", "1.0.1": ">=1.0.0", "1.0.2": "", "1.1.0a1": "", "1.1.0": ">=1.0.7"}
SHOWN = {"py3.10-core0.3.86-lg1.0.0": "lost/lost", "py3.10-core1.0.7-lg1.0.0": "nested/lost"}
AGENTS = {"py3.10-core1.0.7-lg1.0.0": "lost", "py3.10-core1.0.7-lg1.0.2": "nested"}


def made() -> Matrix:
    """Pairs with holes: what does not run, was not asked, is yanked, stands apart."""
    others = {"create-agent": AGENTS, "node-private": SHOWN}
    matrix = layered(CELLS, others, (NODE, AGENT, PRIVATE), ASKS)[0]
    layers = (replace(row, yanked=row.version == "1.0.2") for row in matrix.layers)
    cells = (
        replace(cell, overrides=("x",)) if cell.id == "py3.12-core1.0.7-lg1.0.2" else cell
        for cell in matrix.cells
    )
    return replace(matrix, layers=tuple(layers), cells=tuple(cells))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("pairs"), *SAMPLE, made())


def asked(source: str, target: str, more: str = "") -> str:
    return f"from=py{source}&to=py{target}{more}"


@pytest.mark.parametrize("listener", ["stream", "handler", "hook"])
def test_every_pair_of_cells_with_holes(address: str, window: Open, listener: str) -> None:
    heard = hear_layer(made(), Listener(listener))
    ids = [(cell.id, cell.status) for cell in heard.cells]
    pairs = [(one, two) for one, status in ids if status is Status.PROBED for two, _ in ids]
    hold(window(address), heard, pairs, listener=Listener(listener))


@pytest.mark.parametrize("count", [15, pytest.param(300, marks=pytest.mark.proof)])
def test_any_two_cells_with_langgraph(whole: str, window: Open, count: int) -> None:
    matrix = load_layered(ROOT / "reports")
    assert matrix is not None
    opened = window(whole)
    for seed, listener in enumerate(matrix.listeners):
        heard = hear_layer(matrix, listener)
        hold(opened, heard, drawn(heard, seed, count), listener=listener)


def told(window: Window) -> str:
    return window.text("#answer .sentence").replace("\xa0", " ")


def test_a_change_leads_to_the_evidence_of_both_cells(address: str, window: Open) -> None:
    ends = asked("3.10-core1.0.7-lg1.0.0", "3.10-core0.3.86-lg1.0.0", "&only=node-async")
    opened = window(address, fragment=ends)
    assert "LangGraph 1.0.0" in opened.text("#answer .route")
    opened.page.click("#answer .change summary")
    assert "with config" in opened.text("#answer .advice")
    assert opened.text("#answer .change pre") == "x = 'configured'"
    links = opened.page.locator("#answer .change a")
    assert links.all_inner_texts() == [
        f"Evidence: Python 3.10, langchain-core {each}, LangGraph 1.0.0"
        for each in ("1.0.7", "0.3.86")
    ]
    links.last.click()
    opened.page.wait_for_selector("dialog[open] h3")
    assert opened.text("#drawer-title") == "Python 3.10, LangGraph 1.0.0 over langchain-core 0.3.86"
    opened.page.keyboard.press("Escape")
    opened.page.wait_for_selector("dialog:not([open])", state="attached")
    assert ends.replace("&only", "&scenario=tool-async&only") in opened.fragment()


def test_code_outside_langgraph_is_told_too(tmp_path: Path, window: Open) -> None:
    cells: dict[str, Said] = {
        "py3.9-core1.0.7-lg1.0.0": "nested~nested/nested",
        "py3.10-core1.0.7-lg1.0.0": "nested~nested/nested",
        "py3.11-core1.0.7-lg1.0.0": "nested~nested/nested",
    }
    layer = written(tmp_path, *SAMPLE, layered(cells)[0])
    ends = asked("3.11-core1.0.7-lg1.0.0", "3.10-core1.0.7-lg1.0.0")
    opened = window(layer, fragment=ends)
    assert told(opened) == "Yes. Nothing changes."
    beside = opened.page.locator("#answer p", has_text="Your code outside LangGraph: Yes, with one")
    assert beside.count() == 1
    beside.locator("a").click()
    assert opened.fragment().startswith("from=py3.11-core1.0.7&to=py3.10-core1.0.7")
    opened = window(layer, fragment=f"{ends}&only=node-async")
    assert "outside LangGraph" not in opened.text("#answer")


def test_for_whom_it_is_otherwise_is_told_and_led_to(address: str, window: Open) -> None:
    opened = window(address, fragment=asked("3.10-core1.0.7-lg1.0.0", "3.10-core1.0.7-lg1.0.2"))
    assert opened.text("#answer .decision").startswith("Not known")
    opened.page.click("#answer >> text=For a tracer the answer is different: needs changes")
    assert opened.fragment().endswith("listener=hook")
    assert opened.text("#answer .decision").startswith("Needs changes")
    assert "For a" not in opened.text("#answer")


def test_what_is_missing_in_both_leads_to_what_to_write(address: str, window: Open) -> None:
    opened = window(address, fragment=asked("3.10-core0.3.86-lg1.0.0", "3.10-core0.3.86-lg1.0.2"))
    assert "This is a downgrade" not in opened.text("#answer")
    opened.page.click("#answer summary >> text=One pattern has a problem today, and keeps it.")
    opened.page.click("#answer li a >> text=node-async")
    assert opened.fragment() == "from=py3.10-core0.3.86-lg1.0.2&only=node-async"
    back = window(address, fragment=asked("3.10-core0.3.86-lg1.0.2", "3.10-core0.3.86-lg1.0.0"))
    told = "This is a downgrade: LangGraph 1.0.2 → 1.0.0."
    assert back.page.locator("#answer p", has_text=told).count() == 1


def test_only_one_end_with_langgraph_has_no_answer(address: str, window: Open) -> None:
    opened = window(address, fragment=asked("3.10-core0.3.86-lg1.0.0", "3.10-core1.0.7"))
    assert opened.text("#message") == (
        "What you have has LangGraph 1.0.0, and what you want has none, so they cannot be"
        " compared. Choose it in both, or in neither."
    )
    assert opened.page.locator("#answer .sentence").count() == 0
    assert opened.text("#to-layer option:checked") == "choose …"
    opened.page.select_option("#to-layer", label="1.0.2")
    assert opened.fragment().startswith(asked("3.10-core0.3.86-lg1.0.0", "3.10-core1.0.7-lg1.0.2"))
    assert told(opened)
    opened.page.select_option("#from-layer", label="none")
    assert opened.fragment().startswith(asked("3.10-core0.3.86", "3.10-core1.0.7"))
    assert not opened.page.locator("#to-layer").is_visible()


def test_what_was_not_there_before_is_the_other_way_round(address: str, window: Open) -> None:
    opened = window(address, fragment=asked("3.10-core1.0.0", "3.10-core1.0.7-lg1.0.0"))
    assert "What you want has LangGraph 1.0.0, and what you have has none" in opened.text(
        "#message"
    )
    opened.page.select_option("#to-layer", label="the same")
    assert not opened.page.locator("#to-layer").is_visible()


def test_what_does_not_import_or_install_says_why(address: str, window: Open) -> None:
    failed = window(address, fragment=asked("3.10-core0.3.86-lg1.0.0", "3.10-core1.0.0-lg1.0.2"))
    assert told(failed) == (
        "No: Python 3.10, langchain-core 1.0.0, LangGraph 1.0.2 installs, and does not run:"
        " langgraph.x does not import (no y)."
    )
    source = window(address, fragment=asked("3.12-core1.0.7-lg1.1.0", "3.10-core1.0.7-lg1.1.0"))
    assert told(source) == (
        "Python 3.12, langchain-core 1.0.7, LangGraph 1.1.0 was not measured (not installable), so"
        " there is nothing to compare Python 3.10, langchain-core 1.0.7, LangGraph 1.1.0 with."
    )


def test_an_unknown_release_has_to_be_chosen(address: str, window: Open) -> None:
    opened = window(address, fragment=asked("3.10-core1.0.7-lg1.0.0", "3.10-core1.0.7-lg9.9"))
    assert "There is no LangGraph “9.9” here. Nearest: 1.1.0, 1.0.2." in opened.text("#message")
    assert opened.page.locator("#answer .sentence").count() == 0
    opened.page.select_option("#to-layer", label="1.1.0")
    assert "raise an error" in told(opened)


def test_the_same_twice_is_said(address: str, window: Open) -> None:
    opened = window(address, fragment=asked(*["3.10-core1.0.7-lg1.0.0"] * 2))
    assert told(opened) == "Both are the same configuration."


def test_where_to_go_keeps_langgraph_until_it_is_picked(address: str, window: Open) -> None:
    opened = window(address, fragment="from=py3.10-core0.3.86-lg1.0.0")
    opened.page.click("#further summary")
    opened.page.select_option("#to-python", label="3.12")
    assert opened.fragment().startswith(asked("3.10-core0.3.86-lg1.0.0", "3.12-core0.3.86-lg1.0.0"))
    opened.page.select_option("#to-python", label="the same")
    opened.page.select_option("#to-layer", label="1.1.0 with 1.0.7")
    assert opened.fragment().startswith(asked("3.10-core0.3.86-lg1.0.0", "3.10-core1.0.7-lg1.1.0"))
    opened.page.click("#swap")
    assert opened.fragment().startswith(asked("3.10-core1.0.7-lg1.1.0", "3.10-core0.3.86-lg1.0.0"))
    groups = opened.page.locator("#only option").all_inner_texts()
    assert "node-async" in groups
    assert "tool-async" not in groups


def test_a_pattern_of_langchain_core_is_not_compared_there(address: str, window: Open) -> None:
    ends = asked("3.10-core0.3.86-lg1.0.0", "3.10-core1.0.7-lg1.0.0", "&only=gather")
    opened = window(address, fragment=ends)
    assert opened.text("#message").startswith("“gather” is not LangGraph's: choose another")
    assert opened.page.locator("#answer .sentence").count() == 0


def test_hostile_words_are_only_words(tmp_path: Path, window: Open) -> None:
    shown = haunted(made(), SAMPLE[1])[0]
    opened = window(written(tmp_path, *SAMPLE, shown))
    for ends in (
        asked("3.10-core0.3.86-lg1.0.0", "3.10-core1.0.0-lg1.0.2"),
        asked("3.10-core1.0.7-lg1.0.0", "3.10-core1.0.7-lg1.1.0"),
    ):
        opened.page.evaluate(f"location.hash = '#{ends}'")
        opened.page.wait_for_selector("#answer .decision")
        opened.page.evaluate(
            "document.querySelectorAll('#answer details').forEach(each => { each.open = true; })"
        )
        assert (
            opened.page.locator(":is(#answer, #message) :is(img, a[href]:not([href^='#']))").count()
            == 0
        )
