"""All files of ``reports/`` from one matrix."""

from collections.abc import Iterable

from compat.difference.history import History
from compat.difference.sensitivity import Sensitivity
from compat.matrix.model import Matrix, Traces
from compat.reports.difference.feed import ATOM, CHANGES, render_changes_atom, render_changes_md
from compat.reports.document import render_matrix_md, render_scenarios_md
from compat.reports.html.page import render_matrix_html
from compat.reports.layer.document import render_layer_md
from compat.reports.project.badge import make_badge, render_badge_json, render_badge_svg
from compat.reports.project.junit import render_junit
from compat.reports.view import make_page
from compat.stored.reports import (
    HISTORY,
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


def render(
    matrix: Matrix,
    traces: Traces,
    found: Iterable[Sensitivity] = (),
    history: History | None = None,
    layered: Matrix | None = None,
) -> dict[str, str]:
    """Return the text of every report by its path in the folder of reports.

    ``found`` is what other resolutions of the dependencies changed, if they were measured;
    ``history`` what runs changed, if that is known. ``layered`` is what was measured with a layer
    on top, which the page shows beside it.

    The same input gives the same bytes. The text is to be written as UTF-8 with newlines as they
    are. Nothing here asks a clock: pages are as of the matrix's ``generated_at``.
    """
    if matrix.layered:
        return {**_render_layer(matrix, traces), **_render_feed(history)}
    found = tuple(found)
    shown = make_page(matrix, traces, found)
    mark = make_badge(matrix)
    return {
        MATRIX: dump_matrix(matrix),
        TRACES: dump_traces(traces),
        SCHEMA: dump_schema(),
        **{f"{SENSITIVITY}/{each.resolution}.json": dump_sensitivity(each) for each in found},
        "matrix.md": render_matrix_md(shown, traces),
        **render_scenarios_md(shown),
        "matrix.html": render_matrix_html(shown, matrix, traces, layered),
        "badge.svg": render_badge_svg(mark),
        "badge.json": render_badge_json(mark),
        "junit.xml": render_junit(matrix),
        **_render_feed(history),
    }


def _render_layer(matrix: Matrix, traces: Traces) -> dict[str, str]:
    return {
        MATRIX: dump_matrix(matrix),
        TRACES: dump_traces(traces),
        SCHEMA: dump_schema(),
        **render_layer_md(matrix, traces),
    }


def _render_feed(history: History | None) -> dict[str, str]:
    if history is None:
        return {}
    return {
        HISTORY: dump_history(history),
        CHANGES: render_changes_md(history),
        ATOM: render_changes_atom(history),
    }
