"""The question: by mouse, by keyboard, by address; and what an address may not know."""

import random

import pytest

from compat.symptoms.model import load_codes
from tests.browser.conftest import Open
from tests.browser.window import Window

ASYNC = load_codes()["tool-async"]
UNANSWERED = "No answer yet: the question is not whole."
FROM_TO = "from=py3.12-core0.3.0&to=py3.14-core0.3.0"


def decided(window: Window) -> str:
    return window.text("#answer .decision").split("\xa0")[0]


def test_an_address_is_a_question(plain: str, window: Open) -> None:
    opened = window(plain, fragment=FROM_TO)
    assert opened.picked() == ["3.12", "0.3.0", "3.14", "the same"]
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
    assert opened.picked() == ["3.13", "0.3.0", "3.12", "the same"]
    opened.page.select_option("#to-python", label="the same")
    assert "to=" not in opened.fragment()
    assert opened.text("#answer .sentence").startswith("Python 3.13, langchain-core 0.3.0: ")
    assert opened.page.locator("#swap").is_disabled()


def test_picking_with_the_keyboard(plain: str, window: Open) -> None:
    opened = window(plain, fragment=FROM_TO)
    opened.page.focus("#from-python")
    order = [opened.focused()]
    for _ in range(6):
        opened.page.keyboard.press("Tab")
        order.append(opened.focused())
    assert order == ["from-python", "from-core", "listener", "", "to-python", "to-core", "only"]
    opened.page.focus("#to-python")
    opened.page.keyboard.type("3.13")
    assert opened.picked()[2] == "3.13"
    assert opened.focused() == "to-python"
    opened.page.focus("#swap")
    opened.page.keyboard.press("Enter")
    assert opened.picked() == ["3.13", "0.3.0", "3.12", "the same"]


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
    opened = window(plain)
    opened.page.select_option("#from-core", label="0.3.0")
    opened.page.click("#further summary")
    opened.page.select_option("#to-python", label="3.13")
    opened.page.select_option("#to-core", label="1.0.7")
    opened.page.go_back()
    assert opened.picked() == ["3.14", "0.3.0", "3.13", "the same"]
    opened.page.go_back()
    assert opened.picked() == ["3.14", "0.3.0", "the same", "the same"]
    assert opened.page.locator("#answer .decision").count() == 0
    opened.page.go_back()
    assert opened.picked() == ["3.14", "1.0.7", "the same", "the same"]
    opened.page.go_forward()
    assert opened.picked() == ["3.14", "0.3.0", "the same", "the same"]


def test_a_cell_that_was_not_probed_is_told_as_such(plain: str, window: Open) -> None:
    opened = window(plain, fragment="from=py3.12-core0.3.0&to=py3.15-core0.3.0")
    assert opened.text("#answer .sentence").startswith(
        "No: Python 3.15, langchain-core 0.3.0 is not installable: xxx"
    )
    assert "x" * 300 in opened.text("#answer")
    opened.page.click("#swap")
    assert opened.picked()[1] == "0.3.0 (not installable)"
    assert opened.text("#answer .sentence").startswith(
        "Python 3.15, langchain-core 0.3.0 was not measured (not installable), so there is nothing"
    )


@pytest.mark.parametrize(
    ("fragment", "picked", "message"),
    [
        (
            "from=py3.99-core0.3.0",
            ["choose …", "0.3.0"],
            "There is no Python “3.99” here. Nearest: 3.15, 3.14. Choose one.",
        ),
        (
            "from=py3.12-core0.9.9&to=py3.13-core0.3.0",
            ["3.12", "choose …"],
            "There is no langchain-core “0.9.9” here. Nearest: 0.3.86, 1.0.0. Choose one.",
        ),
        ("from=py3.12", ["3.12", "choose …"], "Choose langchain-core."),
        (
            "from=py3.12-core0.3.0-lg1.0.0",
            ["3.12", "0.3.0"],
            "There is no LangGraph “1.0.0” here. Answer without it.",
        ),
        ("from=", ["choose …", "choose …"], "Choose Python, langchain-core."),
        ("from=__proto__", ["choose …", "choose …"], "configuration “__proto__” here."),
        (f"{FROM_TO}&only=tool-asink", ["3.12", "0.3.0"], "pattern “tool-asink” here. Nearest: "),
        (f"{FROM_TO}&constructor=1", ["3.12", "0.3.0"], "this part of the address: “constructor”"),
        (f"{FROM_TO}&lisener=hook", ["3.12", "0.3.0"], "part of the address: “lisener”"),
        (f"{FROM_TO}&to=py3.13-core0.3.0", ["3.12", "0.3.0"], "The address says “to” twice."),
        ("from=py3.12-core0.3.0&listener=custom", ["3.12", "0.3.0"], "no listener “custom” here."),
    ],
)
def test_what_is_known_is_kept_and_there_is_no_answer(
    plain: str, window: Open, fragment: str, picked: list[str], message: str
) -> None:
    opened = window(plain, fragment=fragment)
    assert opened.picked()[:2] == picked
    assert message in opened.text("#message")
    assert opened.text("#answer") == UNANSWERED
    assert opened.text("#answer-said") == UNANSWERED


def test_a_question_is_answered_when_it_is_whole(plain: str, window: Open) -> None:
    opened = window(plain, fragment="from=py3.99-core0.9.9")
    opened.page.select_option("#from-python", label="3.10")
    assert opened.text("#answer") == UNANSWERED
    assert opened.fragment().startswith("from=py3.10&")
    opened.page.select_option("#from-core", label="0.3.0")
    assert opened.text("#answer .sentence").startswith("Python 3.10, langchain-core 0.3.0: ")
    assert not opened.page.locator("#message").is_visible()


def test_a_part_of_the_address_that_is_not_understood_can_be_left_out(
    plain: str, window: Open
) -> None:
    opened = window(plain, fragment=f"{FROM_TO}&lisener=hook")
    opened.page.click("#message a")
    assert decided(opened) == "Needs changes"
    assert "lisener" not in opened.fragment()


@pytest.mark.parametrize(
    ("fragment", "whole"),
    [
        ("from=py3.12-core0.3", "from=py3.12-core0.3.86"),
        ("from=py3.12-core1&listener=stream", "from=py3.12-core1.0.7"),
        ("from=py3.15-core0.2", "from=py3.15-core0.2.43"),
        ("from=py3.12-core0.3&to=py3.14-core1.0", "from=py3.12-core0.3.86&to=py3.14-core1.0.7"),
    ],
)
def test_a_minor_version_is_its_newest_patch_and_the_address_whole(
    plain: str, window: Open, fragment: str, whole: str
) -> None:
    opened = window(plain, fragment=fragment)
    assert opened.fragment() == whole
    assert opened.page.locator("#answer .sentence").count() == 1


@pytest.mark.parametrize(
    ("fragment", "message"),
    [
        ("py3.12-core0.3.99", "Nearest: 0.3.86, 1.0.0."),
        ("py3.12-core0.3.0&scenario=tool-asink", "“tool-asink” here. Nearest: tool-async, gather."),
        ("<img src=x onerror=alert(1)>", "part of the address: “<img src”"),
        ("%3Cscript%3Ealert(1)%3C/script%3E", "“<script>alert(1)</script>” here."),
        ("%E0%A4%A", "There is no configuration “%E0%A4%A” here."),
        ("%E2%80%AEpy", "“\\u{202e}py” here."),
        ("x" * 5000, "x…” here."),
    ],
)
def test_a_tampered_address_changes_no_question(
    plain: str, window: Open, fragment: str, message: str
) -> None:
    opened = window(plain, fragment=FROM_TO)
    before = opened.picked(), opened.text("#map-body")
    opened.page.evaluate("fragment => { location.hash = fragment; }", fragment)
    opened.page.wait_for_selector("#message:not([hidden])")
    assert message in opened.text("#message")
    assert (opened.picked(), opened.text("#map-body")) == before
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
        "-lg",
        "9" * 40,
    ]
    odd = ["".join(chance.choices(parts, k=chance.randrange(1, 9))) for _ in range(300)]
    opened = window(plain)
    for each in odd:
        opened.page.evaluate("text => { history.pushState(null, '', `#${text}`); follow(); }", each)
        answered = opened.page.locator("#answer .sentence").count()
        message = opened.page.locator("#message").is_visible()
        assert answered == 0 or not message or not each.startswith(("from=", "to=")), each


def test_a_message_goes_when_the_address_is_right_again(plain: str, window: Open) -> None:
    opened = window(plain, fragment=f"{FROM_TO}&only=nonsense")
    assert opened.page.locator("#message").is_visible()
    opened.page.select_option("#only", label="all of it")
    assert not opened.page.locator("#message").is_visible()


def test_a_scenario_can_be_chosen_and_its_lines_unfolded(plain: str, window: Open) -> None:
    opened = window(plain)
    opened.page.select_option("#scenario", "gather")
    assert "scenario=gather" in opened.fragment()
    assert opened.text("#map-of") == opened.text("#lines-of") == "gather"
    opened.page.click("#every-release > summary")
    assert opened.page.locator("#lines tr").count() == 3
    opened.page.focus("#lines button >> nth=1")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#lines .release th").all_inner_texts() == ["0.3.86", "0.3.0"]
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#lines .release").count() == 0
