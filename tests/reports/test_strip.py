"""The map: a strip of releases for each Python and line."""

from compat.record.model import Status
from compat.reports.html.strip import SHAPES, draw_map
from compat.reports.table.grid import Grid
from compat.reports.words import Tone
from tests.reports.sample import Said, measured

CELLS: dict[str, Said] = {
    "py3.9-core0.3.0": "lost/nested",
    "py3.9-core0.3.1": "lost/nested",
    "py3.9-core0.3.2": "nested/nested",
    "py3.9-core1.0.0": (Status.NOT_INSTALLABLE, "no"),
    "py3.10-core1.0.0": "nested",
}


def test_neighbours_that_say_the_same_are_one_bar() -> None:
    shown = draw_map(Grid(matrix=measured(CELLS)[0]), "tool-async")
    assert shown.lines == (("0.3", 3), ("1.0", 1))
    told = {
        python: [
            [(bar.words, bar.start, bar.length, str(bar.span)) for bar in strip.bars]
            for strip in strips
        ]
        for python, strips in shown.rows.items()
    }
    assert told == {
        "3.9": [
            [("manual", 0, 2, "0.3.0–0.3.1"), ("automatic", 2, 1, "0.3.2")],
            [("not installable", 0, 1, "1.0.0")],
        ],
        "3.10": [[("not selected", 0, 3, "0.3.0–0.3.2")], [("automatic", 0, 1, "1.0.0")]],
    }


def test_a_scenario_that_was_not_measured_is_said_so() -> None:
    shown = draw_map(Grid(matrix=measured({"py3.9-core0.3.0": "nested"})[0]), "gather")
    assert shown.rows["3.9"][0].bars[0].words == "not measured"


def test_every_tone_has_a_shape_of_its_own() -> None:
    assert set(SHAPES) == set(Tone)
    assert len(set(SHAPES.values())) == len(SHAPES)
