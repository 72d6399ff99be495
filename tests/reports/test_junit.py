"""JUnit XML: what the run could not find out is an error, what a release does is not."""

from junitparser import JUnitXml

from compat.record.model import Status
from compat.reports.project.junit import render_junit
from tests.reports.sample import GUIDE, HOSTILE, Said, measured, tried


def results(cells: dict[str, Said], required: tuple[str, ...] = ()) -> dict[str, str]:
    """Each case's result by cell id: its tag, or ``passed``."""
    report = JUnitXml.fromstring(render_junit(measured(cells, required=required)[0]).encode())
    return {
        str(case.name): next((str(entry._tag) for entry in case.result), "passed")  # noqa: SLF001 - no other name
        for suite in report
        for case in suite
    }


def test_each_status_is_counted_as_what_it_is() -> None:
    cells: dict[str, Said] = {
        "py3.9-core0.2.17": "lost/lost",
        "py3.9-core0.3.0": (Status.NOT_PUBLISHED, "Requires-Python"),
        "py3.9-core0.3.1": (Status.NOT_INSTALLABLE, "no wheel"),
        "py3.9-core0.3.2": (Status.IMPORT_FAILED, "ImportError"),
        "py3.9-core0.3.3": (Status.CRASHED, "signal 11"),
        "py3.9-core0.3.4": (Status.TIMED_OUT, "120 s"),
        "py3.9-core0.3.5": (Status.INSTALL_FAILED, "network"),
        "py3.9-core0.3.6": "harness/nested",
    }
    assert list(results(cells).values()) == ["passed", *["skipped"] * 3, *["error"] * 4]


def test_a_remedy_in_which_the_harness_failed_is_an_error() -> None:
    known = tried("gather", "naive", "remedy-callbacks")
    cells: dict[str, Said] = {"py3.9-core0.3.0": "lost/lost"}
    others = {"gather": dict.fromkeys(cells, "lost/harness")}
    report = render_junit(measured(cells, scenarios=(GUIDE, known), others=others)[0])
    assert 'message="the harness failed in: gather"' in report


def test_a_missing_interpreter_is_an_error_only_where_it_is_required() -> None:
    cells: dict[str, Said] = {"py3.15-core0.3.0": (Status.INTERPRETER_MISSING, "none found")}
    assert list(results(cells).values()) == ["skipped"]
    assert list(results(cells, required=("3.15",)).values()) == ["error"]


def test_a_suite_a_python_with_verdicts_in_the_output() -> None:
    cells: dict[str, Said] = {"py3.9-core0.3.0": "lost/nested", "py3.10-core0.3.0": "lost/lost"}
    report = JUnitXml.fromstring(render_junit(measured(cells)[0]).encode())
    assert [(suite.name, suite.tests) for suite in report] == [
        ("Python 3.9", 1),
        ("Python 3.10", 1),
    ]
    assert [case.system_out for suite in report for case in suite] == ["1 manual", "1 broken"]


def test_characters_that_xml_forbids_are_shown() -> None:
    cells: dict[str, Said] = {"py3.9-core0.3.0": (Status.CRASHED, HOSTILE)}
    text = render_junit(measured(cells)[0])
    assert "\\x1b[31m \\u202e \\x00 - " in text
    assert "<script>" not in text
