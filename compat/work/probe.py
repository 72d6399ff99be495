"""Cells probed to answer one question, and kept for the next."""

from pathlib import Path

from compat.errors import CompatError, NotFoundOutError
from compat.files import make_folder, write_atomic
from compat.matrix.model import Matrix
from compat.matrix.union import extend
from compat.plan.request import Request
from compat.record.model import FOUND_OUT
from compat.stored.reports import MATRIX, dump_matrix, load_matrix
from compat.work.answers import PROBED, PROBED_LAYER
from compat.work.measure import run_request
from compat.work.prepare import Manner
from compat.work.watcher import Watcher


def probe_cells(names: tuple[str, ...], manner: Manner, watcher: Watcher) -> Matrix:
    """Return a matrix with cells that are run now. Raises what measuring raises."""
    wanted = Request(cells=names, allow_missing=True)
    with run_request(wanted, manner, watcher) as (measured, _):
        failed = [cell for cell in measured.cells if cell.status not in FOUND_OUT]
    if failed:
        message = f"{failed[0].id} could not be probed: {failed[0].status}: {failed[0].reason}"
        raise NotFoundOutError(message, "never-probed")
    _keep(measured, manner.home / (PROBED_LAYER if measured.layered else PROBED))
    return measured


def _keep(measured: Matrix, folder: Path) -> None:
    """Add cells to those of earlier questions, if these are of the same suite and can be read."""
    try:
        earlier = load_matrix(folder)
    except CompatError:
        earlier = measured
    same = earlier.provenance.suite_hash == measured.provenance.suite_hash
    both = extend(earlier, measured) if same else measured
    make_folder(folder)
    write_atomic(folder / MATRIX, dump_matrix(both).encode())
