from collections.abc import Mapping
from dataclasses import replace

from compat.difference.end import describe_end
from compat.difference.upgrade import Upgrade, explain_upgrade
from compat.matrix.index import Index
from compat.record.model import Status
from compat.reports.difference.answer import Answer, Finding, describe_upgrade
from compat.reports.difference.answer_md import render_upgrade_md
from compat.reports.difference.answer_text import render_upgrade_json, render_upgrade_text
from tests.reports.sample import GUIDE, Said, measured, tried

A, B = "py3.13-core1.0.0", "py3.13-core1.0.1"
EVIL = "</script><b>|`\u202e\x1b[31m"


def found(cells: Mapping[str, Said], **more: object) -> Upgrade:
    known = Index(matrix=measured(cells, **more)[0])  # type: ignore[arg-type]
    return explain_upgrade(known, known.cells[A], known.cells[B])


def said(cells: Mapping[str, Said], **more: object) -> Answer:
    return describe_upgrade(found(cells, **more), {"tool-async": "async tools"})


def printed(shown: Answer) -> str:
    return "\n".join(render_upgrade_text(shown))


LOSS = {A: "nested/flattened", B: "lost/flattened"}
TWO: dict[str, object] = {
    "others": {"gather": {}},
    "scenarios": [GUIDE, tried("gather", "naive", "configured")],
}


def test_a_loss_is_told_with_its_place_and_what_to_write() -> None:
    assert printed(said(LOSS)) == LOSS_TOLD


LOSS_TOLD = """\
Yes, with one change: async tools lose the model's events since langchain-core 1.0.1.

Python 3.13, langchain-core 1.0.0 → Python 3.13, langchain-core 1.0.1 [py3.13-core1.0.0 → \
py3.13-core1.0.1]
No configuration nearby was found that needs no change.

Missing or incomplete (1)
  The guide's summarising tool awaits a chain [tool-async]: complete → missing (with no config). \
Changed in langchain-core 1.0.1.

  Write it with config: seen, parent missing, today and after the upgrade. This helps tool-async.
      # before
      @tool
      async def summarise(text: str) -> str:
          return await unknown.ainvoke(text)

      # after
      @tool
      async def summarise(text: str, config: RunnableConfig) -> str:
          return await unknown.ainvoke(text, config=config)"""


def test_every_finding_is_a_line_and_what_helps_alike_is_told_once() -> None:
    (section,) = said(LOSS, **TWO).sections
    assert section.heading == "Missing or incomplete (2)"
    (finding,) = section.findings
    assert [each.rpartition(" ")[2] for each in finding.patterns] == ["[tool-async]", "[gather]"]
    (writing,) = section.writings
    assert writing.scenarios == ("tool-async", "gather")


def test_what_is_said_of_several_patterns_is_said_once() -> None:
    assert printed(said(LOSS, **TWO)).splitlines()[5:9] == [
        "Missing or incomplete (2)",
        "  2 patterns: complete → missing (with no config). Changed in langchain-core 1.0.1.",
        "    The guide's summarising tool awaits a chain [tool-async]",
        "    A tool [gather]",
    ]


def test_who_asked_for_the_newest_is_told_why_another_was_taken() -> None:
    newer = replace(
        describe_end(Index(matrix=measured(LOSS)[0]), measured(LOSS)[0].cells[0]),
        core="1.0.2",
        status=Status.NOT_INSTALLABLE,
        reason_class="no-wheel:zstandard",
    )
    known = Index(matrix=measured(LOSS)[0])
    found = explain_upgrade(known, known.cells[A], known.cells[B])
    assert describe_upgrade(found, {}, newer).remarks[0] == (
        "Python 3.13, langchain-core 1.0.2 is newer, but it cannot be installed: no wheels yet"
        " (zstandard); building from source was not tried."
    )


def test_a_way_back_is_told() -> None:
    known = Index(matrix=measured(LOSS)[0])
    found = explain_upgrade(known, known.cells[B], known.cells[A])
    assert describe_upgrade(found, {}).remarks[0] == (
        "This is a downgrade: langchain-core 1.0.1 → 1.0.0."
    )


def test_no_line_has_blanks_at_its_end_or_breaks() -> None:
    for line in printed(said(LOSS, **TWO)).splitlines():
        assert line == line.rstrip()


def test_what_is_safe_says_so_and_suggests_nothing() -> None:
    shown = said({A: "nested/nested", B: "nested/nested"})
    assert (shown.answer, shown.remarks, shown.sections) == ("Yes. Nothing changes.", (), ())


def test_what_gets_better_and_what_is_as_before_is_counted() -> None:
    better = {"scenarios": TWO["scenarios"], "others": {"gather": {B: "lost/nested"}}}
    shown = said({A: "lost/nested", B: "nested/nested"}, **better)
    assert shown.remarks == (
        "1 pattern is as before.",
        "One pattern has a problem today, and keeps it.",
    )
    better_section, missed = shown.sections
    assert better_section.heading == "Gets better (1)"
    assert (missed.heading, missed.findings) == (
        "Missing or incomplete in both (1)",
        (Finding(told="missing", patterns=("A tool [gather]",)),),
    )  # fmt: skip
    assert missed.writings[0].words == "Write it with config: complete, today and after the upgrade"


def test_what_is_not_known_is_no_yes() -> None:
    shown = said({A: "nested/nested", B: "harness/nested"})
    assert shown.answer.startswith("Not known: one of 1 patterns could not be compared.")


def test_a_loss_that_nothing_helps_is_said_to_be_one() -> None:
    (section,) = said({A: "nested/nested", B: "lost/lost"}).sections
    assert (section.writings, section.unhelped) == ((), "No fix is known for tool-async.")


def test_a_bracketed_change_over_says_what_is_not_known() -> None:
    (section,) = said(LOSS, known=["1.0.0.1"]).sections
    assert (
        "Changed between langchain-core 1.0.0 and 1.0.1, and nothing between was measured"
        in section.findings[0].told
    )


def test_all_change_overs_are_told_and_of_losses_what_else_differs() -> None:
    said_of = {
        "py3.13-core1.0.0": "nested/nested",
        "py3.13-core1.0.0.1": "lost/nested",
        "py3.13-core1.0.0.2": "nested/nested",
        "py3.13-core1.0.1": "lost/nested",
    }
    known = Index(matrix=measured(said_of)[0])
    known.cells[B].packages.update({"pydantic": "2.2"})
    told = describe_upgrade(explain_upgrade(known, known.cells[A], known.cells[B]), {})
    (finding,) = told.sections[0].findings
    assert finding.told.endswith(
        "Changed in langchain-core 1.0.0.1, 1.0.0.2, 1.0.1; other packages differ there too:"
        " pydantic none → 2.2"
    )


def test_change_overs_on_both_axes_say_with_what() -> None:
    corners = ("py3.13-core1.0.0", "py3.14-core1.0.0", "py3.14-core1.0.1", "py3.13-core1.0.1")
    saids = ("nested/nested", "raised/nested", "lost/nested", "nested/nested")
    known = Index(matrix=measured(dict(zip(corners, saids, strict=True)))[0])
    source, target = known.cells[corners[0]], known.cells[corners[2]]
    told = describe_upgrade(explain_upgrade(known, source, target), {})
    (finding,) = told.sections[0].findings
    assert finding.told.endswith(
        "Needs both upgrades; changed in Python 3.14 with langchain-core 1.0.0; changed in"
        " langchain-core 1.0.1 with Python 3.14"
    )


def test_markdown_says_the_same() -> None:
    text = render_upgrade_md(said(LOSS))
    assert text.startswith("**Yes, with one change: async tools lose the model's events since")
    assert "- The guide's summarising tool awaits a chain &#91;tool-async&#93;: complete" in text
    assert "Before:\n\n```python\n@tool\nasync def summarise(text: str) -> str:" in text
    assert "After:\n\n```python\n@tool\nasync def summarise(text: str, config:" in text


def test_nothing_foreign_acts() -> None:
    evil = replace(GUIDE, id="tool-async", sources={"configured": EVIL, "naive": EVIL}, title=EVIL)
    reasons = found({A: "nested", B: (Status.NOT_INSTALLABLE, EVIL)})
    for each in (found(LOSS, scenarios=[evil]), reasons):
        shown = describe_upgrade(each, {"tool-async": EVIL})
        assert "\x1b" not in printed(shown)
        assert "\u202e" not in printed(shown) + render_upgrade_md(shown)
    assert "<b>" not in render_upgrade_md(describe_upgrade(reasons, {}))
    assert render_upgrade_json(reasons).isascii()
