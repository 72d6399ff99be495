"""Where links of Markdown reports lead, and which address of a site is taken."""

import re

import pytest

from compat.axes.cell import CellId
from compat.errors import UsageError
from compat.reports.headline.links import Links, read_base
from compat.reports.site.address import ask, link, place_pattern
from compat.reports.text import escape_address
from tests.reports.sample import HOSTILE

CELL = CellId(python="3.10", core="0.3.40")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("https://example.org", "https://example.org"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("https://a-b.example.org/one/2.0/~x_y/", "https://a-b.example.org/one/2.0/~x_y"),
    ],
)
def test_an_address_is_read_without_its_last_slash(typed: str, read: str) -> None:
    assert read_base(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        *("", "example.org", "//example.org", "ftp://example.org", "javascript:alert(1)"),
        *("https://", "https:///x", "https://name@example.org", "https://a:b@example.org"),
        *("https://example.org?x=1", "https://example.org/#x", "https://example.org/a b"),
        *("https://example.org/)[x](y", 'https://example.org/"', "https://example.org/<x>"),
        *("https://example.org/../x", "https://example.org/.", "https://example.org//x"),
        *("https://example.org/x\n", "https://example.org:port", "https://exämple.org"),
        "https://example.org/" + "x" * 500,
    ],
)
def test_anything_else_is_refused_in_one_line(typed: str) -> None:
    with pytest.raises(UsageError, match="is no address of a site; write it like https://") as said:
        read_base(typed)
    assert str(said.value).isprintable()


def test_without_a_site_links_lead_to_files() -> None:
    links = Links()
    assert links.to_pattern("gather") == "scenarios/gather.md"
    assert links.to_evidence("gather", CELL) == "scenarios/gather.md#python-310"
    assert links.to_page(scenario="gather") == ""


def test_with_a_site_they_lead_there() -> None:
    links = Links(base="https://example.org/x")
    assert links.to_pattern("gather") == "https://example.org/x/patterns/gather.html"
    evidence = "https://example.org/x/matrix.html#py3.10-core0.3.40&scenario=gather"
    assert links.to_evidence("gather", CELL) == evidence
    assert links.to_page() == "https://example.org/x/matrix.html"
    of_layer = Links(base="https://example.org", layer="langgraph").to_pattern("node-async")
    assert of_layer == "https://example.org/patterns/langgraph/node-async.html"


@pytest.mark.parametrize("scenario", ["gather", "a b/ü", HOSTILE])
@pytest.mark.parametrize("layer", ["", "langgraph"])
def test_the_site_has_what_they_lead_to(scenario: str, layer: str) -> None:
    links, root = Links(base="https://example.org", layer=layer), "https://example.org/"
    place = place_pattern(scenario, layered=bool(layer))
    assert links.to_pattern(scenario) == link(root, place)
    assert links.to_evidence(scenario, CELL) == f"{root}{ask(scenario, str(CELL))}"
    assert links.to_page(scenario=scenario) == f"{root}{ask(scenario)}"


@pytest.mark.parametrize("base", ["", "https://example.org"])
def test_a_hostile_id_stays_in_its_place(base: str) -> None:
    links = Links(base=base)
    for address in (links.to_pattern(HOSTILE), links.to_evidence(HOSTILE, CELL)):
        assert re.fullmatch(r"[A-Za-z0-9/:#?=%._~&;-]+", escape_address(address))
        assert address.count("/") == links.to_pattern("x").count("/") - (
            "matrix.html" in address and bool(base)
        )
