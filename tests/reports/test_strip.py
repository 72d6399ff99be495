"""The map: a square for each Python and minor version, newest first."""

from compat.record.model import Status
from compat.reports.html.strip import Square, draw_map
from compat.reports.table.grid import Grid
from compat.reports.table.part import make_parts
from compat.reports.words import TONES, Tone
from tests.reports.sample import GUIDE, Said, measured, tried

CELLS: dict[str, Said] = {
    "py3.9-core0.3.0": "lost/nested",
    "py3.9-core0.3.1": "lost/nested",
    "py3.9-core0.3.2": "nested/nested",
    "py3.9-core1.0.0": (Status.NOT_INSTALLABLE, "no"),
    "py3.10-core0.2.17": "nested",
    "py3.10-core0.2.19": "lost/nested",
    "py3.10-core1.0.0": "nested",
    "py3.10-core1.0.1": (Status.NOT_INSTALLABLE, "no"),
}


def squares() -> dict[tuple[str, str], Square]:
    shown = draw_map(Grid(matrix=measured(CELLS, known=["0.2.18"])[0]), "tool-async")
    return {
        (python, line): each
        for python, row in shown.rows.items()
        for line, each in zip(shown.lines, row, strict=True)
    }


def test_the_newest_is_first() -> None:
    shown = draw_map(Grid(matrix=measured(CELLS)[0]), "tool-async")
    assert (shown.lines, list(shown.rows)) == (("1.0", "0.3", "0.2"), ["3.10", "3.9"])


def test_a_square_stands_for_the_newest_release_that_was_measured() -> None:
    found = {place: (each.cell, each.words) for place, each in squares().items()}
    assert found == {
        ("3.10", "1.0"): ("py3.10-core1.0.0", "automatic"),
        ("3.10", "0.3"): (None, "not selected"),
        ("3.10", "0.2"): ("py3.10-core0.2.19", "manual"),
        ("3.9", "1.0"): ("py3.9-core1.0.0", "not installable"),
        ("3.9", "0.3"): ("py3.9-core0.3.2", "automatic"),
        ("3.9", "0.2"): (None, "not selected"),
    }


def test_it_says_where_releases_change_their_answer() -> None:
    found = squares()
    turned = found["3.9", "0.3"]
    assert turned.label == (
        "Python 3.9, langchain-core 0.3: automatic, changed in 0.3.2. Evidence of 0.3.2"
    )
    assert (turned.text, found["3.10", "0.2"].text) == ("changed in 0.3.2", "changed in 0.2.19")
    assert found["3.10", "1.0"].text == ""
    shown = draw_map(Grid(matrix=measured(CELLS)[0]), "tool-async")
    assert [each.cell for each in shown.turns] == ["py3.10-core0.2.19", "py3.9-core0.3.2"]


def test_a_change_between_releases_that_were_not_measured_is_said_as_such() -> None:
    between: dict[str, Said] = {
        "py3.9-core0.3.0": "lost/nested",
        "py3.9-core0.3.1": (Status.NOT_INSTALLABLE, "no"),
        "py3.9-core0.3.2": "nested/nested",
    }
    shown = draw_map(Grid(matrix=measured(between)[0]), "tool-async")
    assert shown.rows["3.9"][0].text == "changed by 0.3.2"


def test_a_pattern_that_was_not_measured_is_said_so() -> None:
    shown = draw_map(Grid(matrix=measured({"py3.9-core0.3.0": "nested"})[0]), "gather")
    assert shown.rows["3.9"][0].words == "not measured"


def test_every_tone_is_in_the_legend() -> None:
    assert list(TONES) == list(Tone)


def test_code_that_passes_its_config_on_is_as_good_as_automatic() -> None:
    passing = tried("renamed", "configured", "remedy-callbacks")
    matrix, _ = measured(
        {"py3.9-core0.3.0": "lost/nested", "py3.9-core1.0.0": "lost/nested"},
        scenarios=(GUIDE, passing),
        others={
            "renamed": {
                "py3.9-core0.3.0": "flattened/nested",
                "py3.9-core1.0.0": "nested/nested",
            }
        },
    )
    shown = draw_map(Grid(matrix=matrix), "renamed").rows["3.9"]
    assert [(each.tone, each.words, each.text) for each in shown] == [
        (Tone.AUTOMATIC, "complete as written", ""),
        (Tone.MANUAL, "manual", "manual"),
    ]
    parts = make_parts(Grid(matrix=matrix), "renamed", "3.9", ["0.3", "1.0"])
    assert [(part.tone, part.words) for part in parts] == [
        (Tone.MANUAL, "manual"),
        (Tone.AUTOMATIC, "complete as written"),
    ]
