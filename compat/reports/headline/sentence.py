"""The dated sentence that every report opens with: scope, count and how complete."""

from compat.matrix.model import Provenance
from compat.record.model import Status
from compat.reports.table.grid import Grid
from compat.reports.text import TIMES, format_amount
from compat.reports.words import describe_status


def find_day(provenance: Provenance) -> str:
    """Return the date of the run, ``2026-11-22``."""
    return provenance.generated_at[:10]


def describe_run(index: Grid, provenance: Provenance) -> str:
    """Return when and how much was measured; planned = probed + not probed, by status.

    Cells that stand apart were probed too, and are named because nothing else counts them.
    """
    apart = sum(cell.stands_apart for cell in index.cells.values())
    aside = f" ({apart} only with an override, not counted below)" if apart else ""
    pythons, releases = len(index.pythons), tuple(index.place)
    sign = TIMES if pythons * len(releases) == provenance.planned else "and"
    ends = f", {releases[0]} to {releases[-1]}" if releases else ""
    return (
        f"Measured on {find_day(provenance)}: {format_amount(provenance.planned, 'cell')}"
        f" ({format_amount(pythons, 'Python')} {sign} {format_amount(len(releases), 'release')} of"
        f" langchain-core{ends}), {provenance.probed} probed{aside}, {_describe_rest(provenance)}."
        f" {describe_completeness(provenance, telling=provenance.probed - apart)}"
    )


def describe_completeness(provenance: Provenance, *, telling: int) -> str:
    """Return whether nothing is unknown.

    ``telling`` are the cells from which something follows. A run that has none says nothing.
    """
    if not telling:
        what = "Nothing was probed" + (" without an override" if provenance.probed else "")
        return f"{what}, so nothing is said about any release."
    if provenance.complete:
        return "Complete: nothing is unknown."
    cells = format_amount(provenance.failures, "cell")
    return f"Incomplete: {cells} {'is' if provenance.failures == 1 else 'are'} unknown."


def _describe_rest(provenance: Provenance) -> str:
    total = sum(provenance.not_probed.values())
    if not total:
        return "none left out"
    each = (
        f"{count} {describe_status(Status(status))}"
        for status, count in sorted(provenance.not_probed.items(), key=lambda x: (-x[1], x[0]))
    )
    return f"{total} not probed ({', '.join(each)})"
