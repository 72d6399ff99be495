"""The badge states a fact, a scope and a date, and is never positive for nothing."""

import json
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from compat.record.model import Status
from compat.reports.badge import Badge, badge, badge_json, badge_svg
from tests.reports.sample import HOSTILE, Said, measured

AUTOMATIC, MANUAL = "nested/nested", "lost/nested"
DAY = "2026-01-01"


def of(cells: dict[str, Said], **options: date) -> Badge:
    return badge(measured(cells)[0], **options)


@pytest.mark.parametrize(
    ("cells", "message", "colour"),
    [
        (
            {
                "py3.10-core0.3.0": MANUAL,
                "py3.11-core0.3.0": AUTOMATIC,
                "py3.12-core0.3.0": AUTOMATIC,
            },
            "3.11–3.12 · 3 of 3 cells",
            "blue",
        ),
        (
            {
                "py3.11-core0.3.0": AUTOMATIC,
                "py3.14-core0.3.0": MANUAL,
                "py3.14-core0.3.1": AUTOMATIC,
            },
            "3.11, part of 3.14 · 3 of 3 cells",
            "blue",
        ),
        ({"py3.10-core0.3.0": MANUAL}, "none · 1 of 1 cells", "orange"),
        (
            {"py3.11-core0.3.0": AUTOMATIC, "py3.12-core0.3.0": (Status.CRASHED, "killed")},
            "incomplete · 3.11 · 1 of 2 cells",
            "lightgrey",
        ),
        (
            {"py3.15-core0.3.0": (Status.NOT_INSTALLABLE, "no wheel")},
            "incomplete · nothing probed · 0 of 1 cells",
            "lightgrey",
        ),
    ],
    ids=["whole", "part", "none", "incomplete", "nothing"],
)
def test_what_it_says(cells: dict[str, Said], message: str, colour: str) -> None:
    shown = of(cells)
    assert (shown.message.rpartition(" · ")[0], shown.colour) == (message, colour)


def test_it_goes_grey_when_the_run_is_old() -> None:
    cells: dict[str, Said] = {"py3.11-core0.3.0": AUTOMATIC}
    assert of(cells, today=date(2026, 2, 1)).colour == "blue"
    assert of(cells, today=date(2026, 6, 1)).colour == "lightgrey"


def test_the_endpoint_has_only_keys_that_shields_knows() -> None:
    content = json.loads(badge_json(Badge(message="3.11", colour="blue")))
    assert content == {
        "schemaVersion": 1,
        "label": "tool events without config",
        "message": "3.11",
        "color": "blue",
    }


def test_the_image_says_aloud_what_it_shows_whatever_that_is() -> None:
    image = ET.fromstring(badge_svg(Badge(message=HOSTILE, colour="blue")))  # noqa: S314 - our own
    assert image.get("role") == "img"
    title = image.find("{*}title")
    assert title is not None
    assert title.text == image.get("aria-label")
    assert "<script>alert(1)</script>" in str(title.text)
    assert {element.tag.rpartition("}")[2] for element in image.iter()} == {
        *("svg", "title", "clipPath", "g", "rect", "text"),
    }
