"""What new releases change, compared with what was before each: the text of the watch's issue."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from packaging.version import Version

from compat.difference.pair import Pair, pair_neighbours
from compat.matrix.model import Matrix, Result
from compat.record.model import Status
from compat.reports.environment import make_markdown_environment
from compat.reports.headline.sentence import find_day
from compat.reports.table.part import NOT_MEASURED
from compat.reports.words import describe_status, describe_verdict

LARGEST_ISSUE = 60_000
"""Characters. GitHub refuses an issue of more than 65,536; the watch adds a line about its run.

Source: https://github.com/peter-evans/create-issue-from-file/issues/1705
"""

_ROWS = (1000, 100, 10, 0)
_EVERY = "all scenarios"


@dataclass(frozen=True, kw_only=True)
class NewsRow:
    """What a release says otherwise than an ``earlier`` one, on some Pythons."""

    release: str
    earlier: str
    scenario: str
    before: str
    after: str
    pythons: tuple[str, ...]


def find_news(published: Matrix, measured: Matrix) -> tuple[NewsRow, ...]:
    """Return what the releases that ``published`` does not know change, oldest first.

    Both sides of a change are of ``measured``, so that a suite or dependencies that have changed
    since are no change of a release.
    """
    known = {release.version for release in published.releases}
    found = [
        (pair.after.core, pair.before.core, *said, pair.after.python)
        for pair in pair_neighbours(measured)
        if pair.after.core not in known
        for said in _find_differences(pair)
    ]
    order = {scenario.id: n for n, scenario in enumerate(measured.scenarios)}
    found.sort(key=lambda row: (Version(row[0]), order.get(row[2], -1), row[:5]))
    return tuple(
        NewsRow(
            release=release,
            earlier=earlier,
            scenario=scenario,
            before=before,
            after=after,
            pythons=tuple(row[-1] for row in same),
        )
        for (release, earlier, scenario, before, after), same in groupby(found, lambda row: row[:5])
    )


def render_news_md(published: Matrix, measured: Matrix, *, largest: int = LARGEST_ISSUE) -> str:
    """Return GitHub Markdown of at most ``largest`` characters; nothing where nothing changed.

    Its first line is a heading that says which releases change how much.
    """
    found = find_news(published, measured)
    if not found:
        return ""
    template = make_markdown_environment().get_template("news.md.j2")
    texts = (
        template.render(
            changes=found[:most],
            left_out=len(found) - len(found[:most]),
            releases=tuple(dict.fromkeys(each.release for each in found)),
            total=len(found),
            day=find_day(measured.provenance),
        )
        for most in _ROWS
    )
    return next((text for text in texts if len(text) <= largest), f"# {len(found)} changes\n")


def _find_differences(pair: Pair) -> Iterator[tuple[str, str, str]]:
    """Give scenario, words before and words after of what two cells say differently."""
    statuses = pair.before.status, pair.after.status
    if Status.PROBED not in statuses:
        return
    if pair.before.status is not pair.after.status:
        yield _EVERY, describe_status(pair.before.status), describe_status(pair.after.status)
        return
    for scenario in pair.after.results:
        one, other = map(_describe_result, pair.results(scenario))
        if one != other:
            yield scenario, one, other


def _describe_result(result: Result | None) -> str:
    if result is None:
        return NOT_MEASURED
    words = describe_verdict(result.verdict, result.answer)
    return f"{words} ({', '.join(sorted(result.flags))})" if result.flags else words
