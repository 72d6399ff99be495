"""All files of ``reports/`` from one matrix."""

from collections.abc import Iterable

from compat.difference.history import History
from compat.difference.sensitivity import Sensitivity
from compat.matrix.model import Matrix, Traces
from compat.reports.difference.feed import ATOM, CHANGES, changes_atom, changes_md
from compat.reports.document import matrix_md, scenarios_md
from compat.reports.html.page import matrix_html
from compat.reports.project.badge import badge, badge_json, badge_svg
from compat.reports.project.junit import junit
from compat.reports.view import page
from compat.stored.reports import (
    HISTORY,
    MATRIX,
    SCHEMA,
    SENSITIVITY,
    TRACES,
    history_json,
    matrix_json,
    schema_json,
    sensitivity_json,
    traces_json,
)


def sources(matrix: Matrix, traces: Traces, found: Iterable[Sensitivity]) -> tuple[str, ...]:
    """Return as texts what all other reports are made from, the matrix first.

    The history is left to who knows it.
    """
    return (matrix_json(matrix), traces_json(traces), *map(sensitivity_json, found))


def render(
    matrix: Matrix,
    traces: Traces,
    found: Iterable[Sensitivity] = (),
    history: History | None = None,
) -> dict[str, str]:
    """Return the text of every report by its path in the folder of reports.

    ``found`` is what other resolutions of the dependencies changed, if they were measured;
    ``history`` what runs changed, if that is known.

    The same input gives the same bytes. The text is to be written as UTF-8 with newlines as they
    are. Nothing here asks a clock: pages are as of the matrix's ``generated_at``.
    """
    found = tuple(found)
    shown = page(matrix, traces, found)
    mark = badge(matrix)
    return {
        MATRIX: matrix_json(matrix),
        TRACES: traces_json(traces),
        SCHEMA: schema_json(),
        **{f"{SENSITIVITY}/{each.resolution}.json": sensitivity_json(each) for each in found},
        "matrix.md": matrix_md(shown, traces),
        **scenarios_md(shown),
        "matrix.html": matrix_html(shown, matrix, traces),
        "badge.svg": badge_svg(mark),
        "badge.json": badge_json(mark),
        "junit.xml": junit(matrix),
        **_feed(history),
    }


def _feed(history: History | None) -> dict[str, str]:
    if history is None:
        return {}
    return {
        HISTORY: history_json(history),
        CHANGES: changes_md(history),
        ATOM: changes_atom(history),
    }
