"""All files of ``reports/`` from one matrix."""

from compat.matrix.model import Matrix, Traces
from compat.reports.badge import badge, badge_json, badge_svg
from compat.reports.data import MATRIX, SCHEMA, TRACES, matrix_json, schema_json, traces_json
from compat.reports.document import matrix_md
from compat.reports.junit import junit
from compat.reports.page import matrix_html
from compat.reports.view import page


def render(matrix: Matrix, traces: Traces) -> dict[str, str]:
    """Return the text of every report by file name; the same input gives the same bytes.

    The text is to be written as UTF-8 with newlines as they are. Nothing here asks a clock: pages
    are as of the matrix's ``generated_at``.
    """
    shown = page(matrix)
    mark = badge(matrix)
    return {
        MATRIX: matrix_json(matrix),
        TRACES: traces_json(traces),
        SCHEMA: schema_json(),
        "matrix.md": matrix_md(shown, traces),
        "matrix.html": matrix_html(shown, matrix, traces),
        "badge.svg": badge_svg(mark),
        "badge.json": badge_json(mark),
        "junit.xml": junit(matrix),
    }
