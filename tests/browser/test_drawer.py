"""The evidence of a cell."""

from tests.browser.conftest import Open

CELL = "py3.14-core0.2.43&scenario=gather"


def test_an_address_opens_it(plain: str, window: Open) -> None:
    opened = window(plain, fragment=CELL)
    opened.page.wait_for_selector("dialog[open] .tree")
    assert opened.text("#drawer-title") == "Python 3.14, langchain-core 0.2.43"
    assert opened.text("#drawer pre >> nth=0") == "compat replay py3.14-core0.2.43"
    assert opened.page.locator("figcaption b").all_inner_texts() == [
        *("naive", "configured", "callbacks", "copied context")
    ]
    assert opened.page.locator("figcaption .chip").all_inner_texts() == [
        *("lost\xa0○", "flattened\xa0◐", "nested\xa0●", "nested\xa0●")
    ]


def test_the_runs_are_drawn_side_by_side(plain: str, window: Open) -> None:
    opened = window(plain, fragment=CELL)
    trees = opened.page.locator("figure .tree")
    trees.first.wait_for()
    told = [tree.splitlines() for tree in trees.all_inner_texts()]
    assert told[0] == ["the caller's stream", "summarise tool", "not seen: a chat model's run"]
    assert told[1][-1] == "not above the child: summarise"
    assert trees.nth(2).locator(".child.nested").inner_text() == "model chat_model: the child"
    tops = [
        figure["y"]
        for each in opened.page.locator("figure").all()
        if (figure := each.bounding_box())
    ]
    assert len(set(tops)) < len(tops), "side by side where there is room"


def test_it_tells_events_packages_and_code(plain: str, window: Open) -> None:
    opened = window(plain, fragment=CELL)
    opened.page.wait_for_selector("figure")
    opened.page.evaluate(
        "document.querySelectorAll('dialog details').forEach(e => { e.open = true; })"
    )
    words = opened.text("#drawer-body")
    for each in (
        "start, stream 10, end",
        "callback handler",
        "pydantic 2",
        "x = 'configured'",
        "3.14.1",
    ):
        assert each in words


def test_escape_closes_it_and_the_keyboard_is_where_it_was(plain: str, window: Open) -> None:
    opened = window(plain, fragment="from=py3.12-core0.3.0&to=py3.14-core0.3.0")
    opened.page.focus("#lines button >> nth=0")
    opened.page.keyboard.press("Enter")
    link = opened.page.locator("#lines .release a").first
    link.focus()
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_selector("dialog[open] figure")
    assert opened.fragment().startswith("py3.9-core0.2.17")
    for _ in range(40):
        opened.page.keyboard.press("Tab")
        inside = "document.querySelector('dialog').contains(document.activeElement)"
        left_page = "document.activeElement === document.body"
        assert opened.page.evaluate(f"{inside} || {left_page}")
    opened.page.keyboard.press("Escape")
    opened.page.wait_for_selector("dialog:not([open])", state="attached")
    assert link.evaluate("each => each === document.activeElement")
    assert "py3.9-core0.2.17" not in opened.fragment()
    assert opened.picked() == ["3.12", "0.3.0", "3.14", "0.3.0"]


def test_the_way_back_closes_and_opens_it(plain: str, window: Open) -> None:
    opened = window(plain, fragment=CELL)
    opened.page.wait_for_selector("dialog[open]")
    opened.page.click("#drawer-close")
    opened.page.wait_for_selector("dialog:not([open])", state="attached")
    opened.page.go_back()
    opened.page.wait_for_selector("dialog[open]")
    assert opened.fragment() == CELL


def test_another_scenario_of_the_cell(plain: str, window: Open) -> None:
    opened = window(plain, fragment=CELL)
    opened.page.wait_for_selector("figure")
    opened.page.focus("#drawer-scenario")
    opened.page.select_option("#drawer-scenario", "tool-async")
    opened.page.wait_for_function("document.querySelectorAll('figure').length === 3")
    assert opened.focused() == "drawer-scenario"
    assert "scenario=tool-async" in opened.fragment()


def test_a_cell_that_was_not_probed_has_its_reason(plain: str, window: Open) -> None:
    opened = window(plain, fragment="py3.15-core0.3.0")
    opened.page.wait_for_selector("dialog[open] dl")
    assert "not installable" in opened.text("#drawer-body")
    assert "x" * 300 in opened.text("#drawer-body")
    assert opened.page.locator("figure").count() == 0


def test_an_answer_leads_to_the_evidence_of_both_ends(plain: str, window: Open) -> None:
    opened = window(plain, fragment="from=py3.12-core0.3.0&to=py3.14-core0.3.0")
    opened.page.locator("#answer .change summary").first.click()
    opened.page.locator("#answer .change a").last.click()
    opened.page.wait_for_selector("dialog[open] figure")
    assert opened.text("#drawer-title") == "Python 3.14, langchain-core 0.3.0"
    opened.page.keyboard.press("Escape")
    opened.page.wait_for_selector("dialog:not([open])", state="attached")
    assert opened.picked() == ["3.12", "0.3.0", "3.14", "0.3.0"]
