"""The pickers: by mouse, by keyboard, by address."""

import random

import pytest

from compat.symptoms.model import load_codes
from tests.browser.conftest import Open
from tests.browser.window import Window

ASYNC = load_codes()["tool-async"]
FROM_TO = "from=py3.12-core0.3.0&to=py3.14-core0.3.0"


def decided(window: Window) -> str:
    return window.text("#answer .decision").split("\xa0")[0]


def test_it_answers_before_it_is_asked(plain: str, window: Open) -> None:
    opened = window(plain)
    assert decided(opened) in {"Safe", "Needs changes"}
    assert opened.fragment() == ""


def test_an_address_is_a_question(plain: str, window: Open) -> None:
    opened = window(plain, fragment=FROM_TO)
    assert opened.picked() == ["3.12", "0.3.0", "3.14", "0.3.0"]
    assert decided(opened) == "Needs changes"
    sentence = opened.text("#answer .sentence")
    assert sentence.startswith(
        f"Yes, with one change: {ASYNC} lose the model's events since Python"
    )
    assert opened.text("#answer .causes >> nth=0") == ("1 pattern: changed in Python 3.14")
    change = opened.page.locator("#answer .change")
    change.locator("summary").first.click()
    change.locator("li").first.wait_for()
    words = change.inner_text()
    assert "complete → missing (with no config)" in words
    assert "Changed in Python 3.14." in words
    assert "Write it with callbacks: complete, today and after the upgrade." in words


def test_picking_with_the_mouse_writes_the_address(plain: str, window: Open) -> None:
    opened = window(plain, fragment=FROM_TO)
    opened.page.select_option("#to-python", label="3.13")
    assert "to=py3.13-core0.3.0" in opened.fragment()
    assert decided(opened) == "Safe"
    opened.page.click("#swap")
    assert opened.picked() == ["3.13", "0.3.0", "3.12", "0.3.0"]


def test_picking_with_the_keyboard(plain: str, window: Open) -> None:
    opened = window(plain, fragment=FROM_TO)
    opened.page.focus("#from-python")
    order = [opened.focused()]
    for _ in range(4):
        opened.page.keyboard.press("Tab")
        order.append(opened.focused())
    assert order == ["from-python", "from-core", "to-python", "to-core", "only"]
    opened.page.focus("#to-python")
    opened.page.keyboard.type("3.13")
    assert opened.picked()[2] == "3.13"
    opened.page.focus("#swap")
    opened.page.keyboard.press("Enter")
    assert opened.picked() == ["3.13", "0.3.0", "3.12", "0.3.0"]


def test_what_is_asked_of_a_part_of_the_scenarios(plain: str, window: Open) -> None:
    opened = window(plain, fragment=FROM_TO)
    opened.page.select_option("#only", "gather")
    assert opened.fragment().endswith("only=gather")
    assert opened.text("#answer .sentence").startswith("Yes, nothing gets worse. But in both, ")
    opened.page.select_option("#only", label="all of: the guide")
    assert opened.text("#answer .sentence").startswith(f"Yes, with one change: {ASYNC} lose")
    assert "In both" not in opened.text("#answer .sentence")
    opened.page.evaluate("address => { location.hash = address; }", FROM_TO)
    opened.page.wait_for_function("document.getElementById('only').value === ''")
    assert "In both" in opened.text("#answer .sentence")


def test_the_way_back(plain: str, window: Open) -> None:
    opened = window(plain, fragment=FROM_TO)
    opened.page.select_option("#to-python", label="3.13")
    opened.page.select_option("#to-core", label="1.0.7")
    opened.page.go_back()
    assert opened.picked() == ["3.12", "0.3.0", "3.13", "0.3.0"]
    opened.page.go_back()
    assert opened.picked() == ["3.12", "0.3.0", "3.14", "0.3.0"]
    opened.page.go_forward()
    assert opened.picked() == ["3.12", "0.3.0", "3.13", "0.3.0"]


def test_a_cell_that_was_not_probed_is_told_as_such(plain: str, window: Open) -> None:
    opened = window(plain, fragment="from=py3.12-core0.3.0&to=py3.15-core0.3.0")
    assert opened.picked()[3] == "0.3.0 (not installable)"
    assert opened.text("#answer .sentence").startswith(
        "No: Python 3.15, langchain-core 0.3.0 is not installable: xxx"
    )
    assert "x" * 300 in opened.text("#answer")
    opened.page.click("#swap")
    assert opened.text("#answer .sentence").startswith(
        "Python 3.15, langchain-core 0.3.0 was not measured (not installable), so there is nothing"
    )


@pytest.mark.parametrize(
    ("fragment", "message"),
    [
        (
            "from=py3.99-core0.3.1",
            "“py3.99-core0.3.1” here. Nearest: py3.15-core0.3.0, py3.15-core0.2.43.",
        ),
        ("py3.12-core0.3.99", "Nearest: py3.12-core0.3.86, py3.12-core0.3.0."),
        ("py3.12-core0.3.0&scenario=tool-asink", "“tool-asink” here. Nearest: tool-async, gather."),
        ("<img src=x onerror=alert(1)>", "part of the address: “<img src”"),
        ("%3Cscript%3Ealert(1)%3C/script%3E", "“<script>alert(1)</script>” here."),
        ("%E0%A4%A", "There is no configuration “%E0%A4%A” here."),
        ("%E2%80%AEpy", "“\\u{202e}py” here."),
        ("py3.12-core0.3.0&constructor=1", "“constructor”"),
        ("from=__proto__&to=py3.12-core0.3.0", "“__proto__” here."),
        ("to=py3.12-core0.3.0&to=py3.13-core0.3.0", "The address says “to” twice."),
        ("x" * 5000, "x…” here."),
    ],
)
def test_a_tampered_address_changes_nothing_but_the_message(
    plain: str, window: Open, fragment: str, message: str
) -> None:
    opened = window(plain, fragment=FROM_TO)
    before = opened.picked(), opened.text("#answer"), opened.text("#map-body")
    opened.page.evaluate("fragment => { location.hash = fragment; }", fragment)
    opened.page.wait_for_selector("#message:not([hidden])")
    assert message in opened.text("#message")
    assert (opened.picked(), opened.text("#answer"), opened.text("#map-body")) == before
    assert not opened.page.locator("dialog[open]").count()
    assert not opened.page.locator("#message img, #message script").count()


def test_no_address_is_too_odd_to_read(plain: str, window: Open) -> None:
    chance = random.Random(0)  # noqa: S311 - a sample that stays the same
    parts = [
        *"&=#%\\<>'\"",
        "%00",
        "%ff",
        "from",
        "to",
        "scenario",
        "__proto__",
        "py3.12-core",
        "9" * 40,
    ]
    odd = ["".join(chance.choices(parts, k=chance.randrange(1, 9))) for _ in range(300)]
    read = "texts => texts.map(text => Object.keys(readFragment(known, text)))"
    assert {str(each) for each in window(plain).page.evaluate(read, odd)} <= {"['wrong']", "[]"}


def test_a_message_goes_when_the_address_is_right_again(plain: str, window: Open) -> None:
    opened = window(plain, fragment="from=nonsense")
    assert opened.page.locator("#message").is_visible()
    opened.page.select_option("#to-python", label="3.13")
    assert not opened.page.locator("#message").is_visible()


def test_what_is_passed_by_hand_follows_the_target(plain: str, window: Open) -> None:
    opened = window(plain, fragment=FROM_TO)
    assert opened.text("#by-hand-here p >> nth=0") == (
        "On Python 3.14, langchain-core 0.3.0, 2 of 2 patterns show more if something is passed on"
        " by hand."
    )
    opened.page.locator("#by-hand-here summary").last.click()
    assert opened.text("#by-hand-here pre") == "x = 'callbacks'"


def test_code_is_copied_or_selected(plain: str, window: Open) -> None:
    opened = window(plain, fragment=FROM_TO)
    opened.page.locator("#by-hand-here summary").last.click()
    opened.page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })"
    )
    opened.page.click("#by-hand-here .copy")
    assert opened.text("#by-hand-here .copying") == "Copy Selected; copy it with the keyboard."
    assert opened.page.evaluate("getSelection().toString()").strip() == "x = 'callbacks'"


def test_a_scenario_can_be_chosen_and_its_lines_unfolded(plain: str, window: Open) -> None:
    opened = window(plain)
    opened.page.select_option("#scenario", "gather")
    assert "scenario=gather" in opened.fragment()
    assert opened.text("#map-of") == opened.text("#lines-of") == "gather"
    assert opened.page.locator("#lines tr").count() == 3
    opened.page.focus("#lines button >> nth=1")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#lines .release th").all_inner_texts() == ["0.3.0", "0.3.86"]
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#lines .release").count() == 0


def test_the_filter_shows_what_fits(plain: str, window: Open) -> None:
    opened = window(plain)
    rows = opened.page.locator("#overview-table tbody tr:not(.group):visible")
    assert rows.count() == 1
    opened.page.fill("#filter", "concurrency gather")
    assert (rows.count(), opened.text("#filtered")) == (1, "1 pattern")
    opened.page.fill("#filter", "nothing like it")
    assert (rows.count(), opened.text("#filtered")) == (0, "0 patterns")
    opened.page.fill("#filter", "")
    opened.page.click("#overview-table .unfold >> nth=1")
    assert rows.count() == 2
