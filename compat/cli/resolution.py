"""Another resolution of the dependencies, held against the reports of the newest."""

from pathlib import Path

from compat.cli.output import write_reports
from compat.errors import CompatError
from compat.matrix.model import Matrix, Traces
from compat.matrix.sensitivity import sensitivity
from compat.plan.request import Request
from compat.reports.data import load, load_sensitivities


def compared(matrix: Matrix, traces: Traces, request: Request, base: Path) -> str:
    """Return in a sentence what a resolution changes; of the whole matrix into the reports too.

    Where there is nothing to compare with, the sentence says why.
    """
    try:
        newest, evidence = load(base)
        found = sensitivity(newest, matrix, traces, request.options.resolution)
    except CompatError as error:
        return f"Not compared with the newest dependencies: {error}"
    if not (request.pythons or request.cells or request.releases):
        others = [each for each in load_sensitivities(base) if each.resolution != found.resolution]
        write_reports(base, newest, evidence, [*others, found], readme=False)
    judged = len(found.changes)
    return (
        f"Compared with the newest dependencies in {found.compared} cells: {judged} scenarios are "
        f"judged otherwise, {len(found.statuses)} cells can be probed one way only."
    )
