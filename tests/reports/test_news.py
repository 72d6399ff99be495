"""What new releases change, in Markdown that fits an issue."""

from compat.matrix.model import Matrix
from compat.record.model import Status
from compat.reports.difference.news import NewsRow, find_news, render_news_md
from tests.reports.sample import GUIDE, Said, haunted, measured, tried

AUTOMATIC, MANUAL = "nested/nested", "lost/nested"
OLD: dict[str, Said] = {
    "py3.11-core0.3.0": AUTOMATIC,
    "py3.12-core0.3.0": AUTOMATIC,
    "py3.15-core0.3.0": (Status.NOT_INSTALLABLE, "no wheel"),
}


def with_release(**said: Said) -> Matrix:
    """What was measured when 0.3.1 was there too."""
    new = {f"py{python[1]}.{python[2:]}-core0.3.1": words for python, words in said.items()}
    return measured({**OLD, **new})[0]


def test_a_release_that_changes_nothing_is_no_news() -> None:
    published = measured(OLD)[0]
    assert render_news_md(published, published) == ""
    assert render_news_md(published, with_release(p311=AUTOMATIC, p312=AUTOMATIC)) == ""


def test_a_release_is_compared_with_the_one_before_it() -> None:
    found = find_news(measured(OLD)[0], with_release(p311=MANUAL, p312=MANUAL))
    assert found == (
        NewsRow(
            release="0.3.1",
            earlier="0.3.0",
            scenario="tool-async",
            before="automatic",
            after="manual (silent:naive)",
            pythons=("3.11", "3.12"),
        ),
    )


def test_a_release_that_is_published_already_is_no_news() -> None:
    measured_now = with_release(p311=MANUAL)
    assert find_news(measured_now, measured_now) == ()


def test_what_can_no_longer_be_probed_is_news_and_what_never_could_is_none() -> None:
    failed = (Status.NOT_INSTALLABLE, "no wheel")
    found = find_news(measured(OLD)[0], with_release(p311=failed, p315=failed))
    assert [(each.scenario, each.before, each.after, each.pythons) for each in found] == [
        ("all scenarios", "probed", "not installable", ("3.11",))
    ]


def test_a_release_that_could_not_be_probed_hides_nothing_of_the_next() -> None:
    failed = (Status.NOT_INSTALLABLE, "no wheel")
    cells: dict[str, Said] = {
        "py3.12-core0.3.0": AUTOMATIC,
        "py3.12-core0.3.1": failed,
        "py3.12-core0.3.2": MANUAL,
    }
    found = find_news(measured(OLD)[0], measured(cells)[0])
    assert [(c.release, c.earlier, c.scenario, c.before, c.after) for c in found] == [
        ("0.3.1", "0.3.0", "all scenarios", "probed", "not installable"),
        ("0.3.2", "0.3.1", "all scenarios", "not installable", "probed"),
        ("0.3.2", "0.3.0", "tool-async", "automatic", "manual (silent:naive)"),
    ]


def test_pythons_that_say_the_same_stand_together() -> None:
    found = find_news(measured(OLD)[0], with_release(p311=MANUAL, p312="raised/nested"))
    assert [(each.after, each.pythons) for each in found] == [
        ("manual (raises:naive)", ("3.12",)),
        ("manual (silent:naive)", ("3.11",)),
    ]


def test_it_begins_with_a_heading_that_says_how_much() -> None:
    lines = render_news_md(measured(OLD)[0], with_release(p311=MANUAL, p312=MANUAL)).splitlines()
    assert lines[0] == "# langchain-core 0.3.1: 1 change"
    assert lines[4:7] == [
        "| Release | Pattern | Python | Before | Now |",
        "| --- | --- | --- | --- | --- |",
        "| 0.3.1 | tool-async | 3.11–3.12 | automatic (0.3.0) | manual (silent:naive) |",
    ]


def test_it_says_less_where_there_is_too_much() -> None:
    names = [f"scenario-{n}" for n in range(150)]
    known = (GUIDE, *(tried(name, "naive", "configured") for name in names))
    cells = {"py3.11-core0.3.0": AUTOMATIC, "py3.11-core0.3.1": MANUAL}
    published = measured({"py3.11-core0.3.0": AUTOMATIC})[0]
    plain = measured(cells, scenarios=known, others={name: {} for name in names})[0]
    whole = render_news_md(published, plain)
    assert whole.count("\n| 0.3.1 |") == 151
    shorter = render_news_md(published, plain, largest=len(whole) - 1)
    assert shorter.count("\n| 0.3.1 |") == 100
    assert "51 more" in shorter
    assert render_news_md(published, plain, largest=20) == "# 151 changes\n"


def test_nothing_in_it_acts() -> None:
    cells = {"py3.11-core0.3.0": AUTOMATIC, "py3.11-core0.3.1": MANUAL}
    hostile = haunted(*measured(cells))[0]
    text = render_news_md(measured({"py3.11-core0.3.0": AUTOMATIC})[0], hostile)
    assert text.startswith("# langchain-core 0.3.1: 1 change\n")
    assert text.replace("\n", "").isprintable()
    for active in ("<", "[l](", "http://e", "@me", "`x`", "www.e.", ":bomb:", "*b*", "$x$"):
        assert active not in text
    (row,) = (line for line in text.splitlines() if line.startswith("| 0.3.1"))
    assert row.count("|") == 6
