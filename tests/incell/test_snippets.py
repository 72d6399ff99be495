"""The code that reports tell a reader to write does what they say, in an old and a new cell."""

import json
import subprocess
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from compat.environments.variables import make_cell_variables
from compat.incell.caller import StreamCaller
from compat.incell.loading import load
from compat.incell.registry import Case
from compat.matrix.model import NAIVE, Listener, Outcome, Verdict
from compat.matrix.outcome import Question, judge_outcome
from compat.matrix.verdict import judge_result
from compat.record.model import Observation, Record, ScenarioInfo
from compat.reports.form import find_outcome, list_forms
from compat.reports.snippet import extract_snippet
from tests.incell.cell import ENDS, ROOT, Cells, Ended

pytestmark = pytest.mark.slow

OBSERVATIONS = TypeAdapter(list[Observation])


def advised(record: Record) -> list[tuple[ScenarioInfo, str, str]]:
    """Return the first by-hand form that nests, of every scenario that needs one here."""
    assert record.suite is not None
    found = []
    for scenario in record.suite.scenarios:
        seen = [one for one in record.observations if one.scenario == scenario.id]
        judged = judge_result(scenario, seen)
        offered = [
            form for form in list_forms(scenario) if form != NAIVE and plain(scenario.id, form)
        ]
        nested = [form for form in offered if find_outcome(judged, form) is Outcome.NESTED]
        if judged.verdict is Verdict.MANUAL and nested:
            found.append((scenario, nested[0], extract_snippet(scenario.sources[nested[0]])))
    return found


def plain(name: str, form: str) -> bool:
    """Whether a case is driven by a stream in the default loop of this interpreter."""
    case: Case = next(c for c in load().scenarios[name].every() if str(c) == f"{name}/{form}")
    return isinstance(case.caller, StreamCaller) and not (case.loop or case.flag)


@pytest.mark.parametrize("ended", ENDS, indirect=True)
def test_the_code_that_is_shown_nests_the_child(ended: Ended, cells: Cells) -> None:
    asked = advised(ended.record)
    ran = subprocess.run(
        [str(cells[ended.record.cell]), str(Path(__file__).with_name("snippets.py"))],
        input=json.dumps([(scenario.id, form, code) for scenario, form, code in asked]),
        env={**make_cell_variables(ended.out.parent), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    for (scenario, form, code), seen in zip(
        asked, OBSERVATIONS.validate_json(ran.stdout), strict=True
    ):
        judged = judge_outcome(seen, Question.of(scenario, Listener.STREAM))
        assert judged is Outcome.NESTED, (scenario.id, form, code)
    assert len(asked) > len(ENDS)
