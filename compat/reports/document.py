"""The Markdown reports: the page and its details, the pages of scenarios, the job summary."""

from compat.matrix.model import Matrix, Traces
from compat.reports.advice.newest import reply_about_newest
from compat.reports.environment import make_markdown_environment
from compat.reports.headline.detail import FOLDER, name_file
from compat.reports.headline.finding import RULE
from compat.reports.headline.links import NOWHERE, Links
from compat.reports.table.eventtypes import count_event_types
from compat.reports.table.survey import make_survey
from compat.reports.text import escape_markdown
from compat.reports.view import Page, make_page

LARGEST_SUMMARY = 1024 * 1024 - 1024
"""Bytes. GitHub refuses a job summary of more than 1 MiB whole; another step's line may be there.

Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

_DETAILS = (2, 1, 0)


def render_matrix_md(shown: Page, links: Links = NOWHERE) -> str:
    """Return ``matrix.md``: the newest configuration, the map, what is not as is published."""
    template = make_markdown_environment().get_template("matrix.md.j2")
    newest = reply_about_newest(shown.index)
    every = [each.scenario for group in shown.groups for each in group.details]
    return template.render(
        vars(shown),
        links=links,
        newest=newest,
        page=links.to_page(**{"from": newest.cell.id} if newest else {}),
        survey=make_survey(shown.index, every),
        rule=RULE,
    )


def render_details_md(shown: Page, traces: Traces) -> str:
    """Return ``details.md``: all that is about no single scenario and is not read first."""
    template = make_markdown_environment().get_template("details.md.j2")
    return template.render(vars(shown), events=count_event_types(shown.index, traces))


def render_scenarios_md(shown: Page, links: Links = NOWHERE) -> dict[str, str]:
    """Return a page for every scenario, by its name in the folder of reports."""
    template = make_markdown_environment().get_template("scenario.md.j2")
    return {
        f"{FOLDER}/{name_file(each.scenario.id)}": template.render(
            detail=each,
            group=group,
            page=links.to_page(scenario=each.scenario.id),
            marks={flag: mark for flag, mark in shown.marks.items() if flag in each.flags},
        )
        for group in shown.groups
        for each in group.details
    }


def render_job_summary(matrix: Matrix, traces: Traces, *, largest: int = LARGEST_SUMMARY) -> str:
    """Return GitHub Markdown of at most ``largest`` bytes in UTF-8, with as much as fits.

    Tables are HTML, because only these keep the scope of their headings there. If not even the
    headline fits, the dated sentence alone is returned, cut if need be.
    """
    shown = make_page(matrix, traces)
    template = make_markdown_environment().get_template("summary.md.j2")
    for detail in _DETAILS:
        text = template.render(vars(shown), detail=detail)
        if len(text.encode()) <= largest:
            return text
    return escape_markdown(shown.headline.sentence).encode()[:largest].decode(errors="ignore")
