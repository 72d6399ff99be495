"""What is asked for, in words and as axes."""

import pytest

from compat.errors import UsageError
from compat.options import Options
from compat.plan.request import Request

EVERY = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15")


@pytest.mark.parametrize(
    ("request_", "pythons", "releases"),
    [
        (Request(), EVERY, ("edges",)),
        (Request(pythons=("3.14", "3.10")), ("3.10", "3.14"), ("edges",)),
        (Request(releases=("all",)), EVERY, ("all",)),
        (Request(cells=("py3.12-core0.3.40",)), ("3.12",), ("0.3.40",)),
        (Request(cells=("py3.12-*",)), ("3.12",), ("edges",)),
        (Request(cells=("py3.1[01]-core1*",)), ("3.10", "3.11"), ("all",)),
        (Request(cells=("*-core0.3.0",)), EVERY, ("all",)),
        (Request(cells=("py3.12-core*",)), ("3.12",), ("edges",)),
        (Request(cells=("py3.9-core0.3.1", "py3.1?-*")), EVERY, ("edges", "0.3.1")),
        (Request(cells=("py3.9-core0.3.1",), releases=("all",)), ("3.9",), ("all",)),
        (Request(exact=True), EVERY, ("all",)),
        (Request(exact=True, cells=("py3.12-*",)), ("3.12",), ("all",)),
        (Request(exact=True, releases=(">=1.4,<1.6",)), EVERY, (">=1.4,<1.6",)),
    ],
)
def test_axes(request_: Request, pythons: tuple[str, ...], releases: tuple[str, ...]) -> None:
    assert tuple(python.id for python in request_.wanted_pythons()) == pythons
    assert request_.wanted_releases() == releases


@pytest.mark.parametrize(
    ("request_", "whole"),
    [
        (Request(), True),
        (Request(releases=("all",)), True),
        (Request(releases=("edges", "all")), True),
        (Request(exact=True), True),
        (Request(exact=True, releases=(">=1.4",)), False),
        (Request(releases=("latest",)), False),
        (Request(pythons=("3.12",)), False),
        (Request(cells=("*",)), False),
        (Request(how=Options(repeat=2)), False),
        (Request(how=Options(resolution="lowest")), False),
    ],
)
def test_only_the_whole_replaces_the_reports(request_: Request, whole: bool) -> None:  # noqa: FBT001
    assert request_.whole is whole


def test_words() -> None:
    asked = Request(pythons=("3.9",), cells=("py3.9-*",), prereleases=True)
    assert asked.words == "releases edges, Pythons 3.9, cells py3.9-*, pre-releases too"
    assert Request(pythons=("3.9",), exact=True).words == "releases all, Pythons 3.9, exact"


def test_a_wrong_id_is_named() -> None:
    with pytest.raises(UsageError, match=r"unknown Python 3\.99; nearest"):
        Request(cells=("py3.99-core0.3.0",)).wanted_pythons()
    with pytest.raises(UsageError, match="malformed cell id 'py3'"):
        Request(cells=("py3",)).wanted_pythons()


@pytest.mark.parametrize(
    ("as_of", "moment"),
    [
        ("2026-11-22", "2026-11-22T00:00:00Z"),
        ("2026-11-22T02:00:00+02:00", "2026-11-22T00:00:00Z"),
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
        ("now", None),
        ("release", None),
        (None, None),
    ],
)
def test_a_moment_is_in_utc(as_of: str | None, moment: str | None) -> None:
    asked = Request(as_of=as_of)
    assert (asked.moment, asked.renews) == (moment, as_of == "now")


def test_as_of_release_is_a_resolution() -> None:
    asked = Request(as_of="release")
    assert asked.options == Request(how=Options(resolution="as-of-release")).options
    assert not asked.whole


@pytest.mark.parametrize(
    ("request_", "cores", "layers", "whole"),
    [
        (Request(layer="langgraph"), ("edges",), ("edges",), True),
        (Request(layer="langgraph", exact=True), ("edges",), ("edges",), True),
        (Request(langgraph=("latest",)), ("edges",), ("latest",), False),
        (Request(layer="langgraph", releases=(">=1",)), (">=1",), ("edges",), False),
        (Request(cells=("py3.10-core1.4.9-lg1.2.24",)), ("1.4.9",), ("1.2.24",), False),
        (Request(cells=("py3.10-core1.4.9-lg*",)), ("all",), ("edges",), False),
        (Request(cells=("py3.10-*-lg1.2.24",)), ("edges",), ("all",), False),
        (Request(layer="langgraph", cells=("py3.10-*",)), ("edges",), ("edges",), False),
    ],
)
def test_cells_with_a_layer_have_two_releases(
    request_: Request,
    cores: tuple[str, ...],
    layers: tuple[str, ...],
    whole: bool,  # noqa: FBT001
) -> None:
    assert request_.layered
    assert (request_.wanted_releases(), request_.wanted_layers()) == (cores, layers)
    assert request_.whole is whole


def test_a_layer_is_in_the_words() -> None:
    asked = Request(layer="langgraph", pythons=("3.9",))
    assert asked.words == "releases edges, langgraph edges, Pythons 3.9"


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (Request(layer="langchain"), "unknown layer 'langchain'; nearest: langgraph"),
        (
            Request(layer="langgraph", cells=("py3.10-core1.4.9",)),
            "py3.10-core1.4.9 has no langgraph; an id with it ends like -lg1.2.24",
        ),
        (
            Request(cells=("py3.10-core1.4.9", "py3.10-core1.4.9-lg1.2.24")),
            "cells with langgraph and cells without are measured in runs of their own",
        ),
        (
            Request(layer="langgraph", how=Options(resolution="lowest")),
            "with langgraph a cell is resolved as of its own day: drop --resolution, --as-of",
        ),
        (
            Request(cells=("py3.10-core1.4.9-lg1.2.24",), as_of="2026-01-01"),
            "with langgraph a cell is resolved as of its own day: drop --resolution, --as-of",
        ),
    ],
)
def test_a_layer_that_makes_no_sense_is_told_in_a_line(request_: Request, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        _ = request_.layered
