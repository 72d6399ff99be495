"""``compat site``: a static site of the reports and the docs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

from compat.cli import terminal
from compat.cli.harmless import make_plain
from compat.cli.program import REPORTS
from compat.errors import ExitCode
from compat.options import SWITCH
from compat.reports.headline.links import read_base
from compat.reports.text import format_amount
from compat.work.site import ask_newer, read_source, refuse_foreign, write_site

_DOCS: Final = Path("docs")
_MEGABYTE: Final = 1_000_000


def site(
    folder: Path,
    *,
    reports: Path = REPORTS,
    docs: Path = _DOCS,
    base: str | None = None,
    newer: Annotated[bool, SWITCH] = False,
) -> int:
    """Make a static site of the reports and the docs, with a page for each pattern.

    Parameters
    ----------
    folder
        Where the site goes: a new folder, an empty one, or one with an earlier site.
    reports
        The reports, those of LangGraph below them.
    docs
        The Markdown that becomes the site's docs.
    base
        The address that the site will have, like https://you.github.io/project (default: none;
        then there is no sitemap, and the 404 page leads on from the top alone).
    newer
        Ask the index for releases that are not measured yet, and say on each page which these are.
    """
    address = f"{read_base(base)}/" if base else ""
    refuse_foreign(folder)
    source, failure = read_source(reports, docs, address), None
    if newer:
        source, failure = ask_newer(source, datetime.now(UTC).date())
    pages, size = write_site(folder, source, reports, docs)
    made = f"Site: {folder}/index.html, {format_amount(pages, 'page')}, {size / _MEGABYTE:.1f} MB"
    told = [source.newer.sentence] if source.newer else []
    terminal.print_lines(make_plain(line) for line in [made, *told])
    if not address:
        terminal.print_remark("There is no sitemap: --base says at which address the site will be.")
    if failure:
        terminal.print_remark(f"Newer releases: {failure}")
        return failure.exit_code
    return ExitCode.OK
