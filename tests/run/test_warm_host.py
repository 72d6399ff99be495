"""Cells under the engine, in real environments: forked, and each still a process of its own."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from uv import find_uv_bin

from compat.axes.settings import name_index_for_uv, read_settings
from compat.environments.recipe import make_recipe
from compat.environments.uv import Uv
from compat.environments.variables import make_uv_variables
from compat.errors import DiskError
from compat.options import Options
from compat.plan.model import PlannedCell
from compat.record.model import SCHEMA_VERSION, Record, Status
from compat.record.pack import Evidence
from compat.run.containment import PROCESSES, Containment
from compat.run.probing import probe_warm
from compat.run.results import Results
from compat.run.warm_host import can_fork
from compat.run.workshop import Workshop
from tests.build import RUN
from tests.run.test_cell import BAD, GOOD, RECORD, Watching, interpreters, planned, suite_with

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_fork(), reason="this system does not fork safely"),
]
CELLS = (GOOD, BAD)
WIDE = "py3.12-core0.3.86"


class Runs:
    """Runs that share a cache, each with a work folder of its own."""

    def __init__(self, home: Path, containment: Containment = PROCESSES) -> None:
        self.home = home
        self.containment = containment
        self.said: list[str] = []
        self.number = 0

    def __call__(
        self, code: str = "pass", *, cells: tuple[str, ...] = CELLS, time_limit: int = 60
    ) -> dict[str, Record]:
        """Run cells with a suite of one scenario, which misbehaves as told on Python 3.13."""
        self.number += 1
        return self.run([planned(cell) for cell in cells], self.workshop(code, time_limit))

    def run(self, cells: list[PlannedCell], workshop: Workshop) -> dict[str, Record]:
        kept: dict[str, Record] = {}
        found = probe_warm(
            cells,
            workshop,
            keep=lambda record: kept.setdefault(record.cell, record),
            progress=Watching(),
        )
        assert found == kept
        self.noted = workshop.results.noted
        return found

    def workshop(self, code: str, time_limit: int) -> Workshop:
        work = self.home / f"work-{self.number}"
        suite = suite_with(work, code)
        return Workshop(
            inputs=replace(RUN, suite=suite.hash),
            suite=suite,
            uv=Uv(
                program=find_uv_bin(),
                env=make_uv_variables(name_index_for_uv(read_settings())),
                as_of=None,
            ),
            cache=self.home / "cache",
            work=work,
            recipe=lambda cell: make_recipe(cell.core, ()),
            interpreters=interpreters(),
            hashes={},
            unborn=lambda _: False,
            results=Results(
                root=self.home / "cache" / "results",
                evidence=Evidence(root=self.home / "evidence"),
            ),
            options=Options(time_limit=time_limit),
            containment=self.containment,
            fresh=False,
            jobs=2,
            say=self.said.append,
        )


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose layers are made once for this module."""
    return tmp_path_factory.mktemp("home")


def runs_in(home: Path, shared: Path) -> Runs:
    """Runs with layers that are there already, and no results."""
    (home / "cache").mkdir()
    for kind in ("layers", "pythons", "resolutions", "bytecode"):
        (shared / kind).mkdir(exist_ok=True)
        (home / "cache" / kind).symlink_to(shared / kind)
    return Runs(home)


@pytest.fixture
def probed(shared: Path, tmp_path: Path) -> Runs:
    return runs_in(tmp_path, shared)


def hosts(records: dict[str, Record]) -> set[str]:
    return {record.timing.host for record in records.values()}


def test_cells_are_forked(probed: Runs) -> None:
    records = probed()
    assert {record.status for record in records.values()} == {Status.PROBED}
    assert (hosts(records), probed.said) == ({"engine"}, [])


def test_a_second_run_takes_what_the_first_has_found_out(probed: Runs) -> None:
    first = probed()
    assert probed() == first, "with the very times of the first"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (
            "os.kill(os.getpid(), signal.SIGSEGV)",
            "killed by SIGSEGV before it wrote its record, in misbehaving/naive",
        ),
        ("os._exit(0)", "ended with 0 before it wrote its record: "),
        (
            "os.kill(os.getppid(), signal.SIGCHLD); os._exit(3)",
            "ended with 3 before it wrote its record: ",
        ),
    ],
    ids=["segfault", "exit", "signals its parent"],
)
def test_a_cell_that_dies_is_one_cell(probed: Runs, code: str, reason: str) -> None:
    records = probed(code, cells=(*CELLS, WIDE))
    assert [records[cell].status for cell in (GOOD, WIDE)] == [Status.PROBED] * 2
    assert records[BAD].status is Status.CRASHED
    assert (records[BAD].reason or "").startswith(reason)


def test_a_cell_that_hangs_is_one_cell(probed: Runs) -> None:
    records = probed("time.sleep(600)", time_limit=10)
    assert records[GOOD].status is Status.PROBED
    assert records[BAD].status is Status.TIMED_OUT
    assert records[BAD].reason == "no end within 10 s, in misbehaving/naive"


SHORT = {
    "threads": 'raise RuntimeError("can\'t start new thread")',
    "memory": (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**32, -1)); bytearray(2**33)"
    ),
    "open files": (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (3, 4096)); open(os.devnull)"
    ),
    "while importing": "raise ImportError('libx.so: failed to map segment from shared object')",
    "the system kills it": "os.kill(os.getpid(), signal.SIGKILL)",
}


@pytest.mark.parametrize("code", SHORT.values(), ids=SHORT.keys())
def test_a_shortage_that_passes_leaves_no_trace(probed: Runs, tmp_path: Path, code: str) -> None:
    once = repr(str(tmp_path / "once"))
    records = probed(
        f"if not os.path.exists({once}):\n            open({once}, 'x').close(); {code}"
    )
    assert {record.status for record in records.values()} == {Status.PROBED}


def test_a_shortage_that_stays_though_there_is_enough_is_the_cells_own(probed: Runs) -> None:
    records = probed(SHORT["open files"])
    assert (records[GOOD].status, records[BAD].status) == (Status.PROBED, Status.CRASHED)
    assert records[BAD].reason == (
        "the machine ran short: Too many open files, in misbehaving/naive; this happened twice,"
        " the second time alone with enough resources"
    )
    assert probed(SHORT["open files"])[BAD].timing != records[BAD].timing, "it was not kept"


SWALLOWED = """import contextlib, resource, threading
        pages = int(open("/proc/self/statm").read().split()[0])
        most = pages * resource.getpagesize() + 65536
        resource.setrlimit(resource.RLIMIT_AS, (most, -1))
        with contextlib.suppress(RuntimeError):
            threading.Thread(target=print).start()
        resource.setrlimit(resource.RLIMIT_AS, (-1, -1))"""


def test_a_thread_that_was_refused_is_told_though_the_error_is_swallowed(probed: Runs) -> None:
    records = probed(SWALLOWED)
    assert (records[GOOD].status, records[BAD].status) == (Status.PROBED, Status.CRASHED)
    assert (records[BAD].reason or "").startswith(
        "the machine ran short: can't start new thread, and the error was swallowed"
    )


def test_a_shortage_that_stays_is_the_machines(
    probed: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("compat.run.resources._FILES", 2**20)
    record = probed(SHORT["open files"])[BAD]
    assert record.status is Status.MACHINE_FAILED
    assert (record.reason or "").endswith("the machine has too little: open files")


NOTES = f"{RECORD}.with_name('record.json.progress')"
UNTOLD = "ended with 7 before it wrote its record: "
FINDING = json.dumps(
    {
        "schema_version": SCHEMA_VERSION, "cell": BAD, "status": "not-installable", "reason": "x",
        "timing": {"host": "x", "finished_at": "2026-01-01T00:00:00Z", "seconds": 1},
    }
)  # fmt: skip
LEFT = {
    "a pipe": (f"os.mkfifo({RECORD}); os._exit(0)", "record.json is no file"),
    "a link": (f"{RECORD}.symlink_to('/dev/zero'); os._exit(0)", "record.json cannot be read as a"),
    "a folder": (f"{RECORD}.mkdir(); os._exit(0)", "record.json is no file"),
    "a finding that is not its own": (
        f"{RECORD}.write_text('{FINDING}'); os._exit(0)",
        "its record is not what was asked for: no cell finds out that it is not-installable",
    ),
    "notes that are a device": (
        f"p = {NOTES}; p.unlink(); p.symlink_to('/dev/zero'); os._exit(7)",
        UNTOLD,
    ),
    "notes that are a pipe": (f"p = {NOTES}; p.unlink(); os.mkfifo(p); os._exit(7)", UNTOLD),
    "a home without rights": ("os.chmod('.', 0); os._exit(7)", UNTOLD),
}


LEAVING = {name: f"py3.13-core0.3.{number}" for number, name in enumerate(LEFT, 1)}


@pytest.fixture(scope="module")
def left(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Record]:
    """A run of a good cell, and of one for each thing that a cell can leave."""
    runs = runs_in(tmp_path_factory.mktemp("left"), shared)
    own = (
        f"if '{cell.partition('-')[2]}/' in str({RECORD}): {LEFT[name][0].replace(BAD, cell)}"
        for name, cell in LEAVING.items()
    )
    records = runs("\n        ".join(own), cells=(GOOD, *LEAVING.values()))
    assert not list(runs.home.glob("work-*/py*")), "nothing is left"
    return records


@pytest.mark.parametrize("name", LEFT)
def test_nothing_that_a_cell_leaves_is_followed_or_waited_for(
    left: dict[str, Record], name: str
) -> None:
    record = left[LEAVING[name]]
    assert (left[GOOD].status, record.status) == (Status.PROBED, Status.CRASHED)
    assert (record.reason or "").startswith(LEFT[name][1])


def test_a_cell_that_kills_what_it_was_forked_from_is_run_the_plain_way(probed: Runs) -> None:
    deadly = f"'core0.3.0/' in str({RECORD}) and 'PYTHONPATH' in os.environ"
    other = "py3.13-core0.3.86"
    code = f"if {deadly}: os.kill(os.getppid(), signal.SIGKILL)"
    records = probed(code, cells=(*CELLS, other))
    assert {record.status for record in records.values()} == {Status.PROBED}
    assert records[BAD].timing.host == "plain"
    assert {records[cell].timing.host for cell in (GOOD, other)} == {"engine"}
    assert probed.said == [
        f"{BAD}: in a fresh process and environment, since the warm process has ended"
    ]


def test_imports_that_start_threads_are_run_the_plain_way(
    probed: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    probed()  # the modules are learnt

    async def two(*_: object) -> int:
        return 2

    monkeypatch.setattr("compat.run.warm_process.Warmed.warm", two)
    records = probed("1")
    assert (hosts(records), len(probed.said)) == ({"plain"}, 2)
    assert "2 threads are alive after the imports" in probed.said[0]


def test_a_system_that_does_not_fork_safely_runs_all_the_plain_way(
    probed: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("compat.run.probing.can_fork", lambda: False)
    records = probed()
    assert hosts(records) == {"plain"}
    assert probed.said == [
        "a fresh process and environment for each cell: forking is not safe here"
    ]


def test_a_release_that_vanished_after_planning_is_a_failure(probed: Runs) -> None:
    records = probed(cells=(GOOD, "py3.12-core0.3.999"))
    gone = records["py3.12-core0.3.999"]
    assert records[GOOD].status is Status.PROBED
    assert (gone.status, gone.reason_class) == (Status.INSTALL_FAILED, "vanished")
    assert (gone.reason or "").startswith("gone from the index since: ")


def test_a_layer_that_is_damaged_between_runs_is_made_again(tmp_path: Path) -> None:
    cache = tmp_path / "own"
    runs = Runs(cache)
    runs()
    for layer in (cache / "cache" / "layers").iterdir():
        next(layer.rglob("*.py"), layer / "layer.json").unlink()
    records = runs("1")
    assert {record.status for record in records.values()} == {Status.PROBED}
    assert hosts(records) == {"engine"}


def test_a_cache_that_cannot_be_written_at_all_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    with pytest.raises(DiskError, match=r"cannot work in .*cache"):
        Runs(tmp_path)()


def test_what_is_kept_is_kept_when_a_later_cell_fails(
    probed: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    first = probed(cells=(GOOD,))
    monkeypatch.setattr("compat.run.warm_host.WarmHost.ready", full)
    with pytest.raises(DiskError, match=r"No space left on device; fix that.*cells are kept"):
        probed(cells=CELLS)
    monkeypatch.undo()
    assert probed(cells=(GOOD,)) == first


def test_two_runs_at_once_share_a_cache(tmp_path: Path) -> None:
    one, other = Runs(tmp_path), Runs(tmp_path)
    other.number = 100
    found: list[dict[str, Record]] = []
    both: list[Callable[[], object]] = [
        lambda: found.append(one("1")), lambda: found.append(other("2")),
    ]  # fmt: skip
    threads = [threading.Thread(target=each) for each in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = [record.status for records in found for record in records.values()]
    assert statuses == [Status.PROBED] * 4
