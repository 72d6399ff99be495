"""The parts of an answer about one configuration: of the layer on top, and of langchain-core."""

from dataclasses import dataclass, replace

from compat.axes.cell import CellId
from compat.axes.nearest import find_nearest
from compat.cli import terminal
from compat.cli.known import Matrices
from compat.cli.source import Source
from compat.difference.advice import Situation, describe_situation
from compat.difference.end import find_newer
from compat.difference.layered import find_beside, hear_layer
from compat.errors import CompatError, ExitCode, NotFoundOutError, UsageError
from compat.matrix.hearing import hear
from compat.matrix.index import Index
from compat.matrix.model import Listener, Matrix
from compat.matrix.reading import OF_CORE
from compat.record.model import Status
from compat.reports.advice.beside import describe_beside
from compat.reports.advice.words import Reply, reply_to
from compat.symptoms.model import load_codes, load_facts
from compat.work.configuration import Asking, find_configurations, list_nameable
from compat.work.pairs import find_nearest_pairs, find_pair, find_pairs
from compat.work.rows import Rows


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """What is asked, whatever is known."""

    matrices: Matrices
    source: Source
    listener: Listener
    probe: Asking
    all_of_them: bool
    latest: bool


@dataclass(frozen=True, kw_only=True)
class Told:
    """A part of the answer: of the layer, or of langchain-core alone.

    ``nearby``: it is of another pair than the project's, which was not measured.
    """

    cell: CellId
    found: Situation
    reply: Reply
    nearby: bool = False

    @property
    def code(self) -> ExitCode:
        """What to exit with."""
        probed = self.found.end.status is Status.PROBED
        return ExitCode.OK if probed else ExitCode.NOTHING_SELECTED


def ask_layer(asked: Asked, rows: Rows) -> Told | None:
    """Answer from the layer's matrix; None where no layer is asked about."""
    if asked.source.spelled.layer is None or rows.layer is None:
        return None
    matrix = asked.matrices.layer
    try:
        pair = asked.source.find(lambda spelled: find_pair(spelled, matrix))
        known = _measure(asked, matrix, pair)
    except CompatError as error:
        if not asked.source.layer_taken:
            raise
        return _answer_nearby(asked, rows, matrix, error)
    return _answer_pair(asked, rows.layer, known, pair)


def _measure(asked: Asked, matrix: Matrix, pair: CellId) -> Matrix:
    """Return a matrix that has a pair, also where it is known not to go together."""
    known = Index(matrix=matrix).cells.get(str(pair))
    return matrix if known else find_pairs(matrix, [str(pair)], asked.probe)


def _answer_pair(asked: Asked, rows: frozenset[str], matrix: Matrix, pair: CellId) -> Told:
    known = Index(matrix=hear_layer(matrix, asked.listener))
    found = describe_situation(known, known.cells[str(pair)], rows)
    reply = reply_to(found, load_codes(), load_facts(), all_of_them=asked.all_of_them)
    return Told(cell=pair, found=found, reply=reply)


def _answer_nearby(asked: Asked, rows: Rows, matrix: Matrix, why: CompatError) -> Told | None:
    """Answer for the pair next to the project's, which was not measured; None if there is none."""
    spelled = asked.source.spelled
    own = CellId(python=spelled.python or "", core=spelled.core or "", layer=spelled.layer)
    near = find_nearest_pairs(own, matrix) if _is_release(own) else []
    terminal.print_remark(f"LangGraph: {why}.")
    if not near:
        return None
    told = _answer_pair(asked, rows.layer or frozenset(), matrix, near[0])
    return replace(told, nearby=True)


def _is_release(cell: CellId) -> bool:
    try:
        CellId.parse(str(cell))
    except UsageError:
        return False
    return True


def ask_core(asked: Asked, rows: Rows, layered: Told | None) -> Told | None:
    """Answer for langchain-core alone, that of a pair too; None where only that is asked about."""
    matrix = asked.matrices.core_if_any if asked.source.spelled.layer else asked.matrices.core
    if rows.core is None or asked.listener not in OF_CORE or matrix is None:
        return None
    nameable = list_nameable(matrix)
    if layered and not layered.nearby:
        cell = replace(layered.cell, layer=None)
    else:
        cell = asked.source.find(lambda spelled: replace(spelled, layer=None).find(nameable))
    if asked.probe.agrees(""):
        matrix = find_configurations(matrix, [str(cell)], asked.probe)
    known = Index(matrix=hear(matrix, asked.listener))
    if str(cell) not in known.cells:
        if asked.source.spelled.layer:
            return None
        raise NotFoundOutError(_explain_unmeasured(cell, known), "never-probed")
    own = known.cells[str(cell)]
    found = describe_situation(known, own, rows.core)
    reply = reply_to(
        found,
        load_codes(),
        load_facts(),
        find_newer(known, own) if asked.latest else None,
        {} if layered else _describe_beside(asked, known, found),
        all_of_them=asked.all_of_them,
    )
    return Told(cell=cell, found=found, reply=reply)


def _describe_beside(asked: Asked, known: Index, found: Situation) -> dict[str, str]:
    """Return by the id of a pattern in what it is otherwise under LangGraph."""
    layered = asked.matrices.layer_if_any
    if layered is None or asked.listener not in layered.listeners:
        return {}
    index, codes = Index(matrix=hear(layered, asked.listener)), load_codes()
    cell = known.cells[found.end.cell]
    beside = {e.scenario: find_beside(known, index, cell, e.scenario) for e in found.advices}
    return {name: describe_beside(each, codes) for name, each in beside.items() if each}


def _explain_unmeasured(named: CellId, known: Index) -> str:
    """Return that a configuration was not measured, what is next to it, and how to measure it."""
    cores = [core for core in known.releases if known.probed(named.python, core)]
    near = [f"{named.python}/{core}" for core in find_nearest(named.core, cores)]
    beside = f"; measured near it: {', '.join(near)}" if near else ""
    return f"{named} was not measured{beside}; --yes measures it now"
