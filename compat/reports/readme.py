"""What the README shows of the matrix: the rule in one table, and two answers as they are typed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from compat.difference.advice import describe_situation
from compat.difference.layered import find_beside
from compat.difference.remedy import find_remedy
from compat.difference.upgrade import explain_upgrade
from compat.matrix.index import Index
from compat.matrix.model import NAIVE, Cell, Matrix, Outcome
from compat.record.model import ScenarioInfo
from compat.reports.advice.beside import describe_beside
from compat.reports.advice.text import render_reply
from compat.reports.advice.words import reply_to
from compat.reports.difference.answer import describe_upgrade
from compat.reports.difference.answer_text import render_upgrade_text
from compat.reports.environment import make_markdown_environment
from compat.reports.form import describe_way
from compat.reports.headline.finding import find_findings
from compat.reports.headline.sentence import describe_run
from compat.reports.headline.tracer import describe_tracer
from compat.reports.span import Span, list_pythons
from compat.reports.table.grid import Grid
from compat.reports.text import wrap
from compat.reports.words import GUIDE, PLAIN
from compat.symptoms.model import load_codes, load_facts

ASKED = "py3.10-core0.3.40"
UPGRADED = ("py3.11-core0.3.40", "py3.14-core1.2.0")
COLUMNS = 80
"""Of the examples."""

_OF_ASK, _OF_UPGRADE = 8, 14
"""Lines of an example; what follows, code to paste above all, is left out."""


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """Some Pythons on which the guide's tool does the same: what is seen, and what to write."""

    pythons: str
    seen: str
    write: str


def render_rule_md(matrix: Matrix) -> str:
    """Return the date, what the guide does not say, and one table of what is so."""
    index = Grid(matrix=matrix)
    findings = find_findings(index, matrix.scenarios)
    template = make_markdown_environment().get_template("rule.md.j2")
    return template.render(
        sentence=describe_run(index, matrix.provenance),
        finding=findings[0].sentence if findings else "",
        tracer=describe_tracer(index),
        rows=tuple(make_rule(Index(matrix=matrix))),
        last=tuple(index.place)[-1],
    )


def make_rule(known: Index) -> Iterator[RuleRow]:
    """Give the rows of the table, Pythons that do the same together, the oldest first."""
    guide = next((each for each in known.matrix.scenarios if each.id == GUIDE), None)
    told = [(each, _describe(known, guide, each)) for each in known.pythons] if guide else []
    for (seen, write), same in groupby(told, key=lambda row: row[1]):
        yield RuleRow(pythons=list_pythons([each for each, _ in same]), seen=seen, write=write)


def _describe(known: Index, guide: ScenarioInfo, python: str) -> tuple[str, str]:
    """Return what a Python's releases come to with nothing passed, and what to write where."""
    cells = [cell for core in known.releases if (cell := known.probed(python, core))]
    stretches = [(seen, list(same)) for seen, same in groupby(cells, key=_read_naive)]
    seen = ", ".join(f"{PLAIN[seen]} in {_span(same)}" for seen, same in stretches)
    write = ", ".join(
        f"{_describe_fix(guide, same[-1])} in {_span(same)}"
        for seen, same in stretches
        if seen is not Outcome.NESTED
    )
    return seen or "not measured", write or "nothing"


def _read_naive(cell: Cell) -> Outcome:
    result = cell.results.get(GUIDE)
    return result.outcomes.get(NAIVE, Outcome.UNKNOWN) if result else Outcome.UNKNOWN


def _span(cells: list[Cell]) -> Span:
    return Span(first=cells[0].core, last=cells[-1].core)


def _describe_fix(guide: ScenarioInfo, cell: Cell) -> str:
    found = find_remedy(guide, None, cell.results[guide.id]) if guide.id in cell.results else None
    return f"call the chain {describe_way(found.form)}" if found else "no fix is known"


def render_ask_example(matrix: Matrix, layered: Matrix | None = None) -> str:
    """Return what ``ask`` says first on a terminal; "" if its cell is not there.

    ``layered`` is what was measured with a layer: the answer says where that is otherwise.
    """
    known = Index(matrix=matrix)
    cell = known.cells.get(ASKED)
    if cell is None:
        return ""
    found, codes = describe_situation(known, cell), load_codes()
    above = Index(matrix=layered) if layered else None
    others = {
        each.scenario: describe_beside(beside, codes)
        for each in found.advices
        if above and (beside := find_beside(known, above, cell, each.scenario))
    }
    reply = reply_to(found, codes, load_facts(), None, others, all_of_them=False)
    return _show("compat ask 3.10/0.3.40", render_reply(reply), _OF_ASK)


def render_upgrade_example(matrix: Matrix) -> str:
    """Return what ``upgrade`` says first; "" if one of its cells is not there."""
    known = Index(matrix=matrix)
    ends = [known.cells.get(each) for each in UPGRADED]
    if ends[0] is None or ends[1] is None or not ends[0].results:
        return ""
    found = explain_upgrade(known, ends[0], ends[1])
    lines = render_upgrade_text(describe_upgrade(found, load_codes()))
    return _show("compat upgrade 3.11/0.3.40 3.14/1.2.0", lines, _OF_UPGRADE)


def _show(command: str, lines: Iterable[str], most: int) -> str:
    """Return a command with what it prints first, wrapped: so many lines of it."""
    shown = [part for line in lines for part in wrap(line, COLUMNS)]
    cut = [*shown[:most], "…"] if len(shown) > most else shown
    return "\n".join(["```console", f"$ {command}", *cut, "```"]) + "\n"
