"""The commands that make of a matrix what CI services show: badge, job summary, news."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from compat.cli.harmless import disarm
from compat.cli.program import REPORTS
from compat.errors import ExitCode, UsageError
from compat.files import write_atomic
from compat.matrix.hearing import hear
from compat.matrix.model import Listener
from compat.options import ListenerName
from compat.reports.difference.news import render_news_md
from compat.reports.document import render_job_summary
from compat.reports.project.badge import make_badge, render_badge_json, render_badge_svg
from compat.reports.project.scope import Scope
from compat.stored.reports import load

_FORMATS = {".svg": render_badge_svg, ".json": render_badge_json}


def badge_(  # noqa: PLR0913 - options of a command
    folder: Path = REPORTS,
    *,
    python: str | None = None,
    releases: str | None = None,
    listener: ListenerName = "stream",
    as_of: str | None = None,
    output: Path | None = None,
) -> int:
    """Render the badge as of today: grey where the matrix is old or incomplete.

    Parameters
    ----------
    folder
        Where the matrix is.
    python
        Only for this Python, like 3.14.
    releases
        Only for these releases, like '>=1,<2'.
    listener
        Who listens: an event stream, a handler that you pass (handler), or a tracer or token
        counter (hook).
    as_of
        The day to judge the matrix's age by, like 2026-11-22 (default: today).
    output
        Where it goes: an image.svg, or the endpoint.json for shields.io (default: the image, to the
        standard output).
    """
    form = _FORMATS.get(output.suffix) if output else render_badge_svg
    if form is None:
        message = f"a badge is a .svg or a .json file, not {str(output)!r}"
        raise UsageError(message)
    today = _parse_day(as_of)
    measured = hear(load(folder)[0], Listener(listener))
    text = form(make_badge(measured, Scope(python=python, releases=releases), today=today))
    if output:
        write_atomic(output, text.encode())
    else:
        _print(text)
    return ExitCode.OK


def summary(folder: Path = REPORTS) -> int:
    """Print the job summary: GitHub Markdown of less than 1 MiB, with as much as fits.

    Parameters
    ----------
    folder
        Where the matrix is.
    """
    _print(render_job_summary(*load(folder)))
    return ExitCode.OK


def news(published: Path, measured: Path) -> int:
    """Print as Markdown what releases missing from the published matrix change; else nothing.

    Parameters
    ----------
    published
        The folder of the matrix that is published.
    measured
        The folder of the matrix that was measured now.
    """
    _print(render_news_md(load(published)[0], load(measured)[0]))
    return ExitCode.OK


def _print(text: str) -> None:
    """Write the very bytes that were measured, whatever the platform does to lines and letters."""
    sys.stdout.flush()
    sys.stdout.buffer.write(disarm(text).encode())
    sys.stdout.buffer.flush()


def _parse_day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"malformed day {text!r}; write it like 2026-11-22"
        raise UsageError(message) from error
