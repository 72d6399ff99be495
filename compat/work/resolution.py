"""Another resolution of the dependencies, or cells run again, held against the reports."""

from pathlib import Path

from compat.difference.sensitivity import find_sensitivity
from compat.errors import CompatError
from compat.matrix.model import Matrix, Traces
from compat.plan.request import Request
from compat.stored.reports import load, load_sensitivities
from compat.work.publish import write_reports


def compare_resolution(
    matrix: Matrix, traces: Traces, request: Request, base: Path, *, site: str = ""
) -> str:
    """Return in a sentence what a variation changes; of the whole matrix into the reports too.

    Where there is nothing to compare with, the sentence says why. ``site`` is the address that
    links of the reports lead to.
    """
    try:
        newest, evidence = load(base)
        found = find_sensitivity(newest, matrix, traces, request.options.variation)
    except CompatError as error:
        return f"Not compared with the reports: {error}"
    known = {each.resolution: each for each in load_sensitivities(base)}
    old = known.pop(found.resolution, None)
    part = request.pythons or request.cells or request.releases or request.options.scenarios
    # Like all else in the reports it gives way to as much, not to less.
    if not part and (old is None or old.compared <= found.compared):
        others = known.values()
        write_reports(base, newest, evidence, [*others, found], readme=False, site=site)
    judged = len(found.changes)
    return (
        f"Compared with the reports in {found.compared} cells: {judged} patterns are "
        f"judged differently, {len(found.statuses)} cells can be probed in only one way."
    )
