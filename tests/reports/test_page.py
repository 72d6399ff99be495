"""The page is sound HTML: headings, anchors, no network, nothing of a record obeyed."""

import base64
import hashlib
import json
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from justhtml import JustHTML

from compat.matrix.model import Matrix, Traces
from compat.record.model import Status
from compat.reports.environment import read_source
from compat.reports.html.block import empty_blocks, read_blocks
from compat.reports.html.page import SCRIPTS, render_matrix_html
from compat.reports.view import make_page
from tests.reports.sample import GUIDE, VARIANTS, Said, grid_of, haunted, measured, tried

CELLS: dict[str, Said] = {
    **grid_of(["3.10", "3.11"], ["0.3.0", "1.0.0"], "lost/flattened/nested"),
    "py3.11-core1.0.0": "nested/flattened",
    "py3.12-core0.3.0": "raised/raised",
    "py3.12-core0.3.1": "raised/raised",
    "py3.15-core0.3.0": (Status.NOT_INSTALLABLE, "no wheel"),
}
SAMPLE = measured(
    CELLS,
    known=["0.3.1"],
    scenarios=(
        GUIDE,
        tried("gather", *VARIANTS, "remedy-copied-context", group="concurrency"),
        tried("tool-error", "naive", row="fact"),
    ),
    others={
        "gather": {"py3.10-core0.3.0": "lost/flattened/nested/nested"},
        "tool-error": dict.fromkeys(CELLS, "lost=open"),
    },
    later={
        "gather": {"py3.10-core0.3.0": "nested"},
        "tool-error": {"py3.10-core0.3.0": "lost=closed"},
    },
    apart=["py3.12-core0.3.1"],
)
VOID = {"meta", "br", "input", "link", "wbr"}


class Seen(HTMLParser):
    """Every element with its attributes; an element that is not closed in order fails."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.opened: list[str] = []
        self.feed(text)
        assert self.opened == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.opened += [tag] if tag not in VOID else []

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]

    def values(self, attribute: str) -> list[str]:
        return [str(found[attribute]) for _, found in self.elements if attribute in found]


def without_scripts(text: str) -> str:
    """What there is for those who have no JavaScript."""
    return re.sub(r"(<script[^>]*>).*?(</script>)", r"\1\2", text, flags=re.DOTALL)


def rendered(matrix: Matrix, traces: Traces) -> str:
    return render_matrix_html(make_page(matrix, traces), matrix, traces)


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen(rendered(*SAMPLE))


def test_every_table_has_a_caption_and_every_heading_a_scope(seen: Seen) -> None:
    assert len(seen.all("table")) == len(seen.all("caption")) > 8
    assert {heading.get("scope") for heading in seen.all("th")} == {"col", "row", "rowgroup"}
    assert len(seen.all("h1")) == len(seen.all("main")) == 1
    assert seen.all("html") == [{"lang": "en"}]


def test_every_link_leads_somewhere_on_the_page_and_no_id_is_used_twice(seen: Seen) -> None:
    ids = Counter(seen.values("id"))
    assert set(ids.values()) == {1}
    links = {link["href"] for link in seen.all("a") if "href" in link}
    assert {str(link)[:1] for link in links} == {"#"}
    assert {str(link)[1:] for link in links} <= ids.keys()
    assert set(seen.values("aria-labelledby")) <= ids.keys()


def test_it_is_valid_html() -> None:
    JustHTML(rendered(*SAMPLE), strict=True)
    JustHTML(rendered(*haunted(*SAMPLE, apart="py3.12-core0.3.1")), strict=True)


def test_every_cell_has_its_evidence() -> None:
    found = read_blocks(rendered(*SAMPLE))
    lookup, evidence = found["lookup"], found["evidence"]
    assert isinstance(lookup, dict)
    assert isinstance(evidence, dict)
    cells = [kind for row in lookup["cells"] for kind in row if kind is not None]
    assert len(cells) == len(SAMPLE[0].cells)
    probed = [
        lookup["kinds"][kind] for kind in cells if lookup["kinds"][kind]["status"] == "probed"
    ]
    assert all(evidence["results"][kind["results"]] for kind in probed)
    assert sum(1 + seen["alike"] for seen in evidence["seen"]) == len(SAMPLE[1].traces)
    assert {seen["trace"] for seen in evidence["seen"]} <= set(SAMPLE[1].traces)


def test_evidence_holds_what_was_resolved_seen_and_how_to_replay() -> None:
    text = json.dumps(read_blocks(rendered(*SAMPLE)), ensure_ascii=False)
    for words in (
        "compat replay {cell}",
        '"3.10.1"',
        '"overrides": ["certifi>=1"]',
        '"why": "builtins.RuntimeError: no"',
        '"events": "start, stream 10, end"',
        '"later": {"naive": [',
        "remedy-copied-context",
        '"reason": "no wheel"',
    ):
        assert words in text


def test_what_the_script_is_told_can_be_filled_in() -> None:
    """Every word of the script's is there, and it asks for no field that a template lacks."""
    script = "".join(read_source(f"js/{name}.js") for name in SCRIPTS)
    words = read_blocks(rendered(*SAMPLE))["lookup"]["words"]  # type: ignore[index]
    for name, inner in re.findall(r"WORDS\.(\w+)(?:\.(\w+))?", script):
        assert name in words, name
        assert name != "page" or not inner or inner in words["page"], inner


def test_a_claim_that_fails_leads_to_a_cell_that_shows_it() -> None:
    link = '<a data-to="py3.11-core0.3.0&amp;scenario=tool-async">3.11 × 0.3.0</a>'
    assert f"<small>Evidence: {link}" in rendered(*SAMPLE)


def test_what_leads_to_the_script_is_an_address_that_it_can_read(seen: Seen) -> None:
    cells = {cell.id for cell in SAMPLE[0].cells}
    names = {each.id for each in SAMPLE[0].scenarios}
    for state in seen.values("data-to"):
        for part in state.split("&"):
            name, _, value = part.rpartition("=")
            assert value in (names if name == "scenario" else cells)


def test_the_policy_allows_only_what_stands_in_the_page(seen: Seen) -> None:
    text = rendered(*SAMPLE)
    policy = next(str(m["content"]) for m in seen.all("meta") if "http-equiv" in m)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    (icon,) = [str(each["href"]) for each in seen.all("link")]
    assert icon.startswith("data:image/svg+xml,")
    assert "img-src data:;" in policy
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not {"src", "style", "onclick", "srcset"} & {a for _, b in seen.elements for a in b}
    assert "//" not in empty_blocks(text).replace("</", "")


def test_hostile_text_adds_no_element_and_no_attribute() -> None:
    plain = Seen(rendered(*SAMPLE))
    hostile = rendered(*haunted(*SAMPLE, apart="py3.12-core0.3.1"))
    haunting = Seen(hostile)
    assert {tag for tag, _ in haunting.elements} <= {tag for tag, _ in plain.elements}
    assert len(haunting.all("script")) == len(plain.all("script")) == 5
    attributes = {name for _, found in haunting.elements for name in found}
    assert attributes <= {name for _, found in plain.elements for name in found}
    assert hostile.replace("\n", "").isprintable()
    assert hostile.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 30
    assert json.dumps(read_blocks(hostile), ensure_ascii=False).isprintable()


def test_a_matrix_without_a_cell_renders() -> None:
    text = rendered(*measured({}))
    Seen(text)
    assert "The guide's tool was not measured in this run." in text
