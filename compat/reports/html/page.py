"""``matrix.html``: one file that needs no network, and answers with or without script."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from pydantic import TypeAdapter

from compat.matrix.model import Matrix, Traces
from compat.reports.advice.newest import Newest, reply_about_newest
from compat.reports.difference.sentence import Codes
from compat.reports.environment import make_markup_environment, read_source
from compat.reports.headline.finding import RULE
from compat.reports.headline.sentence import find_day
from compat.reports.html.block import make_block
from compat.reports.html.evidence import PageEvidence, collect_evidence
from compat.reports.html.findable import list_findable
from compat.reports.html.heard import Heard, look_up_others
from compat.reports.html.layered import look_up_layer
from compat.reports.html.lookup import Lookup, make_lookup
from compat.reports.html.map_words import MAP
from compat.reports.html.page_words import list_page_words
from compat.reports.html.pairs import PairLookup, look_up_pairs
from compat.reports.html.replies import Replies, make_replies
from compat.reports.html.states import Meanings, Meant
from compat.reports.html.strip import draw_map
from compat.reports.html.upgrades import answer_likely
from compat.reports.layer import words as layer_words
from compat.reports.layer.view import LayerPage, make_layer_page
from compat.reports.table.eventtypes import count_event_types
from compat.reports.table.table import make_overview
from compat.reports.text import format_amount
from compat.reports.view import Page
from compat.reports.words import GUIDE
from compat.symptoms.model import load_codes, load_symptoms

SCRIPTS = (
    *(
        "dom",
        "data",
        "cause",
        "upgrade",
        "ends",
        "fragment",
        "sentence",
        "answer",
        "changes",
        "ask",
        "form",
        "map",
        "lines",
        "search",
        "evidence",
        "drawer",
    ),
    "main",
)
LAYER_SCRIPTS = (*SCRIPTS[:-1], "pairs", "paircause", "layer", "under", "main")
STYLES = ("page", "question", "map", "drawer")
ICON = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<path d="M3 2v11h5M3 6h5" fill="none" stroke="#7c8691" stroke-width="2"/>'
    '<circle cx="11" cy="6" r="3" fill="#0b5cad"/>'
    '<circle cx="11" cy="13" r="2" fill="none" stroke="#b35900" stroke-width="2"/></svg>',
    safe="",
)
"""A tree with one run that arrived, and one that did not: no request is made for it."""


Data = Lookup | Heard | Meanings | PairLookup | PageEvidence | Replies
"""What the script unpacks."""


@dataclass(frozen=True, kw_only=True)
class First:
    """What the page shows before it is asked: a cell and a scenario."""

    source: str
    scenario: str


def render_matrix_html(
    shown: Page,
    matrix: Matrix,
    traces: Traces,
    layered: Matrix | None = None,
    layer_traces: Traces | None = None,
) -> str:
    """Return the page: what can be read without a script, and the data that its script unpacks.

    ``layered`` is what was measured with a layer on top, if that is known, ``layer_traces`` what
    was seen there.
    Its content policy allows only the style and the script that stand in it, by their hashes.
    """
    scripts = LAYER_SCRIPTS if layered else SCRIPTS
    style = "".join(read_source(f"{name}.css") for name in STYLES)
    script = "\n".join(read_source(f"js/{name}.js") for name in scripts)
    codes = load_codes()
    likely = answer_likely(matrix, codes)
    every = [each.scenario for group in shown.groups for each in group.details]
    layer = make_layer_page(layered) if layered else None
    newest = reply_about_newest(shown.index)
    return (
        make_markup_environment()
        .get_template("page.html.j2")
        .render(
            vars(shown),
            rule=RULE,
            known=matrix.provenance,
            events=count_event_types(shown.index, traces),
            likely=likely,
            newest=newest,
            replies=Markup(_make_replies(matrix, layered, codes)),  # noqa: S704 - base64
            measured={each.id for each in every},
            overview=make_overview(shown.index, every),
            map=draw_map(shown.index, GUIDE),
            map_words=MAP,
            icon=ICON,
            measured_line=_describe_measured(matrix, layered),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own files
            layer=layer,
            layer_words=layer_words,
            data=Markup(_make_data(matrix, layered, traces, newest, codes)),  # noqa: S704 - base64
            search_data=Markup(_make_search(matrix, layered)),  # noqa: S704 - base64
            layer_data=Markup(_make_layer_data(layer, layer_traces)),  # noqa: S704 - base64
            policy=_make_policy(style, script),
        )
    )


def _make_data(
    matrix: Matrix, layered: Matrix | None, traces: Traces, newest: Newest | None, codes: Codes
) -> str:
    seen, rows = collect_evidence(matrix, traces)
    first = _find_first(matrix, newest)
    meant = Meant()
    own = make_lookup(matrix, rows, codes, meant)
    heard = look_up_others(matrix, rows, codes, meant)
    asked = {
        **_make_plain(own),
        "heard": {listener.value: _make_plain(each) for listener, each in heard.items()},
        "meanings": _make_plain(meant.all),
        "words": list_page_words(matrix, layered),
        "first": first and {"from": first.source, "scenario": first.scenario},
    }
    return make_block("lookup", asked) + "\n" + make_block("evidence", _make_plain(seen))


def _describe_measured(matrix: Matrix, layered: Matrix | None) -> str:
    """Return in one short line when and how much was measured."""
    probed = matrix.provenance.probed + (layered.provenance.probed if layered else 0)
    amount = format_amount(probed, "combination")
    return f"Measured {find_day(matrix.provenance)}: {amount}"


def _make_search(matrix: Matrix, layered: Matrix | None) -> str:
    rows = layered.scenarios if layered else ()
    found = list_findable(load_symptoms(), matrix.scenarios, rows)
    return make_block("search-data", found) + "\n"


def _make_replies(matrix: Matrix, layered: Matrix | None, codes: Codes) -> str:
    blocks: dict[str, Data] = {"replies": make_replies(matrix, codes, layered)}
    if layered is not None:
        blocks["layer-replies"] = make_replies(layered, codes)
        blocks["layer-lookup"] = look_up_pairs(layered, codes)
    return "".join(make_block(name, _make_plain(each)) + "\n" for name, each in blocks.items())


def _make_layer_data(layer: LayerPage | None, traces: Traces | None) -> str:
    if layer is None or not layer.columns:
        return ""
    data = make_block("layer-data", look_up_layer(layer)) + "\n"
    if traces is None:
        return data
    seen, _ = collect_evidence(layer.places.matrix, traces)
    return data + make_block("layer-evidence", _make_plain(seen)) + "\n"


def _make_plain(value: Data) -> dict[str, Any]:
    found: dict[str, Any] = TypeAdapter[Any](type(value)).dump_python(value)
    return found


def _find_first(matrix: Matrix, newest: Newest | None) -> First | None:
    """Return the newest configuration; else any, if nothing was probed."""
    names = [each.id for each in matrix.scenarios]
    if not names or not matrix.cells:
        return None
    cell = newest.cell if newest else matrix.cells[-1]
    return First(source=cell.id, scenario=GUIDE if GUIDE in names else names[0])


def _make_policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
