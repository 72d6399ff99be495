"""The headline for a terminal."""

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from compat.matrix.model import Matrix
from compat.reports.headline.finding import Finding
from compat.reports.span import listed, spanned
from compat.reports.table.grid import Grid
from compat.reports.table.part import Part
from compat.reports.text import visible
from compat.reports.view import headline
from compat.reports.words import INTERPOLATED, SYMBOLS, Tone, flag_words

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
    console.print(rendered(matrix))


def rendered(matrix: Matrix) -> RenderableType:
    """Return what ``show`` prints: words carry the meaning, colour is the console's to drop."""
    index = Grid(matrix=matrix)
    head = headline(matrix, index)
    rows = Table(title="tool-async, by Python and langchain-core", title_justify="left")
    rows.add_column("Python", style="bold", no_wrap=True)
    for lines in head.table.columns:
        rows.add_column(_text(index.listed_lines(lines)), overflow="fold")
    for row in head.table.rows:
        rows.add_row(_text(listed(row.pythons)), *(_cell(cell, head.marks) for cell in row.cells))
    flags = [_text(f"{mark}  {flag_words(flag)} ({flag})") for flag, mark in head.marks.items()]
    between = [_text(INTERPOLATED)] if head.interpolated else []
    shown: list[RenderableType] = [rows, *flags, *between] if head.guide else []
    apart = [_text(f"* {each.sentence}") for each in head.overrides]
    return Group(_text(head.sentence), *shown, *map(_finding, head.findings), *apart)


def _cell(parts: tuple[Part, ...], marks: dict[str, str]) -> Text:
    return Text("\n").join(_part(part, marks) for part in parts)


def _part(part: Part, marks: dict[str, str]) -> Text:
    flags = f" [{','.join(sorted(marks[flag] for flag in part.flags))}]" if part.flags else ""
    said = Text(f"{SYMBOLS[part.tone]} {visible(part.words)}", style=_STYLES[part.tone])
    said.append(flags, style="not bold")
    tested = f" ({part.counted})" if part.interpolated else ""
    since = f" since {part.since}" if part.since else ""
    said.append(f" {visible(spanned(part.spans))}{tested}{visible(since)}", style="not bold")
    return said


def _finding(finding: Finding) -> Text:
    return _text(f"* {finding.sentence}")


def _text(text: str) -> Text:
    """Return text in which nothing is taken for markup."""
    return Text(visible(text))
