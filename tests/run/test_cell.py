"""Cells that misbehave, in real environments: each is one cell with a status, the rest go on."""

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest
from uv import find_uv_bin

from compat.axes.interpreter import Interpreter, find_interpreters
from compat.axes.settings import name_index_for_uv, read_settings
from compat.environments.recipe import SUITE_REQUIREMENTS, Recipe, make_recipe
from compat.environments.uv import Uv
from compat.environments.variables import make_uv_variables
from compat.options import Options
from compat.plan.model import PlannedCell
from compat.record.model import Record, Status
from compat.run.cell import Bench
from compat.run.engine import run_cells
from compat.run.plain_host import PlainHost
from compat.run.suite import Suite, hash_suite, stage

pytestmark = pytest.mark.slow

GOOD, BAD = "py3.12-core0.3.0", "py3.13-core0.3.0"
MISBEHAVING = '''
import os, sys, signal, time
from pathlib import Path
from langchain_core.runnables import RunnableLambda
from compat.incell.registry import scenario

@scenario("misbehaving", group="x", path=("x",))
def misbehaving():
    """Misbehave, on one Python only."""
    if sys.version_info[:2] == (3, 13):
        {code}
    return RunnableLambda(lambda value: value)
'''
SUITE_NEEDS = ("pluggy", "iniconfig", "packaging", "pygments", "typing-extensions")
RECORD = 'Path(sys.argv[sys.argv.index("--record") + 1])'


class Watching:
    """Hears what a run tells."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def started(self, cell: str) -> None:
        self.heard.append(f"started {cell}")

    def finished(self, record: Record) -> None:
        self.heard.append(f"finished {record.cell}")


@cache
def interpreters() -> Mapping[str, Interpreter]:
    """The two Pythons of the cells, looked for once."""
    return find_interpreters(["3.12", "3.13"], uv=None).found


def planned(cell: str) -> PlannedCell:
    python, _, core = cell[2:].partition("-core")
    return PlannedCell(id=cell, python=python, core=core, excluded=None, reason=None)


def suite_with(work: Path, code: str) -> Suite:
    suite = stage(work)
    scenarios = suite.folder / "scenarios"
    shutil.rmtree(scenarios)
    scenarios.mkdir()
    (scenarios / "__init__.py").write_text(MISBEHAVING.format(code=code))
    return replace(suite, hash=hash_suite(suite.folder))


@pytest.fixture
def probed(tmp_path: Path) -> Callable[..., dict[str, Record]]:
    """Run the good and the bad cell with a suite that misbehaves in the bad one."""

    def probe(
        code: str = "pass", time_limit: int = 60, recipe: Recipe | None = None
    ) -> dict[str, Record]:
        bench = Bench(
            work=tmp_path / "work",
            suite=suite_with(tmp_path / "work", code),
            host=PlainHost(
                suite=tmp_path / "work" / "suite",
                uv=Uv(
                    program=find_uv_bin(),
                    env=make_uv_variables(name_index_for_uv(read_settings())),
                    as_of=None,
                ),
                recipe=lambda cell: recipe or make_recipe(cell.core, ()),
                interpreters={name: found.path for name, found in interpreters().items()},
            ),
            options=Options(time_limit=time_limit),
        )
        watching, stored = Watching(), dict[str, Record]()
        records = run_cells(
            [planned(GOOD), planned(BAD)],
            bench,
            jobs=2,
            keep=lambda record: stored.setdefault(record.cell, record),
            progress=watching,
        )
        assert records == stored
        assert {line.split()[0] for line in watching.heard} == {"started", "finished"}
        assert [path.name for path in bench.work.iterdir()] == ["suite"], "nothing is left"
        return records

    return probe


@pytest.mark.parametrize(
    ("code", "reason_class", "reason"),
    [
        (
            "os.kill(os.getpid(), signal.SIGSEGV)",
            "ended",
            "killed by SIGSEGV before it wrote its record, in misbehaving/naive",
        ),
        (
            "print('gone', flush=True); os._exit(0)",
            "ended",
            "ended with 0 before it wrote its record: ",
        ),
        (
            f"{RECORD}.write_text('{{'); os._exit(0)",
            "record",
            "what the cell wrote is no record: EOF",
        ),
        (
            f"{RECORD}.write_bytes(b' ' * 9_000_000); os._exit(0)",
            "record",
            "record.json is larger than the allowed 8388608 bytes",
        ),
    ],
    ids=["segfault", "exit", "corrupt", "huge"],
)
def test_a_cell_that_dies(
    probed: Callable[..., dict[str, Record]], code: str, reason_class: str, reason: str
) -> None:
    records = probed(code)
    assert records[GOOD].status is Status.PROBED
    bad = records[BAD]
    assert (bad.status, bad.reason_class) == (Status.CRASHED, reason_class)
    assert bad.reason
    assert bad.reason.startswith(reason)


def test_a_cell_that_hangs(probed: Callable[..., dict[str, Record]]) -> None:
    records = probed("time.sleep(600)", time_limit=10)
    assert records[GOOD].status is Status.PROBED
    assert records[BAD].status is Status.TIMED_OUT
    assert records[BAD].reason == "no end within 10 s, in misbehaving/naive"


def test_a_cell_that_floods_its_output_is_probed_all_the_same(
    probed: Callable[..., dict[str, Record]],
) -> None:
    records = probed("os.write(1, b'x' * 50_000_000)")
    assert {record.status for record in records.values()} == {Status.PROBED}


def test_a_cell_in_which_the_suite_itself_cannot_start(
    probed: Callable[..., dict[str, Record]],
) -> None:
    recipe = Recipe(requirements=("langchain-core==0.3.0", "pytest", "pytest-asyncio"), pinned=True)
    records = probed(recipe=recipe)
    assert {record.status for record in records.values()} == {Status.CRASHED}
    assert all("No module named" in (record.reason or "") for record in records.values())


def test_a_release_that_cannot_be_imported_is_a_finding(
    probed: Callable[..., dict[str, Record]],
) -> None:
    without = ("langchain-core==0.3.0", *SUITE_REQUIREMENTS, *SUITE_NEEDS)
    records = probed(recipe=Recipe(requirements=without, pinned=True))
    assert {record.status for record in records.values()} == {Status.IMPORT_FAILED}
    assert {record.reason_class for record in records.values()} == {"ModuleNotFoundError"}


def test_a_release_that_is_not_there(probed: Callable[..., dict[str, Record]]) -> None:
    records = probed(recipe=make_recipe("99.9", ()))
    assert {record.status for record in records.values()} == {Status.NOT_INSTALLABLE}
    assert "no version of langchain-core==99.9" in (records[GOOD].reason or "")


@pytest.mark.skipif(sys.platform == "win32", reason="shell script")
def test_an_interpreter_that_vanished(tmp_path: Path) -> None:
    bench = Bench(
        work=tmp_path / "work",
        suite=stage(tmp_path / "work"),
        host=PlainHost(
            suite=tmp_path,
            uv=Uv(program=find_uv_bin(), env=make_uv_variables({}), as_of=None),
            recipe=lambda cell: make_recipe(cell.core, ()),
            interpreters={"3.12": tmp_path / "gone" / "python3.12"},
        ),
        options=Options(time_limit=60),
    )
    records = run_cells([planned(GOOD)], bench, jobs=1, keep=lambda seen: seen, progress=Watching())
    assert records[GOOD].status is Status.INSTALL_FAILED


@pytest.mark.parametrize(
    "error", [RuntimeError("can't start new thread"), MemoryError(), BlockingIOError(11, "again")]
)
def test_what_the_machine_refuses_to_the_run_is_no_finding_and_no_bug(
    tmp_path: Path, error: Exception
) -> None:
    class Refusing(PlainHost):
        async def ready(self, cell: PlannedCell, folder: Path) -> NoReturn:  # noqa: ARG002 - a host
            raise error

    uv = Uv(program=find_uv_bin(), env=make_uv_variables({}), as_of=None)
    host = Refusing(
        suite=tmp_path, uv=uv, recipe=lambda cell: make_recipe(cell.core, ()), interpreters={}
    )
    bench = Bench(
        work=tmp_path / "work",
        suite=stage(tmp_path / "work"),
        host=host,
        options=Options(time_limit=60),
    )
    records = run_cells([planned(GOOD)], bench, jobs=1, keep=lambda seen: seen, progress=Watching())
    assert records[GOOD].status is Status.CRASHED, "it repeats alone, with resources free"
    assert "the machine ran short" in (records[GOOD].reason or "")
