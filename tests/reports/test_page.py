"""The page is sound HTML: headings, anchors, no network, nothing of a record obeyed."""

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from compat.matrix.model import Matrix, Traces
from compat.record.model import Status
from compat.reports.page import matrix_html
from compat.reports.view import page
from tests.reports.sample import GUIDE, VARIANTS, Said, grid_of, haunted, measured, tried

CELLS: dict[str, Said] = {
    **grid_of(["3.10", "3.11"], ["0.3.0", "1.0.0"], "lost/flattened/nested"),
    "py3.11-core1.0.0": "nested/flattened",
    "py3.12-core0.3.0": "raised/raised",
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
    overrides=("certifi>=1",),
)
VOID = {"meta", "br"}


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


def rendered(matrix: Matrix, traces: Traces) -> str:
    return matrix_html(page(matrix, traces), matrix, traces)


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen(rendered(*SAMPLE))


def test_every_table_has_a_caption_and_every_heading_a_scope(seen: Seen) -> None:
    assert len(seen.all("table")) == len(seen.all("caption")) > 8
    assert {heading.get("scope") for heading in seen.all("th")} == {"col", "row"}
    assert len(seen.all("h1")) == len(seen.all("main")) == 1
    assert seen.all("html") == [{"lang": "en"}]


def test_every_link_leads_somewhere_on_the_page_and_no_id_is_used_twice(seen: Seen) -> None:
    ids = Counter(seen.values("id"))
    assert set(ids.values()) == {1}
    links = {link["href"] for link in seen.all("a")}
    assert {str(link)[:1] for link in links} == {"#"}
    assert {str(link)[1:] for link in links} <= ids.keys()
    assert set(seen.values("aria-labelledby")) <= ids.keys()


def test_every_cell_leads_to_its_evidence(seen: Seen) -> None:
    ids, links = set(seen.values("id")), {link["href"] for link in seen.all("a")}
    matrix, traces = SAMPLE
    assert {cell.id for cell in matrix.cells} <= ids
    assert {f"#{cell.id}" for cell in matrix.cells} <= links
    assert {f"#t-{trace}" for trace in traces.traces} <= links
    assert {
        f"#{each}" for each in ids if each.startswith(("o-", "l-", "r-", "q-", "p-", "s-"))
    } <= links


def test_a_claim_that_fails_leads_to_the_trace_that_shows_it() -> None:
    matrix, _ = SAMPLE
    trace = matrix.cells[2].results["tool-async"].traces["naive"]
    assert matrix.cells[2].id == "py3.11-core0.3.0"
    assert f'<small>Evidence: <a href="#t-{trace}">3.11 × 0.3.0</a>' in rendered(*SAMPLE)


def test_evidence_holds_what_was_resolved_seen_and_how_to_replay() -> None:
    text = rendered(*SAMPLE)
    for words in (
        "nox -s replay -- py3.10-core0.3.0",
        "<dt>Python</dt><dd>cpython 3.10.1</dd>",
        "<dt>Overrides</dt><dd>certifi&gt;=1</dd>",
        "<dt>Raised</dt><dd>builtins.RuntimeError: no</dd>",
        "child under summarise › RunnableSequence",
        '<span class="id">start, stream 10, end</span>',
        '">a later run</a>',
        "<summary>gather, copied context ",
        '<dt>Reason</dt><dd class="lines">no wheel</dd>',
    ):
        assert words in text


def test_the_policy_allows_only_what_stands_in_the_page(seen: Seen) -> None:
    text = rendered(*SAMPLE)
    policy = next(str(m["content"]) for m in seen.all("meta") if "http-equiv" in m)
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not {"src", "style", "onclick", "srcset"} & {a for _, b in seen.elements for a in b}
    assert "//" not in text.replace("</", "")


def test_hostile_text_adds_no_element_and_no_attribute() -> None:
    plain, hostile = Seen(rendered(*SAMPLE)), rendered(*haunted(*SAMPLE))
    haunting = Seen(hostile)
    assert {tag for tag, _ in haunting.elements} <= {tag for tag, _ in plain.elements}
    assert len(haunting.all("script")) == 1
    attributes = {name for _, found in haunting.elements for name in found}
    assert attributes <= {name for _, found in plain.elements for name in found}
    assert hostile.replace("\n", "").isprintable()
    assert hostile.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 50


def test_a_matrix_without_a_cell_renders() -> None:
    text = rendered(*measured({}))
    Seen(text)
    assert "The guide's tool was not measured in this run." in text
