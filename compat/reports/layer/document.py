"""The Markdown reports of a layer: the page and its details, and a page for every row."""

from compat.matrix.model import REMEDY, Matrix, Traces
from compat.reports.advice.newest import reply_about_newest
from compat.reports.environment import make_markdown_environment
from compat.reports.form import list_forms
from compat.reports.headline.detail import FOLDER, name_file
from compat.reports.headline.links import NOWHERE, Links
from compat.reports.layer.claims import judge_layer_claims
from compat.reports.layer.installed import BESIDE
from compat.reports.layer.view import LayerPage, make_layer_page


def render_layer_md(matrix: Matrix, traces: Traces, links: Links = NOWHERE) -> dict[str, str]:
    """Return the pages of a layer and one for every row, by name in the folder of reports."""
    shown = make_layer_page(matrix)
    newest = reply_about_newest(shown.places)
    known = {
        **vars(shown),
        "beside": BESIDE,
        "forms": _list_forms(matrix),
        "links": links,
        "newest": newest,
        "page": links.to_page(**{"from": newest.cell.id} if newest else {}),
        "claims": judge_layer_claims(matrix, traces),
        "tones": shown.tones,
    }
    environment = make_markdown_environment()
    return {
        "matrix.md": environment.get_template("layer.md.j2").render(known),
        "details.md": environment.get_template("layer_details.md.j2").render(known),
        **_render_rows(shown, links),
    }


def _render_rows(shown: LayerPage, links: Links) -> dict[str, str]:
    template = make_markdown_environment().get_template("layer_row.md.j2")
    return {
        f"{FOLDER}/{name_file(row.scenario.id)}": template.render(
            row=row,
            group=group,
            forms=list_forms(row.scenario),
            page=links.to_page(scenario=row.scenario.id),
        )
        for group in shown.groups
        for row in group.rows
    }


def _list_forms(matrix: Matrix) -> set[str]:
    return {form.removeprefix(REMEDY) for each in matrix.scenarios for form in list_forms(each)}
