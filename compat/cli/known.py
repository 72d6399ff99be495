"""The matrix that an answer rests on, with what a person should know of it said beside."""

from pathlib import Path

from compat.cli import terminal
from compat.cli.program import HOME, REPORTS
from compat.matrix.model import Matrix
from compat.stored.reports import load_matrix
from compat.work.answers import find_known


def load_known(folder: Path | None) -> Matrix:
    """Return the matrix of a folder, or of a file; by default all that is known here.

    Raises EvidenceError, MissingReportError.
    """
    if folder is not None:
        return load_matrix(folder)
    known = find_known(REPORTS, HOME)
    for remark in known.remarks:
        terminal.print_remark(remark)
    return known.matrix
