"""What a plan from elsewhere has to be before anything is made of it.

Its shape was validated; this is about values that would stop the program later, or mislead it.
"""

from collections import Counter
from collections.abc import Iterator

from packaging.requirements import Requirement
from packaging.version import Version

from compat.axes.cell import CellId
from compat.axes.text import join_lines
from compat.errors import CompatError, EvidenceError
from compat.plan.codec import make_plan_id
from compat.plan.model import Plan, PlannedCell
from compat.record.asked import is_moment
from compat.record.model import Status
from compat.shards.model import Cut

_EXCLUDED = (None, Status.NOT_PUBLISHED, Status.INTERPRETER_MISSING)


def refuse_unsound(cut: Cut, origin: str) -> None:
    """Refuse a cut that contradicts itself; ``origin`` names it. Raises EvidenceError."""
    try:
        wrong = next(_find_complaints(cut), None)
    except (ValueError, TypeError, OverflowError, CompatError) as error:
        wrong = join_lines(str(error), limit=200)
    if wrong is not None:
        message = f"{origin} is not as it was written: {wrong}"
        raise EvidenceError(message, "edited-shard")


def _find_complaints(cut: Cut) -> Iterator[str]:
    """Give what is wrong; raises ValueError of a kind for what cannot be read at all."""
    plan = cut.plan
    if plan.exact:
        yield "its plan is exact, which cannot be cut"
    if cut.plan_id != make_plan_id(plan):
        yield f"its plan has the id {make_plan_id(plan)}, and it says {cut.plan_id}"
    rows = (*plan.releases, *plan.layers)
    for moment in (plan.dependencies_as_of, *(row.uploaded_at for row in rows)):
        if moment is not None and not is_moment(moment):
            yield f"{moment[:40]!a} is no moment"
    for requirement in (*plan.options.overrides, *plan.options.extras):
        Requirement(requirement)
    yield from _check_cells(plan)
    yield from _check_cut(cut)


def _check_cells(plan: Plan) -> Iterator[str]:
    pythons = {column.id for column in plan.pythons if Version(column.exact or column.id)}
    releases = {row.version for row in plan.releases if Version(row.version)}
    layers = {row.version for row in plan.layers if Version(row.version)}
    known = len(pythons) + len(releases) + len(layers)
    if known < len(plan.pythons) + len(plan.releases) + len(plan.layers):
        yield "its plan has a Python or a release twice"
    if len({cell.id for cell in plan.cells}) < len(plan.cells):
        yield "its plan has a cell twice"
    for cell in plan.cells:
        if CellId.parse(cell.id) != CellId(python=cell.python, core=cell.core, layer=cell.layer):
            yield f"cell {cell.id} is called Python {cell.python!a} and {cell.core!a}"
        if cell.excluded not in _EXCLUDED or bool(cell.excluded) is not bool(cell.reason):
            yield f"cell {cell.id} is {cell.excluded} before anybody ran it, or does not say why"
        if cell.python not in pythons or cell.core not in releases:
            yield f"cell {cell.id} has a Python or a release that the plan does not have"
        if bool(cell.layer) is not plan.layered or (cell.layer and cell.layer not in layers):
            yield f"cell {cell.id} has a layer that the plan does not have"


def _check_cut(cut: Cut) -> Iterator[str]:
    run = {cell.id for cell in cut.plan.cells if _runs(cell)}
    counts = Counter(cell for shard in cut.shards for cell in shard)
    if counts.keys() != run:
        odd = min(counts.keys() ^ run)
        yield f"cell {odd} is in no shard, or is not to run"
    if max(counts.values(), default=1) > 1:
        yield f"cell {counts.most_common(1)[0][0]} is in two shards"


def _runs(cell: PlannedCell) -> bool:
    return cell.excluded is None
