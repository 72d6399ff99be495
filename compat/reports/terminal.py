"""The headline for a terminal."""

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from compat.matrix.model import Matrix
from compat.reports.headline.finding import Finding
from compat.reports.layer.row import Said
from compat.reports.layer.view import LayerPage, LayerRow, make_layer_page
from compat.reports.layer.words import NEWEST
from compat.reports.span import join_spans, list_pythons
from compat.reports.table.grid import Grid
from compat.reports.table.part import Part
from compat.reports.text import make_visible
from compat.reports.view import make_headline
from compat.reports.words import INTERPOLATED, SYMBOLS, Tone, describe_flag

_SENTENCES = 6
_STYLES = {
    Tone.AUTOMATIC: "bold blue",
    Tone.MANUAL: "bold yellow",
    Tone.BROKEN: "bold reverse yellow",
    Tone.NEUTRAL: "",
    Tone.UNSURE: "bold",
    Tone.UNPROBED: "dim",
}


def show(matrix: Matrix, console: Console) -> None:
    """Print the dated sentence with its counts, the guide's table, its flags and the findings."""
    console.print(render(matrix))


def render(matrix: Matrix) -> RenderableType:
    """Return what ``show`` prints: words carry the meaning, colour is the console's to drop."""
    if matrix.layered:
        return _render_layer(matrix)
    index = Grid(matrix=matrix)
    head = make_headline(matrix, index)
    rows = Table(title="tool-async, by Python and langchain-core", title_justify="left")
    rows.add_column("Python", style="bold", no_wrap=True)
    for lines in head.table.columns:
        rows.add_column(_render_text(index.listed_lines(lines)), overflow="fold")
    for row in head.table.rows:
        rows.add_row(
            _render_text(list_pythons(row.pythons)),
            *(_render_cell(cell, head.marks) for cell in row.cells),
        )
    flags = [
        _render_text(f"{mark}  {describe_flag(flag)} ({flag})") for flag, mark in head.marks.items()
    ]
    between = [_render_text(INTERPOLATED)] if head.interpolated else []
    shown: list[RenderableType] = [rows, *flags, *between] if head.guide else []
    apart = [_render_text(f"* {each.sentence}") for each in head.overrides]
    tracer = [_render_text(f"* {head.tracer}")] if head.tracer else []
    found = map(_render_finding, head.findings)
    return Group(_render_text(head.sentence), *shown, *found, *tracer, *apart)


def _render_layer(matrix: Matrix) -> RenderableType:
    """Return the sentences on a layer, and the rows that are not automatic on all Pythons."""
    shown = make_layer_page(matrix)
    found = [f"* {each.text}" for each in shown.findings[:_SENTENCES]]
    more = len(shown.findings) - _SENTENCES
    told = [shown.sentence, *found, *([f"* {more} more in matrix.md"] if more > 0 else [])]
    table = [_render_layer_table(shown)] if shown.columns else []
    return Group(*map(_render_text, told), *table)


def _render_layer_table(shown: LayerPage) -> Table:
    kept = [row for group in shown.groups for row in group.rows if _is_trouble(row)]
    title = f"LangGraph, {NEWEST}: the rows that are not complete by themselves on all"
    table = Table(title=title, title_justify="left")
    table.add_column("Row", style="bold", overflow="fold")
    alike: dict[tuple[object, ...], list[int]] = {}
    for place, (_, pair) in enumerate(shown.columns):
        alike.setdefault((pair, *(row.cells[place].words for row in kept)), []).append(place)
    for places in alike.values():
        pythons = list_pythons([shown.columns[place][0] for place in places])
        releases = shown.columns[places[0]][1].releases
        table.add_column(Text("\n").join(map(_render_text, (pythons, releases))))
    for row in kept:
        cells = (row.cells[places[0]] for places in alike.values())
        table.add_row(_render_text(row.scenario.id), *map(_render_said, cells))
    return table


def _is_trouble(row: LayerRow) -> bool:
    return any(said.tone in {Tone.MANUAL, Tone.BROKEN, Tone.UNSURE} for said in row.cells)


def _render_said(said: Said) -> Text:
    return Text(f"{SYMBOLS[said.tone]} {make_visible(said.words)}", style=_STYLES[said.tone])


def _render_cell(parts: tuple[Part, ...], marks: dict[str, str]) -> Text:
    return Text("\n").join(_render_part(part, marks) for part in parts)


def _render_part(part: Part, marks: dict[str, str]) -> Text:
    flags = f" [{','.join(sorted(marks[flag] for flag in part.flags))}]" if part.flags else ""
    said = Text(f"{SYMBOLS[part.tone]} {make_visible(part.words)}", style=_STYLES[part.tone])
    said.append(flags, style="not bold")
    tested = f" ({part.counted})" if part.interpolated else ""
    since = f" since {part.since}" if part.since else ""
    said.append(
        f" {make_visible(join_spans(part.spans))}{tested}{make_visible(since)}", style="not bold"
    )
    return said


def _render_finding(finding: Finding) -> Text:
    return _render_text(f"* {finding.sentence}")


def _render_text(text: str) -> Text:
    """Return text in which nothing is taken for markup."""
    return Text(make_visible(text))
