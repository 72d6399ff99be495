"""JUnit XML: a suite a Python, a case a cell."""

from collections import Counter
from io import BytesIO
from typing import assert_never

from junitparser import Error, JUnitXml, Skipped, TestCase, TestSuite
from junitparser.junitparser import FinalResult

from compat.matrix.model import Cell, Matrix, Outcome
from compat.record.model import Status
from compat.reports.headline.sentence import find_day
from compat.reports.text import clip, make_visible


def render_junit(matrix: Matrix) -> str:
    """Return the run's accounting, as CI reads it.

    What is not known is an error; what a release does is none: a cell that is not
    published or does not install is skipped with its reason, a probed one passes whatever its
    verdicts, which stand in its output.
    """
    report = JUnitXml("langchain-core by Python")
    for python in matrix.pythons:
        suite = TestSuite(make_visible(f"Python {python.id}"))
        suite.timestamp = make_visible(matrix.provenance.generated_at)
        suite.add_property("exact", make_visible(python.exact or "not found"))
        suite.add_property("measured", make_visible(find_day(matrix.provenance)))
        cells = [cell for cell in matrix.cells if cell.python == python.id]
        suite.add_testcases([_make_case(cell, matrix.provenance.required) for cell in cells])
        report.add_testsuite(suite)
    report.update_statistics()  # type: ignore[no-untyped-call] # junitparser is typed in part
    content = BytesIO()
    report.write(content, pretty=True)
    return content.getvalue().decode()


def _make_case(cell: Cell, required: tuple[str, ...]) -> TestCase:
    case = TestCase(make_visible(cell.id), classname=make_visible(f"python{cell.python}"))
    result = _make_result(cell, required)
    if result is not None:
        case.result = result
    if cell.results:
        verdicts = Counter(result.verdict.value for result in cell.results.values())
        case.system_out = ", ".join(
            f"{verdicts[verdict]} {verdict}" for verdict in sorted(verdicts)
        )
    return case


def _make_result(cell: Cell, required: tuple[str, ...]) -> FinalResult | None:
    reason = clip(cell.reason or "no reason given")
    match cell.status:
        case Status.PROBED:
            failed = _describe_harness_failure(cell)
            return Error(f"the harness failed in: {failed}", "harness") if failed else None
        case Status.NOT_PUBLISHED | Status.NOT_INSTALLABLE | Status.IMPORT_FAILED:
            return Skipped(reason, cell.status)
        case (
            Status.CRASHED
            | Status.TIMED_OUT
            | Status.INSTALL_FAILED
            | Status.INDEX_FAILED
            | Status.MACHINE_FAILED
            | Status.NOT_MERGED
        ):
            return Error(reason, cell.status)
        case Status.INTERPRETER_MISSING:
            kind = Error if cell.python in required else Skipped
            return kind(reason, cell.status)
        case _:
            assert_never(cell.status)


def _describe_harness_failure(cell: Cell) -> str:
    failed = (
        make_visible(scenario)
        for scenario, result in cell.results.items()
        if Outcome.UNKNOWN in {*result.outcomes.values(), *result.remedies.values()}
    )
    return ", ".join(failed)
