"""The badge states a fact, a scope and a date, and is never positive for nothing."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from compat.errors import NothingSelectedError, UsageError
from compat.matrix.hearing import hear
from compat.matrix.model import Listener, Matrix, Traces
from compat.matrix.reading import OF_CORE
from compat.record.model import Status
from compat.reports.project.badge import (
    STALE_AFTER_DAYS,
    Badge,
    make_badge,
    render_badge_json,
    render_badge_svg,
)
from compat.reports.project.scope import Scope
from compat.reports.words import LISTENERS
from tests.reports.sample import HOSTILE, Said, measured

AUTOMATIC, MANUAL = "nested/nested", "lost/nested"
DAY = "2026-01-01"
PLAIN = Badge(label="child events arrive", message="", detail="", colour="blue")


def of(cells: dict[str, Said], today: date | None = None) -> Badge:
    return make_badge(measured(cells)[0], today=today)


@pytest.mark.parametrize(
    ("cells", "message", "detail", "colour"),
    [
        (
            {
                "py3.10-core0.3.0": MANUAL,
                "py3.11-core0.3.0": AUTOMATIC,
                "py3.12-core0.3.0": AUTOMATIC,
            },
            "on Python 3.11–3.12",
            "on Python 3.11–3.12, for an event stream, 3 of 3 cells",
            "blue",
        ),
        (
            {
                "py3.11-core0.3.0": AUTOMATIC,
                "py3.14-core0.3.0": MANUAL,
                "py3.14-core0.3.1": AUTOMATIC,
            },
            "on Python 3.11",
            "on Python 3.11, in part on 3.14, for an event stream, 3 of 3 cells",
            "blue",
        ),
        (
            {"py3.10-core0.3.0": MANUAL},
            "not on any Python",
            "not on any Python, for an event stream, 1 of 1 cells",
            "orange",
        ),
        (
            {"py3.11-core0.3.0": AUTOMATIC, "py3.12-core0.3.0": (Status.CRASHED, "killed")},
            "incomplete",
            "incomplete, on Python 3.11, for an event stream, 1 of 2 cells",
            "lightgrey",
        ),
        (
            {"py3.15-core0.3.0": (Status.NOT_INSTALLABLE, "no wheel")},
            "incomplete",
            "incomplete, nothing was measured, for an event stream, 0 of 1 cells",
            "lightgrey",
        ),
    ],
    ids=["whole", "part", "none", "incomplete", "nothing"],
)
def test_what_it_says(cells: dict[str, Said], message: str, detail: str, colour: str) -> None:
    shown = of(cells)
    assert shown == replace(
        PLAIN, message=message, detail=f"{detail}, measured on {DAY}", colour=colour
    )


def test_it_goes_grey_and_says_so_when_the_run_is_old() -> None:
    cells: dict[str, Said] = {"py3.11-core0.3.0": AUTOMATIC}
    said = f"on Python 3.11, for an event stream, 1 of 1 cells, measured on {DAY}"
    last = date.fromisoformat(DAY) + timedelta(days=STALE_AFTER_DAYS)
    assert of(cells, today=last) == replace(PLAIN, message="on Python 3.11", detail=said)
    late = of(cells, today=last + timedelta(days=1))
    assert late == replace(PLAIN, message="stale", detail=f"stale, {said}", colour="lightgrey")


PARTS: dict[str, Said] = {
    "py3.10-core0.3.0": MANUAL,
    "py3.10-core1.0.0": MANUAL,
    "py3.14-core0.3.0": MANUAL,
    "py3.14-core1.0.0": AUTOMATIC,
    "py3.15-core1.0.0": (Status.NOT_INSTALLABLE, "no wheel"),
}


@pytest.mark.parametrize(
    ("python", "releases", "message", "cells", "colour"),
    [
        ("3.10", None, "not on Python 3.10", "2 of 2", "orange"),
        ("3.14", None, "in part on Python 3.14", "2 of 2", "orange"),
        ("3.14", ">=1", "on Python 3.14 with >=1", "1 of 1", "blue"),
        ("3.15", None, "incomplete", "0 of 1", "lightgrey"),
        (None, ">=1,<2", "on Python 3.14 with >=1,…", "2 of 3", "blue"),
        (None, "<1", "not on any Python with <1", "2 of 2", "orange"),
        (None, None, "in part on Python 3.14", "4 of 5", "orange"),
    ],
)
def test_it_can_be_of_a_python_and_of_a_range(
    python: str | None, releases: str | None, message: str, cells: str, colour: str
) -> None:
    shown = make_badge(measured(PARTS)[0], Scope(python=python, releases=releases))
    assert (shown.message, shown.colour) == (message, colour)
    assert f", {cells} cells, " in shown.detail


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
    assert shown.message.startswith("incomplete")


def test_a_matrix_without_a_cell_is_grey() -> None:
    shown = of({})
    assert shown.colour == "lightgrey"
    assert (
        shown.detail == "incomplete, nothing was measured, for an event stream, 0 of 0 cells,"
        f" measured on {DAY}"
    )


def test_the_endpoint_has_only_keys_that_shields_knows() -> None:
    # https://shields.io/badges/endpoint-badge
    known = {
        *("schemaVersion", "label", "message", "color", "labelColor", "isError", "namedLogo"),
        *("logoSvg", "logoColor", "logoSize", "style", "cacheSeconds"),
    }
    content = json.loads(render_badge_json(replace(PLAIN, message="3.11")))
    assert content.keys() <= known
    assert content == {
        "schemaVersion": 1,
        "label": "child events arrive",
        "message": "3.11",
        "color": "blue",
    }


def test_the_image_says_aloud_what_it_shows_whatever_that_is() -> None:
    shown = replace(PLAIN, message=HOSTILE, detail=HOSTILE)
    image = ET.fromstring(render_badge_svg(shown))  # noqa: S314 - our own
    assert image.get("role") == "img"
    title = image.find("{*}title")
    assert title is not None
    assert title.text == image.get("aria-label")
    assert "<script>alert(1)</script>" in str(title.text)
    assert {element.tag.rpartition("}")[2] for element in image.iter()} == {
        *("svg", "title", "clipPath", "g", "rect", "text"),
    }


def test_it_is_at_most_320_pixels_wide_whatever_is_asked(
    committed: tuple[Matrix, Traces],
) -> None:
    many = {f"py3.{n}-core0.3.0": AUTOMATIC if n % 2 else MANUAL for n in range(9, 16)}
    scopes = (Scope(), Scope(releases=">=0.2.16,<1.2.3,!=0.3.4"))
    shown = [
        make_badge(matrix, scope)
        for scope in scopes
        for matrix in (*(hear(committed[0], each) for each in OF_CORE), measured(many)[0])
    ]
    for each in shown:
        width = ET.fromstring(render_badge_svg(each)).get("width")  # noqa: S314 - our own
        assert int(width or "") <= 320


@pytest.mark.parametrize(
    ("listener", "label", "message"),
    [
        (Listener.STREAM, "child events arrive", "not on any Python"),
        (Listener.HANDLER, "callbacks arrive", "not on any Python"),
        (Listener.HOOK, "child runs traced", "on Python 3.11"),
    ],
)
def test_it_names_its_listener(listener: Listener, label: str, message: str) -> None:
    matrix = hear(measured({"py3.11-core0.3.0": "lost~nested/nested~nested"})[0], listener)
    shown = make_badge(matrix)
    assert (shown.label, shown.message) == (label, message)
    assert f", for {LISTENERS[listener]}, 1 of 1 cells" in shown.detail
