"""The badge states a fact, a scope and a date, and is never positive for nothing."""

import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from compat.errors import NothingSelectedError, UsageError
from compat.record.model import Status
from compat.reports.project.badge import (
    STALE_AFTER_DAYS,
    Badge,
    make_badge,
    render_badge_json,
    render_badge_svg,
)
from compat.reports.project.scope import Scope
from tests.reports.sample import HOSTILE, Said, measured

AUTOMATIC, MANUAL = "nested/nested", "lost/nested"
DAY = "2026-01-01"


def of(cells: dict[str, Said], today: date | None = None) -> Badge:
    return make_badge(measured(cells)[0], today=today)


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


def test_it_goes_grey_and_says_so_when_the_run_is_old() -> None:
    cells: dict[str, Said] = {"py3.11-core0.3.0": AUTOMATIC}
    said = f"3.11 · 1 of 1 cells · {DAY}"
    last = date.fromisoformat(DAY) + timedelta(days=STALE_AFTER_DAYS)
    assert of(cells, today=last) == Badge(message=said, colour="blue")
    late = of(cells, today=last + timedelta(days=1))
    assert late == Badge(message=f"stale · {said}", colour="lightgrey")


PARTS: dict[str, Said] = {
    "py3.10-core0.3.0": MANUAL,
    "py3.10-core1.0.0": MANUAL,
    "py3.14-core0.3.0": MANUAL,
    "py3.14-core1.0.0": AUTOMATIC,
    "py3.15-core1.0.0": (Status.NOT_INSTALLABLE, "no wheel"),
}


@pytest.mark.parametrize(
    ("python", "releases", "message", "colour"),
    [
        ("3.10", None, "no · Python 3.10 · 2 of 2 cells", "orange"),
        ("3.14", None, "in part · Python 3.14 · 2 of 2 cells", "orange"),
        ("3.14", ">=1", "yes · Python 3.14, langchain-core >=1 · 1 of 1 cells", "blue"),
        ("3.15", None, "incomplete · nothing probed · Python 3.15 · 0 of 1 cells", "lightgrey"),
        (None, ">=1,<2", "3.14 · langchain-core >=1,<2 · 2 of 3 cells", "blue"),
        (None, "<1", "none · langchain-core <1 · 2 of 2 cells", "orange"),
        (None, None, "part of 3.14 · 4 of 5 cells", "orange"),
    ],
)
def test_it_can_be_of_a_python_and_of_a_range(
    python: str | None, releases: str | None, message: str, colour: str
) -> None:
    shown = make_badge(measured(PARTS)[0], Scope(python=python, releases=releases))
    assert shown == Badge(message=f"{message} · {DAY}", colour=colour)


@pytest.mark.parametrize(
    ("scope", "error", "says"),
    [
        (Scope(python="3.99"), UsageError, "the matrix has no Python 3.99; nearest: 3.15"),
        (Scope(releases="one"), UsageError, "malformed range 'one'; write it like"),
        (
            Scope(releases=">=9"),
            NothingSelectedError,
            "the matrix has no cell of langchain-core >=9",
        ),
    ],
)
def test_a_scope_that_is_not_there(scope: Scope, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=f"^{re.escape(says)}"):
        make_badge(measured(PARTS)[0], scope)


@pytest.mark.parametrize("today", [None, date(2030, 1, 1)])
def test_a_run_that_is_incomplete_anywhere_is_grey_everywhere(today: date | None) -> None:
    cells: dict[str, Said] = {
        "py3.11-core0.3.0": AUTOMATIC,
        "py3.12-core0.3.0": (Status.CRASHED, "killed"),
    }
    shown = make_badge(measured(cells)[0], Scope(python="3.11"), today=today)
    assert shown.colour == "lightgrey"
    assert shown.message.startswith("incomplete · ")


def test_a_matrix_without_a_cell_is_grey() -> None:
    shown = of({})
    assert shown.colour == "lightgrey"
    assert shown.message == f"incomplete · nothing probed · 0 of 0 cells · {DAY}"


def test_the_endpoint_has_only_keys_that_shields_knows() -> None:
    # https://shields.io/badges/endpoint-badge
    known = {
        *("schemaVersion", "label", "message", "color", "labelColor", "isError", "namedLogo"),
        *("logoSvg", "logoColor", "logoSize", "style", "cacheSeconds"),
    }
    content = json.loads(render_badge_json(Badge(message="3.11", colour="blue")))
    assert content.keys() <= known
    assert content == {
        "schemaVersion": 1,
        "label": "tool events without config",
        "message": "3.11",
        "color": "blue",
    }


def test_the_image_says_aloud_what_it_shows_whatever_that_is() -> None:
    image = ET.fromstring(render_badge_svg(Badge(message=HOSTILE, colour="blue")))  # noqa: S314 - our own
    assert image.get("role") == "img"
    title = image.find("{*}title")
    assert title is not None
    assert title.text == image.get("aria-label")
    assert "<script>alert(1)</script>" in str(title.text)
    assert {element.tag.rpartition("}")[2] for element in image.iter()} == {
        *("svg", "title", "clipPath", "g", "rect", "text"),
    }
