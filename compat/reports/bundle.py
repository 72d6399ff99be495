"""All files of ``reports/`` from one matrix."""

from collections.abc import Iterable

from compat.difference.history import History
from compat.difference.sensitivity import Sensitivity
from compat.matrix.model import Matrix, Traces
from compat.reports.difference.feed import ATOM, CHANGES, render_changes_atom, render_changes_md
from compat.reports.document import render_details_md, render_matrix_md, render_scenarios_md
from compat.reports.headline.links import Links
from compat.reports.html.page import render_matrix_html
from compat.reports.layer.document import render_layer_md
from compat.reports.project.badge import make_badge, render_badge_json, render_badge_svg
from compat.reports.project.junit import render_junit
from compat.reports.view import make_page
from compat.stored.reports import (
    HISTORY,
    LAYERED,
    MATRIX,
    SCHEMA,
    SENSITIVITY,
    TRACES,
    dump_history,
    dump_matrix,
    dump_schema,
    dump_sensitivity,
    dump_traces,
)


def dump_sources(matrix: Matrix, traces: Traces, found: Iterable[Sensitivity]) -> tuple[str, ...]:
    """Return as texts what all other reports are made from, the matrix first.

    The history is left to who knows it.
    """
    return (dump_matrix(matrix), dump_traces(traces), *map(dump_sensitivity, found))


def render(  # noqa: PLR0913 - each is a part of what is known
    matrix: Matrix,
    traces: Traces,
    found: Iterable[Sensitivity] = (),
    history: History | None = None,
    layered: Matrix | None = None,
    *,
    layer_traces: Traces | None = None,
    site: str = "",
) -> dict[str, str]:
    """Return the text of every report by its path in the folder of reports.

    ``found`` is what other resolutions of the dependencies changed, if they were measured;
    ``history`` what runs changed, if that is known. ``layered`` is what was measured with a layer
    on top, which the page shows beside it, ``layer_traces`` what was seen there. ``site`` is the
    address of the site that links of the Markdown reports lead to; without one they lead to files
    beside them.

    The same input gives the same bytes. The text is to be written as UTF-8 with newlines as they
    are. Nothing here asks a clock: pages are as of the matrix's ``generated_at``.
    """
    if matrix.layered:
        return {**_render_layer(matrix, traces, site), **_render_feed(history)}
    found = tuple(found)
    shown = make_page(matrix, traces, found)
    mark, links = make_badge(matrix), Links(base=site)
    return {
        MATRIX: dump_matrix(matrix),
        TRACES: dump_traces(traces),
        SCHEMA: dump_schema(),
        **{f"{SENSITIVITY}/{each.resolution}.json": dump_sensitivity(each) for each in found},
        "matrix.md": render_matrix_md(shown, links),
        "details.md": render_details_md(shown, traces),
        **render_scenarios_md(shown, links),
        "matrix.html": render_matrix_html(shown, matrix, traces, layered, layer_traces),
        "badge.svg": render_badge_svg(mark),
        "badge.json": render_badge_json(mark),
        "junit.xml": render_junit(matrix),
        **_render_feed(history),
    }


def _render_layer(matrix: Matrix, traces: Traces, site: str) -> dict[str, str]:
    return {
        MATRIX: dump_matrix(matrix),
        TRACES: dump_traces(traces),
        SCHEMA: dump_schema(),
        **render_layer_md(matrix, traces, Links(base=site, layer=LAYERED)),
    }


def _render_feed(history: History | None) -> dict[str, str]:
    if history is None:
        return {}
    return {
        HISTORY: dump_history(history),
        CHANGES: render_changes_md(history),
        ATOM: render_changes_atom(history),
    }
