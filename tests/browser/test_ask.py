"""The page answers as ``compat ask`` does, for one configuration, alone or under LangGraph."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from compat.cli import ask as asking
from compat.cli import upgrade as upgrading
from compat.cli.known import Matrices
from compat.matrix.model import Matrix, Traces
from compat.reports.text import CODE
from compat.stored.reports import load_matrix
from tests.browser.conftest import SAMPLE, Open, written
from tests.browser.window import Window
from tests.cli.run import ROOT
from tests.reports.layered import AGENT, NODE, layered
from tests.reports.sample import Said, measured, tried

Ask = Callable[..., int]
SAID = """() => [...document.querySelectorAll("#answer :is(h3, p:not(.copying))")].map(each => {
  const copy = each.cloneNode(true);
  copy.querySelectorAll("a, [aria-hidden]").forEach(one => one.remove());
  return copy.textContent.trim();
}).filter(Boolean)"""
CHANGES = """() => Object.fromEntries(
  [...document.querySelectorAll("#answer .effect")].map(each => {
    const rows = each.nextElementSibling.nextElementSibling.querySelectorAll(".id");
    return [each.textContent, [...rows].map(row => row.textContent).sort()];
  }))"""
HEADING = re.compile(r"([A-Z].*) \(\d+\)")
CODES = "() => [...document.querySelectorAll('#answer pre')].map(each => each.textContent)"


@pytest.fixture(scope="module")
def everything(committed: tuple[Matrix, Traces]) -> Matrices:
    """What is known: the committed reports, read once."""
    known = Matrices(folder=ROOT / "reports")
    vars(known).update(core=committed[0], layer=load_matrix(ROOT / "reports" / "langgraph"))
    return known


@pytest.fixture
def typed(
    everything: Matrices, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """What a terminal shows; the matrices are those that were read already."""
    for each in (asking, upgrading):
        monkeypatch.setattr(each, "Matrices", lambda **_: everything)

    def show(command: Ask, *words: str, **options: object) -> str:
        capsys.readouterr()
        command(*words, **options)
        return capsys.readouterr().out

    return show


def parted(shown: str) -> tuple[list[str], list[str]]:
    """The sentences of a terminal's answer, and its lines of code."""
    lines = [each for each in shown.splitlines() if each.strip()]
    codes = [each.removeprefix(CODE) for each in lines if each.startswith(CODE)]
    told = [each.strip().replace("`", "") for each in lines if not each.startswith(CODE)]
    return (
        [each for each in told if not each.startswith("compat list")],
        [each for each in codes if each not in {"# before", "# after"}],
    )


def changes_in(told: str) -> dict[str, list[str]]:
    """The patterns that change by what that means, as a terminal lists them."""
    found: dict[str, list[str]] = {}
    heading = None
    for line in told.partition("in both (")[0].splitlines():
        if HEADING.fullmatch(line):
            found[heading := line] = []
        elif heading and not line.startswith(CODE):
            found[heading] += re.findall(r"\[([\w-]+)\](?::|$)", line)
    return {each: sorted(ids) for each, ids in found.items() if ids}


def shown(window: Window) -> tuple[list[str], list[str]]:
    """The same of the page's answer."""
    codes = "\n".join(window.page.evaluate(CODES)).splitlines()
    return window.page.evaluate(SAID), [each.rstrip() for each in codes if each.strip()]


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is typed, and the same as an address."""

    typed: str
    address: str
    listener: str = "stream"
    only: str = ""

    @property
    def fragment(self) -> str:
        """All of it as an address."""
        only = f"&only={self.only}" if self.only else ""
        return f"{self.address}&listener={self.listener}{only}"


QUESTIONS = (
    Question(typed="3.10/0.3.40", address="from=py3.10-core0.3.40"),
    Question(typed="3.10/0.3.40", address="from=py3.10-core0.3.40", listener="hook"),
    Question(typed="3.14/1.2", address="from=py3.14-core1.2", listener="handler"),
    Question(typed="3.15/1.2.0", address="from=py3.15-core1.2.0"),
    Question(typed="3.9/0.2.43", address="from=py3.9-core0.2.43", only="gather"),
    Question(
        typed="3.12/1.7.2", address="from=py3.12-core1.7.2", listener="hook", only="opt-out-empty"
    ),
    Question(typed="3.10/1.4.9 lg1.2.24", address="from=py3.10-core1.4.9-lg1.2.24"),
    Question(typed="3.10/1.4 lg1.2", address="from=py3.10-core1.4-lg1.2", listener="hook"),
    Question(
        typed="3.12/1.4.9 lg1.2.24",
        address="from=py3.12-core1.4.9-lg1.2.24",
        listener="messages",
        only="node-async",
    ),
)
MOVES = (
    Question(
        typed="3.11/0.3.40 to 3.14/1.2.0", address="from=py3.11-core0.3.40&to=py3.14-core1.2.0"
    ),
    Question(
        typed="3.13/0.3.86 to 3.14/0.3.86",
        address="from=py3.13-core0.3.86&to=py3.14-core0.3.86",
        listener="handler",
    ),
    Question(
        typed="3.10/0.3.40 to 3.10/1.8.2",
        address="from=py3.10-core0.3.40&to=py3.10-core1.8.2",
        listener="hook",
    ),
    Question(
        typed="3.10/1.4.7 lg0.6.11 to 3.10/1.4.9 lg1.2.24",
        address="from=py3.10-core1.4.7-lg0.6.11&to=py3.10-core1.4.9-lg1.2.24",
    ),
    Question(
        typed="3.10/1.4.9 lg1.2.24 to 3.13/1.8.3 lg1.2.24",
        address="from=py3.10-core1.4.9-lg1.2.24&to=py3.13-core1.8.3-lg1.2.24",
        listener="messages",
    ),
    Question(
        typed="3.13/1.8.3 lg1.2.24 to 3.10/1.4.7 lg1.2.24",
        address="from=py3.13-core1.8.3-lg1.2.24&to=py3.10-core1.4.7-lg1.2.24",
        listener="hook",
    ),
)


def name(question: Question) -> str:
    return f"{question.typed} {question.listener} {question.only}".strip()


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_what_is_asked_of_a_terminal_is_answered_alike(
    typed: Callable[..., str], whole: str, window: Open, question: Question
) -> None:
    only = (question.only,) if question.only else ()
    told = typed(asking.ask, question.typed, only=only, listener=question.listener)
    assert told.strip()
    assert shown(window(whole, fragment=question.fragment)) == parted(told)


@pytest.mark.parametrize("question", MOVES, ids=name)
def test_so_is_where_to_go(
    typed: Callable[..., str], whole: str, window: Open, question: Question
) -> None:
    told = typed(upgrading.upgrade, *question.typed.split(" to "), listener=question.listener)
    opened = window(whole, fragment=question.fragment)
    assert opened.text("#answer .sentence") == told.splitlines()[0].replace("`", "")
    assert opened.page.evaluate(CHANGES) == changes_in(told)
    beside = [each for each in told.splitlines() if each.startswith("Your code outside")]
    own = opened.page.locator("#answer p", has_text="Your code outside").all_inner_texts()
    assert [each.replace("See what changes.", "") for each in own] == [
        each.replace("`", "").partition("(compat")[0] for each in beside
    ]


NEVER: Said = "lost~split/nested"
PAIRS: dict[str, Said] = {
    "py3.10-core1.0.0-lg1.0.0": NEVER,
    "py3.10-core1.0.7-lg1.0.0": NEVER,
    "py3.10-core1.0.7-lg1.0.1": NEVER,
    "py3.12-core1.0.7-lg1.0.1": "nested~nested/nested",
}


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> str:
    agents = dict.fromkeys(PAIRS, "lost")
    pairs = layered(PAIRS, {"create-agent": agents}, (NODE, AGENT))[0]
    return written(tmp_path_factory.mktemp("paired"), *SAMPLE, pairs)


def sentence(window: Window) -> str:
    return window.text("#answer .sentence >> nth=0").partition("\xa0")[0]


def test_the_newest_configuration_is_answered_before_anybody_asks(plain: str, window: Open) -> None:
    opened = window(plain)
    assert opened.picked() == ["3.14", "1.0.7", "the same", "the same"]
    assert sentence(opened).startswith("Python 3.14, langchain-core 1.0.7: async tools that")
    assert opened.fragment() == ""
    assert not opened.page.locator("#examples table").is_visible()


def test_with_langgraph_its_rows_lead(paired: str, window: Open) -> None:
    opened = window(paired, fragment="from=py3.10-core1.0.7")
    options = opened.page.locator("#from-layer option").all_inner_texts()
    assert options == ["none", "1.0.1", "1.0.0", "1.0.0 with 1.0.0"]
    opened.page.select_option("#from-layer", label="1.0.1")
    assert opened.fragment().startswith("from=py3.10-core1.0.7-lg1.0.1")
    assert sentence(opened).startswith("Python 3.10, langchain-core 1.0.7, LangGraph 1.0.1: async")
    assert "Without LangGraph:" in opened.text("#answer")
    opened.page.select_option("#from-layer", label="1.0.0 with 1.0.0")
    assert opened.picked()[1] == "1.0.0"
    assert "langchain-core 1.0.0, LangGraph 1.0.0" in sentence(opened)
    opened.page.select_option("#from-layer", label="none")
    assert sentence(opened).startswith("Python 3.10, langchain-core 1.0.0: async tools")


def test_what_a_pair_was_not_measured_with_has_to_be_chosen(paired: str, window: Open) -> None:
    opened = window(paired, fragment="from=py3.10-core1.0.0-lg1.0.0")
    opened.page.select_option("#from-python", label="3.12")
    assert "There is no LangGraph “1.0.0” here." in opened.text("#message")
    assert opened.page.locator("#answer .sentence").count() == 0
    assert opened.text("#from-layer option:checked") == "choose …"
    opened.page.select_option("#from-layer", label="1.0.1 with 1.0.7")
    assert sentence(opened).startswith("Python 3.12, langchain-core 1.0.7, LangGraph 1.0.1: async")


def test_code_is_copied_before_and_after(plain: str, window: Open) -> None:
    opened = window(plain, fragment="from=py3.10-core0.3.0&only=gather")
    assert opened.page.locator("#answer .paste b").all_inner_texts() == ["Before", "After"]
    assert opened.page.locator("#answer .paste .copy").count() == 2
    unset = (
        "Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })"
    )
    opened.page.evaluate(unset)
    opened.page.click("#answer .copy >> nth=0")
    assert "Selected" in opened.text("#answer .copying >> nth=0")
    selected = opened.page.evaluate("getSelection().toString()")
    assert selected.strip() == "x = 'naive'"


def test_what_shows_though_it_is_hidden_has_its_cure(tmp_path: Path, window: Open) -> None:
    hidden = tried("opt-out", "naive", "remedy-empty-context", row="hiding")
    cells = {"py3.10-core0.3.0": "nested/nested", "py3.11-core0.3.0": "nested/nested"}
    known = {"py3.10-core0.3.0": "nested/lost", "py3.11-core0.3.0": "lost/lost"}
    matrix, traces = measured(cells, scenarios=(hidden,), others={"opt-out": known})
    address = written(tmp_path, matrix, traces)
    opened = window(address, fragment="from=py3.10-core0.3.0&only=opt-out")
    assert "and it is hidden:" in opened.text("#answer")
    assert opened.text("#answer pre >> nth=1").endswith("x = 'remedy-empty-context'")
    assert "manual" in str(opened.page.get_attribute("#answer .verdict", "class"))
    opened = window(address, fragment="from=py3.11-core0.3.0&only=opt-out")
    assert "automatic" in str(opened.page.get_attribute("#answer .verdict", "class"))
    opened = window(address, fragment="from=py3.11-core0.3.0&to=py3.10-core0.3.0")
    opened.page.click("#answer .change summary")
    opened.page.wait_for_selector("#answer .change .advice")
    assert "hidden, today and after the upgrade" in opened.text("#answer .change")
    assert opened.page.locator("#answer .change .copy").count() == 1


def test_a_group_is_counted(plain: str, window: Open) -> None:
    opened = window(plain, fragment="from=py3.10-core0.3.0&only=concurrency")
    assert "concurrency" in opened.text("#only option:checked")
    assert "lack the model's events" in sentence(opened)
    opened.page.select_option("#only", label="the usual")
    assert "async tools" in sentence(opened)


def test_only_what_has_nothing_to_be_done_is_folded(whole: str, window: Open) -> None:
    safe = window(whole, fragment="from=py3.13-core1.8.3")
    assert safe.page.locator("#answer > .rest:not([open])").count() == 1
    needs = window(whole, fragment="from=py3.10-core0.3.40")
    assert needs.page.locator("#answer .rest").count() == 0
    assert needs.page.locator("#answer pre").first.is_visible()
