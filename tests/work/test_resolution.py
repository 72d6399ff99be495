"""Another resolution is held against the reports, if there are any."""

from pathlib import Path

import pytest

from compat.options import Options
from compat.plan.request import Request
from compat.stored.reports import load_sensitivities
from compat.work.publish import write_reports
from compat.work.resolution import compare_resolution
from tests.reports.sample import measured

CELLS = {"py3.12-core0.3.0": "nested/flattened", "py3.12-core0.3.1": "nested/flattened"}
LOWEST = Request(how=Options(resolution="lowest"))
NEWEST, TRACES = measured(CELLS)
OTHER = measured(CELLS | {"py3.12-core0.3.1": "lost/flattened"})


def test_without_reports_it_says_why_it_compares_nothing(tmp_path: Path) -> None:
    said = compare_resolution(*OTHER, LOWEST, tmp_path)
    assert said.startswith("Not compared with the reports: there is no ")


@pytest.mark.parametrize("part", [True, False])
def test_a_whole_one_goes_into_the_reports_and_a_part_does_not(tmp_path: Path, part: bool) -> None:  # noqa: FBT001 - a parameter
    place = tmp_path / "reports"
    write_reports(place, NEWEST, TRACES, readme=False)
    asked = Request(how=LOWEST.how, pythons=("3.12",) if part else ())
    said = compare_resolution(*OTHER, asked, place)
    assert said.startswith("Compared with the reports in 2 cells: 1 patterns are judged")
    kept = [found.resolution for found in load_sensitivities(place)]
    assert kept == ([] if part else ["lowest"])
