"""Sessions that go wrong, or are told what to do, in one real cell."""

import json
import re
import signal
from pathlib import Path

import pytest

from compat.matrix.model import Verdict
from compat.matrix.verdict import judge_result
from compat.record.model import Status
from tests.incell.cell import Ended, run_suite, staged

pytestmark = pytest.mark.slow

CONTROLS = "scenarios/controls.py"
ONE = ("--scenario", "sync-invoke")


def boom(body: str, name: str = "boom", options: str = "") -> str:
    """The code of one more scenario."""
    return (
        f'\n\n@scenario("{name}", group="x", path=("x",){options})\n'
        f'def boom() -> BaseTool:\n    """Go wrong."""\n    {body}\n'
    )


def test_a_copy_of_the_suite_alone_works_and_imports_nothing_else_of_the_project(
    new: Path, tmp_path: Path
) -> None:
    (tmp_path / "spy.py").write_text(
        "import json, sys\n"
        "def pytest_sessionfinish():\n"
        "    names = sorted(name for name in sys.modules if name.startswith('compat'))\n"
        "    json.dump([names, sorted({n.split('.')[0] for n in sys.modules})],"
        " open('modules', 'w'))\n"
    )
    root = staged(tmp_path / "copy")
    ended = run_suite(new, tmp_path / "out.json", "-p", "spy", root=root, path=str(tmp_path))
    assert ended.code == 0, ended.said
    ours, tops = json.loads((tmp_path / "modules").read_text())
    assert {name for name in ours if not name.startswith("compat.incell")} == {"compat"}
    # Plugins that the environment has and that were not asked for.
    assert "anyio.pytest_plugin" not in tops
    assert "langsmith_plugin" not in tops


def test_one_scenario_is_run_by_its_name(new: Path, tmp_path: Path) -> None:
    ended = run_suite(new, tmp_path / "out.json", *ONE, "--host", "nox", "--override", "certifi")
    assert list(ended.observations) == ["sync-invoke/naive"]
    assert ended.record.suite is not None
    assert [one.id for one in ended.record.suite.scenarios] == ["sync-invoke"]
    assert (ended.record.timing.host, ended.record.overrides) == ("nox", ("certifi",))


def test_a_scenario_that_there_is_not(new: Path, tmp_path: Path) -> None:
    ended = run_suite(new, tmp_path / "out.json", "--scenario", "tool-asinc")
    assert ended.code == 4
    assert "no scenario is called 'tool-asinc'; nearest: tool-async" in ended.said
    assert list(tmp_path.iterdir()) == []


def test_another_cell_than_the_one_that_runs(new: Path, tmp_path: Path) -> None:
    ended = run_suite(new, tmp_path / "out.json", "--cell", "py3.13-core0.3.40")
    assert ended.code == 4
    assert "--cell says py3.13-core0.3.40, but this is py3.13-core1.7.7" in ended.said
    assert list(tmp_path.iterdir()) == []


def test_two_scenarios_with_one_id_are_refused_with_their_place(new: Path, tmp_path: Path) -> None:
    root = staged(tmp_path / "copy", CONTROLS, boom("raise", name="sync-invoke"))
    ended = run_suite(new, tmp_path / "out.json", root=root)
    assert ended.code == 4
    place = r"controls\.py:\d+"
    assert re.search(f"{place}: scenario 'sync-invoke' is there already, at {place}", ended.said)
    assert not ended.out.exists()
    assert not ended.progress.exists()


def test_a_segfault_leaves_a_note_of_where(new: Path, tmp_path: Path) -> None:
    root = staged(tmp_path / "copy", CONTROLS, boom("import ctypes; ctypes.string_at(0)"))
    ended = run_suite(new, tmp_path / "out.json", "--scenario", "boom", root=root)
    assert ended.code == -signal.SIGSEGV
    assert not ended.out.exists()
    assert ended.progress.read_text() == "import\nboom/naive\n"


def test_our_own_failure_is_recorded_as_ours_and_the_others_go_on(
    new: Path, tmp_path: Path
) -> None:
    code = boom("raise ValueError", options=", facts=lambda build, value: 1 / 0")
    root = staged(tmp_path / "copy", CONTROLS, code)
    ended = run_suite(new, tmp_path / "out.json", "--scenario", "boom", *ONE, root=root)
    assert ended.code == 1
    assert ended.record.status is Status.PROBED
    assert ended.observations["sync-invoke/naive"].harness_error is None
    harness_error = ended.observations["boom/naive"].harness_error or ""
    assert harness_error.startswith("compat/incell/test_scenarios.py:")
    assert harness_error.endswith("in <lambda>\nZeroDivisionError: division by zero")
    assert str(tmp_path) not in harness_error


def test_what_the_object_raises_is_not_our_failure(new: Path, tmp_path: Path) -> None:
    root = staged(tmp_path / "copy", CONTROLS, boom('raise LookupError("no such thing")'))
    ended = run_suite(new, tmp_path / "out.json", "--scenario", "boom", root=root)
    seen = ended.observations["boom/naive"]
    assert ended.code == 0
    assert seen.exception is not None
    assert (seen.exception.type, seen.exception.message) == ("LookupError", "no such thing")
    assert (seen.harness_error, seen.absent) == (None, None)


def test_an_api_that_is_not_there_is_absent(new: Path, tmp_path: Path) -> None:
    code = boom("raise LookupError", options=', requires=("langchain_core:nothing",)')
    root = staged(tmp_path / "copy", CONTROLS, code)
    ended = run_suite(new, tmp_path / "out.json", "--scenario", "boom", root=root)
    seen = ended.observations["boom/naive"]
    assert (seen.absent, seen.exception) == ("langchain_core:nothing", None)


def test_a_release_that_cannot_be_imported(new: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "langchain_core"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise TypeError('bad metaclass\\nand more')")
    ended = run_suite(new, tmp_path / "out.json", path=str(broken.parent))
    assert ended.code == 0, ended.said
    assert ended.record.status is Status.IMPORT_FAILED
    assert (ended.record.reason, ended.record.reason_class) == (
        "TypeError: bad metaclass",
        "TypeError",
    )
    assert (ended.record.suite, ended.record.observations) == (None, ())
    assert not ended.progress.exists()


def test_an_import_error_of_our_own_is_no_finding(new: Path, tmp_path: Path) -> None:
    root = staged(tmp_path / "copy", CONTROLS, "\nimport compat.incell.nothing\n")
    ended = run_suite(new, tmp_path / "out.json", root=root)
    assert ended.code not in (0, 1)
    assert "No module named 'compat.incell.nothing'" in ended.said
    assert not ended.out.exists()


def judged(ended: Ended) -> Verdict:
    """Return the verdict of the one scenario that was run."""
    assert ended.record.suite is not None
    (scenario,) = ended.record.suite.scenarios
    return judge_result(scenario, ended.record.observations).verdict


def test_a_framework_that_does_not_propagate_is_seen_to_lose_the_child(
    new: Path, tmp_path: Path
) -> None:
    (tmp_path / "severed.py").write_text(
        "import langchain_core.tools.base as base\n"
        "base.coro_with_context = lambda coro, context: coro\n"
    )
    options = ("--scenario", "tool-async")
    whole = run_suite(new, tmp_path / "whole.json", *options)
    severed = run_suite(
        new, tmp_path / "severed.json", *options, "-p", "severed", path=str(tmp_path)
    )
    kinds = [
        [run.kind for run in ended.observations["tool-async/naive"].streams[0].runs]
        for ended in (whole, severed)
    ]
    assert "chat_model" in kinds[0]
    assert kinds[1] == ["tool"]
    assert [judged(ended) for ended in (whole, severed)] == [Verdict.AUTOMATIC, Verdict.MANUAL]


def test_half_a_session_writes_no_record(new: Path, tmp_path: Path) -> None:
    root = staged(tmp_path / "copy", CONTROLS, boom("raise KeyboardInterrupt"))
    ended = run_suite(new, tmp_path / "out.json", "--scenario", "boom", *ONE, root=root)
    assert ended.code == 2
    assert not ended.out.exists()
    assert ended.progress.read_text().splitlines()[-1] == "boom/naive"
