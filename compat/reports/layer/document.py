"""The Markdown reports of a layer: the page, and a page for every row."""

from compat.matrix.model import REMEDY, Matrix, Traces
from compat.reports.environment import make_markdown_environment
from compat.reports.form import list_forms
from compat.reports.headline.detail import FOLDER, name_file
from compat.reports.layer.claims import judge_layer_claims
from compat.reports.layer.installed import BESIDE
from compat.reports.layer.view import LayerPage, make_layer_page


def render_layer_md(matrix: Matrix, traces: Traces) -> dict[str, str]:
    """Return the page of a layer and a page for every row, by name in the folder of reports."""
    shown = make_layer_page(matrix)
    template = make_markdown_environment().get_template("layer.md.j2")
    return {
        "matrix.md": template.render(
            vars(shown),
            beside=BESIDE,
            forms=_list_forms(matrix),
            claims=judge_layer_claims(matrix, traces),
        ),
        **_render_rows(shown),
    }


def _render_rows(shown: LayerPage) -> dict[str, str]:
    template = make_markdown_environment().get_template("layer_row.md.j2")
    return {
        f"{FOLDER}/{name_file(row.scenario.id)}": template.render(
            row=row, group=group, forms=list_forms(row.scenario)
        )
        for group in shown.groups
        for row in group.rows
    }


def _list_forms(matrix: Matrix) -> set[str]:
    return {form.removeprefix(REMEDY) for each in matrix.scenarios for form in list_forms(each)}
