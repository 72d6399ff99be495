from collections.abc import Mapping
from dataclasses import replace
from io import StringIO

from rich.console import Console

from compat.difference.upgrade import Upgrade, explain_upgrade
from compat.matrix.index import Index
from compat.record.model import Status
from compat.reports.difference.answer import Answer, describe_upgrade
from compat.reports.difference.answer_text import (
    render_upgrade_json,
    render_upgrade_md,
    render_upgrade_text,
)
from tests.reports.sample import GUIDE, Said, measured, tried

A, B = "py3.13-core1.0.0", "py3.13-core1.0.1"
EVIL = "</script><b>|`\u202e\x1b[31m"


def found(cells: Mapping[str, Said], **more: object) -> Upgrade:
    known = Index(matrix=measured(cells, **more)[0])  # type: ignore[arg-type]
    by_id = {cell.id: cell for cell in known.cells.values()}
    return explain_upgrade(known, by_id[A], by_id[B])


def said(cells: Mapping[str, Said], **more: object) -> Answer:
    return describe_upgrade(found(cells, **more))


def printed(shown: Answer) -> str:
    out = StringIO()
    Console(file=out, width=100, no_color=True).print(render_upgrade_text(shown), highlight=False)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


LOSS = {A: "nested/flattened", B: "lost/flattened"}
TWO: dict[str, object] = {
    "others": {"gather": {}},
    "scenarios": [GUIDE, tried("gather", "naive", "configured")],
}


def test_a_loss_is_told_with_its_place_and_what_to_write() -> None:
    assert printed(said(LOSS)) == LOSS_TOLD


LOSS_TOLD = """\
From py3.13-core1.0.0 to py3.13-core1.0.1
Not without changes. 1 of 1 scenarios gets worse.
No safe configuration was found in that direction.
0 scenarios say the same.

Stops silently (1)
The child shows less than before, and nothing is raised.
  tool-async
    naive: nested → lost
    comes with the other langchain-core: on Python 3.13, 1.0.0 is the last release as before and
  1.0.1 the first that differs

  Write configured: flattened on py3.13-core1.0.1, and flattened today, so it can be written before
  the upgrade: tool-async
    For tool-async:
    @tool
    async def summarise(text: str, config: RunnableConfig) -> str:
        return await chain.ainvoke(text, config=config)"""


def test_equal_changes_are_told_once() -> None:
    (section,) = said(LOSS, **TWO).sections
    assert [[each.scenario for each in told.scenarios] for told in section.told] == [
        ["tool-async", "gather"]
    ]
    assert section.heading == "Stops silently (2)"


def test_what_is_safe_says_so_and_suggests_nothing() -> None:
    shown = said({A: "nested/nested", B: "nested/nested"})
    assert (shown.answer, shown.same, shown.nearest, shown.sections) == (
        "Nothing changes: every scenario says the same (1 measured).", None, None, (),
    )  # fmt: skip


def test_what_is_blocked_gives_the_first_line_of_the_reason() -> None:
    shown = said({A: "nested", B: (Status.NOT_INSTALLABLE, "no wheel: pyyaml\nBecause pyyaml …")})
    assert shown.answer == (
        "No. Python 3.13, langchain-core 1.0.1 cannot be had: not installable. no wheel: pyyaml"
    )
    assert shown.same is None


def test_what_is_not_known_is_no_yes() -> None:
    shown = said({A: "nested/nested", B: "harness/nested"})
    assert shown.answer == (
        "Not known. Nothing that was measured gets worse, but 1 of 1 scenarios could not be"
        " compared."
    )


def test_a_loss_that_nothing_helps_is_said_to_be_one() -> None:
    (section,) = said({A: "nested/nested", B: "lost/lost"}).sections
    assert [each.scenario for each in section.unhelped] == ["tool-async"]


def test_a_bracketed_change_over_says_what_is_not_known() -> None:
    (section,) = said(LOSS, known=["1.0.0.1"]).sections
    assert section.told[0].turns == (
        "on Python 3.13, it changes after 1.0.0 and by 1.0.1; nothing between them was probed",
    )


def test_markdown_says_the_same() -> None:
    text = render_upgrade_md(said(LOSS))
    assert text.startswith("## From py3.13-core1.0.0 to py3.13-core1.0.1\n\n**Not without changes.")
    assert "- tool-async: naive: nested → lost (comes with the other langchain-core: on" in text
    assert "```python\n@tool\nasync def summarise(text: str, config: RunnableConfig)" in text


def test_nothing_foreign_acts() -> None:
    evil = replace(GUIDE, id="tool-async", sources={"configured": EVIL})
    reasons = found({A: "nested", B: (Status.NOT_INSTALLABLE, EVIL)})
    for each in (found(LOSS, scenarios=[evil]), reasons):
        shown = describe_upgrade(each)
        assert "\x1b" not in printed(shown)
        assert "\u202e" not in printed(shown) + render_upgrade_md(shown)
    assert "<b>" not in render_upgrade_md(describe_upgrade(reasons))
    assert render_upgrade_json(reasons).isascii()
