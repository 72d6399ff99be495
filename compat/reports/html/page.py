"""``matrix.html``: one file that needs no network, and answers with or without script."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from pydantic import TypeAdapter

from compat.matrix.model import Matrix, Traces
from compat.record.model import Status
from compat.reports.difference.sentence import Codes
from compat.reports.environment import make_markup_environment, read_source
from compat.reports.headline.finding import RULE
from compat.reports.html.block import make_block
from compat.reports.html.evidence import PageEvidence, collect_evidence
from compat.reports.html.heard import Heard, look_up_others
from compat.reports.html.layered import look_up_layer
from compat.reports.html.lookup import Lookup, make_lookup
from compat.reports.html.page_words import list_page_words
from compat.reports.html.strip import SHAPES, draw_map
from compat.reports.html.upgrades import Likely, answer_likely
from compat.reports.layer import words as layer_words
from compat.reports.layer.view import LayerPage, make_layer_page
from compat.reports.table.eventtypes import count_event_types
from compat.reports.table.table import make_overview
from compat.reports.view import Page
from compat.reports.words import GUIDE
from compat.symptoms.model import load_codes

SCRIPTS = (
    *(
        "dom",
        "data",
        "upgrade",
        "fragment",
        "sentence",
        "answer",
        "byhand",
        "map",
        "overview",
        "evidence",
        "drawer",
    ),
    "main",
)
LAYER_SCRIPTS = (*SCRIPTS[:-1], "layer", "main")


@dataclass(frozen=True, kw_only=True)
class First:
    """What the page shows before it is asked: two cells and a scenario."""

    source: str
    target: str
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
    style = read_source("page.css") + read_source("drawer.css") + (read_source("layer.css") if layered else "")
    script = "\n".join(read_source(f"js/{name}.js") for name in scripts)
    codes = load_codes()
    likely = answer_likely(matrix, codes)
    every = [each.scenario for group in shown.groups for each in group.details]
    layer = make_layer_page(layered) if layered else None
    return (
        make_markup_environment()
        .get_template("page.html.j2")
        .render(
            vars(shown),
            rule=RULE,
            known=matrix.provenance,
            events=count_event_types(shown.index, traces),
            likely=likely,
            measured={each.id for each in every},
            overview=make_overview(shown.index, every),
            map=draw_map(shown.index, GUIDE),
            shapes=SHAPES,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own files
            layer=layer,
            layer_words=layer_words,
            data=Markup(_make_data(matrix, traces, likely, codes)),  # noqa: S704 - base64
            layer_data=Markup(_make_layer_data(layer, layer_traces)),  # noqa: S704 - base64
            policy=_make_policy(style, script),
        )
    )


def _make_data(matrix: Matrix, traces: Traces, likely: Likely, codes: Codes) -> str:
    seen, rows = collect_evidence(matrix, traces)
    first = _find_first(matrix, likely)
    heard = look_up_others(matrix, rows, codes)
    asked = {
        **_make_plain(make_lookup(matrix, rows, codes)),
        "heard": {listener.value: _make_plain(own) for listener, own in heard.items()},
        "words": list_page_words(matrix),
        "first": first and {"from": first.source, "to": first.target, "scenario": first.scenario},
    }
    return make_block("lookup", asked) + "\n" + make_block("evidence", _make_plain(seen))


def _make_layer_data(layer: LayerPage | None, traces: Traces | None) -> str:
    if layer is None or not layer.columns:
        return ""
    data = make_block("layer-data", look_up_layer(layer)) + "\n"
    if traces is None:
        return data
    seen, _ = collect_evidence(layer.places.matrix, traces)
    return data + make_block("layer-evidence", _make_plain(seen)) + "\n"


def _make_plain(value: Lookup | Heard | PageEvidence) -> dict[str, Any]:
    found: dict[str, Any] = TypeAdapter[Any](type(value)).dump_python(value)
    return found


def _find_first(matrix: Matrix, likely: Likely) -> First | None:
    """Return the most consequential question; else the ends of what was probed, if anything was."""
    names = [each.id for each in matrix.scenarios]
    cells = [cell.id for cell in matrix.cells if cell.status is Status.PROBED]
    if not names or not matrix.cells:
        return None
    cells = cells or [cell.id for cell in matrix.cells]
    source, target = cells[0], cells[-1]
    if likely.questions:
        source, target = likely.questions[0].source, likely.questions[0].target
    scenario = GUIDE if GUIDE in names else names[0]
    return First(source=source, target=target, scenario=scenario)


def _make_policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
