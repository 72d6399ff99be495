"""What the reports cost as the grid grows: seconds, memory and bytes from 50 cells to all of them.

    python benchmarks/growth.py [--sizes 50 100 …] [--records] [--keep FOLDER]

Grids are made of the committed matrix: a release that it did not probe gets what the probed
releases around it showed, and each scenario changes over somewhere between these. In the middle of
every long line each trace carries one more metadata key, as releases did three times so far, so
that there are more distinct results and traces than a real grid is likely to have. Each grid is
then rendered by ``compat report`` in a process of its own: reading, judging again, statements,
every report and the job summary, validation and writing, the interpreter's start included.
With ``--records`` each grid is rendered from its records as well: 0.9 MB a cell on the disk.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path

from packaging.version import Version

from compat.matrix.model import Cell, Matrix, ReleaseRow, Result, Traces
from compat.matrix.statement import fold_statements, map_published
from compat.plan.publication import is_published
from compat.record.codec import encode
from compat.record.model import (
    SCHEMA_VERSION,
    Observation,
    PythonBuild,
    Record,
    Run,
    Status,
    SuiteInfo,
    Timing,
)
from compat.record.pack import trace_id
from compat.stored.reports import dump_matrix, dump_traces, load

ROOT = Path(__file__).resolve().parent.parent
EVERY = 10_000  # cells; more than there are
SIZES = (50, 100, 200, 400, 800, EVERY)
LONG = 10  # releases; a shorter line has no middle of its own
MEBIBYTE = 1024 * 1024


@dataclass
class Grown:
    """A grid in the making: the committed matrix, and what was made of its traces."""

    matrix: Matrix
    traces: Traces
    made: dict[str, Observation] = field(default_factory=dict)
    shifted: dict[tuple[str, int], Result] = field(default_factory=dict)

    def grid(self, size: int) -> tuple[Matrix, Traces]:
        """Return a grid of about ``size`` probed cells, on releases spread over all of them."""
        known = sorted(self.matrix.releases, key=lambda release: Version(release.version))
        pythons = {cell.python for cell in self.matrix.cells if cell.status is Status.PROBED}
        count = max(1, min(len(known), round(size / len(pythons))))
        chosen = {known[n * len(known) // count].version for n in range(count)}
        cells = tuple(cell for cell in self._cells(known) if cell.core in chosen)
        statuses = Counter(str(cell.status) for cell in cells)
        probed = statuses.pop("probed", 0)
        provenance = replace(
            self.matrix.provenance, planned=len(cells), probed=probed, not_probed=dict(statuses)
        )
        matrix = replace(
            self.matrix,
            provenance=provenance,
            cells=cells,
            statements=fold_statements(cells, map_published(known, self.matrix.pythons)),
        )
        every = {**self.traces.traces, **self.made}
        named = {
            trace
            for cell in cells
            for result in cell.results.values()
            for trace in chain(result.traces.values(), *result.repeats.values())
        }
        return matrix, replace(self.traces, traces={name: every[name] for name in sorted(named)})

    def _cells(self, known: Sequence[ReleaseRow]) -> Iterator[Cell]:
        probed = {(cell.python, cell.core): cell for cell in self.matrix.cells}
        for python in self.matrix.pythons:
            for line in dict.fromkeys(release.line for release in known):
                releases = [release for release in known if release.line == line]
                edges = [n for n, r in enumerate(releases) if (python.id, r.version) in probed]
                for place, release in enumerate(releases):
                    after = bisect_right(edges, place)
                    left = edges[max(after - 1, 0)]
                    right = edges[min(after, len(edges) - 1)]
                    before, behind = (
                        probed[python.id, releases[each].version] for each in (left, right)
                    )
                    if is_published(release, python) == (before.status is not Status.NOT_PUBLISHED):
                        way = (place - left) / max(right - left, 1)
                        middle = len(releases) >= LONG and 1 / 3 < place / len(releases) < 2 / 3
                        cell = self._copied(before, behind, release.version, way)
                        yield self._in_the_middle(cell, line) if middle else cell

    def _copied(self, before: Cell, behind: Cell, core: str, way: float) -> Cell:
        old, cell = before.core, f"py{before.python}-core{core}"
        return replace(
            before,
            id=cell,
            core=core,
            reason=before.reason.replace(old, core) if before.reason else None,
            replay=f"nox -s replay -- {cell}",
            packages={
                name: core if name == "langchain-core" else version
                for name, version in before.packages.items()
            },
            results={
                name: result if way < _changes_over(name) else behind.results.get(name, result)
                for name, result in before.results.items()
            },
        )

    def _in_the_middle(self, cell: Cell, line: str) -> Cell:
        results = {name: self._shifted(result, line) for name, result in cell.results.items()}
        return replace(cell, results=results)

    def _shifted(self, result: Result, line: str) -> Result:
        if (line, id(result)) not in self.shifted:
            one = partial(self._one_more_key, line=line)
            self.shifted[line, id(result)] = replace(
                result,
                traces={form: one(trace) for form, trace in result.traces.items()},
                repeats={form: tuple(map(one, many)) for form, many in result.repeats.items()},
            )
        return self.shifted[line, id(result)]

    def _one_more_key(self, trace: str, line: str) -> str:
        def more(runs: tuple[Run, ...]) -> tuple[Run, ...]:
            key = f"since_{line}"
            return tuple(replace(run, metadata_keys=(*run.metadata_keys, key)) for run in runs)

        seen = self.traces.traces[trace]
        streams = tuple(replace(stream, runs=more(stream.runs)) for stream in seen.streams)
        changed = replace(seen, streams=streams, handler=more(seen.handler))
        self.made[trace_id(changed)] = changed
        return trace_id(changed)


def _changes_over(scenario: str) -> float:
    """Return which part of the way between two probed releases a scenario changes over."""
    return (hashlib.sha256(scenario.encode()).digest()[0] % 3 + 1) / 4


def rendered(source: Path, output: Path) -> tuple[float, float, float]:
    """Return seconds, CPU seconds and MiB at the peak of rendering a folder."""
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "compat", "report", str(source), "--output", str(output)],
        cwd=ROOT,
        env={**os.environ, "GITHUB_STEP_SUMMARY": str(output.parent / "summary.md")},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode  # noqa: S101 - a script
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / MEBIBYTE


def recorded(matrix: Matrix, traces: Traces, folder: Path) -> None:
    """Write the records that a grid would be built from."""
    known, builds = matrix.provenance, {python.id: python for python in matrix.pythons}
    suite = SuiteInfo(
        version=known.suite_version, hash=known.suite_hash, scenarios=matrix.scenarios
    )
    for cell in matrix.cells:
        if cell.status is Status.PROBED:
            python = builds[cell.python]
            build = PythonBuild(
                exact=str(python.exact), implementation=python.implementation, build=""
            )
            named = [name for result in cell.results.values() for name in result.traces.values()]
            record = Record(
                schema_version=SCHEMA_VERSION,
                cell=cell.id,
                status=cell.status,
                timing=Timing(host="engine", finished_at=known.generated_at, seconds=1.0),
                python=build,
                packages=cell.packages,
                suite=suite,
                observations=tuple(traces.traces[name] for name in named),
            )
            (folder / f"{record.cell}.json").write_bytes(encode(record))


def printed(matrix: Matrix, traces: Traces, source: Path, output: Path) -> None:
    """Render one grid and print what it took."""
    source.mkdir(parents=True)
    (source / "matrix.json").write_text(dump_matrix(matrix), "utf-8")
    (source / "traces.json").write_text(dump_traces(traces), "utf-8")
    took, cpu, peak = rendered(source, output)
    files = [path for path in output.rglob("*") if path.is_file()]
    sizes = {path.name: path.stat().st_size for path in files if path.parent == output}
    whole = sum(path.stat().st_size for path in files)
    summary = (output.parent / "summary.md").stat().st_size
    distinct = {id(result) for cell in matrix.cells for result in cell.results.values()}
    counts = {
        "results": len(distinct),
        "traces": len(traces.traces),
        "statements": len(matrix.statements),
    }
    print(f"{matrix.provenance.probed} of {len(matrix.cells)} cells probed,"
          f" {', '.join(f'{count} {name}' for name, count in counts.items())}:"
          f" {took:.1f} s, {cpu:.1f} s of CPU, {peak:.0f} MiB")  # fmt: skip
    each = [f"{name} {size / 1000:,.0f}" for name, size in sorted(sizes.items())]
    print(f"  kB: {', '.join(each)}; scenarios/ {(whole - sum(sizes.values())) / 1000:,.0f};"
          f" all {whole / 1000:,.0f}; job summary {summary / 1000:,.0f}")  # fmt: skip


def main() -> None:
    """Grow, render and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    parser.add_argument("--records", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="compat-growth-") as scratch:
        folder = options.keep or Path(scratch)
        for size in options.sizes:
            grown, place = Grown(*load(ROOT / "reports")).grid(size), folder / f"{size}"
            printed(*grown, place / "in", place / "out")
            if options.records:
                recorded(*grown, place / "records")
                took, cpu, peak = rendered(place / "records", place / "again")
                print(f"  from records: {took:.1f} s, {cpu:.1f} s of CPU, {peak:.0f} MiB")


if __name__ == "__main__":
    main()
