"""What the commands print and write."""

import os
from collections import Counter
from pathlib import Path

from compat.files import write_atomic
from compat.matrix.model import Matrix, Traces
from compat.plan.model import Plan
from compat.reports.bundle import render
from compat.reports.document import headline_md, job_summary

START, END = "<!-- matrix:start -->", "<!-- matrix:end -->"


def printed_plan(plan: Plan) -> str:
    """Return the plan in words: how many cells, which not and why."""
    run = sum(cell.excluded is None for cell in plan.cells)
    why = Counter(
        (cell.excluded, f"Python {cell.python}: {cell.reason}")
        for cell in plan.cells
        if cell.excluded
    )
    return "\n".join(
        [
            f"Plan: {plan.selection}",
            f"{len(plan.cells)} cells planned: {run} to run, {len(plan.cells) - run} excluded",
            *(f"  {count:3} {status}  {reason}" for (status, reason), count in why.items()),
        ]
    )


def write_reports(folder: Path, matrix: Matrix, traces: Traces) -> None:
    """Write every report, each whole or not at all.

    The headline goes into the ``README.md`` beside the folder too, if that has a place for it, and
    the job summary to where GitHub asks for it. Raises DiskError.
    """
    for name, text in render(matrix, traces).items():
        write_atomic(folder / name, text.encode())
    readme = folder.absolute().parent / "README.md"
    if readme.exists() and (renewed := with_headline(readme.read_text("utf-8"), matrix)):
        write_atomic(readme, renewed.encode())
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(job_summary(matrix))


def with_headline(readme: str, matrix: Matrix) -> str | None:
    """Return a README with the matrix's headline in its place, or None if it has no such place."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        return None
    return f"{before}{START}\n{headline_md(matrix).strip()}\n{END}{after}"
