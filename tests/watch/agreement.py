"""What the watcher says of the catalogue's own code, held against the paths that this declares.

``python -m tests.watch.agreement CELL...`` prints it, by default for ten cells, and for all cells
of ``edges`` by that word: a part of the proof. ``layer`` stands for the cells with LangGraph on
top, whose rows are those of the layer.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from subprocess import SubprocessError
from typing import Any, Final

from compat.axes.interpreter import find_interpreters
from compat.check.model import WORST_FIRST, Seen
from compat.errors import CompatError
from compat.matrix.model import Listener, Outcome
from compat.matrix.outcome import Question, judge_outcome
from compat.matrix.verdict import name_form
from compat.record.model import Record
from tests.incell.cell import CELLS, LAYER_CELLS, MORE_CELLS, ROOT, Cells, name_suite

UNJUDGED: Final = {
    "lambda-returns-runnable": "the framework places the run that a function returns",
    "listener-async": "a listener is not called by a run",
    "runnable-subclass": "the caller has no run of its own",
    "sync-stream-in-thread": "a stream of a sequence, whose steps the framework places",
    "worker-startup": "the worker began before its caller: nobody knows for whom it works",
    "react-agent": "the framework passes its config on to the model: a step that it places",
    "interrupt-tool": "ToolNode takes the interrupt for an error, and nothing is called",
}
"""Where the watcher judges nothing, on purpose."""

DIFFERENT: Final = {
    "chat-model-wrapper-step": "up to 0.2.28 a stream runs a sequence another way than a call",
    "handle-tool-error": "as with chat-model-wrapper-step",
    "retriever-step": "as with chat-model-wrapper-step",
    "fallbacks": "the framework misplaces a step of its own, under a call that is complete",
    "retry": "as with fallbacks",
    "opt-out-empty-retriever": "a call beside the path: the model in the retriever",
    "opt-out-none-retriever": "a call beside the path: the model in the retriever",
    "private-retriever": "a call beside the path: the model in the retriever",
    "passthrough-afunc": "the path names a run that has not begun when the function runs",
    "runnable-subclass-step": "a form raises an error after its call, which is complete",
    "stream-after-context": "the caller reads the stream when the tracer has gone",
    "worker-first-request": "the worker serves the second caller, and is known by the first",
}
"""Where it says something else, and why."""


LATER: Final = frozenset({
    "parallel-step", "assign-step", "branch-step", "opt-out-none", "events-v3", "retriever-step",
    "retriever-in-lambda", "retriever-in-tool", "chat-model-wrapper-step",
    "chat-model-wrapper-in-tool", "embeddings", "runnable-subclass", "runnable-subclass-step",
    "parser-with-model", "structured-include-raw", "compressor", "listener-async",
    "handle-tool-error", "passthrough-afunc", "map-each", "history-store", "threadsafe-sync",
    "threadsafe-async", "thread-pool-asyncio-run", "sync-stream-in-thread",
    "worker-first-request", "worker-startup", "stream-after-context", "opt-out-empty-model",
    "opt-out-empty-tool", "opt-out-empty-retriever", "opt-out-none-model", "opt-out-none-tool",
    "opt-out-none-retriever", "private-tool", "private-retriever", "on-text",
    "bound-handler-parent", "token-counter",
})  # fmt: skip
"""The patterns that came later, and are harder: they are counted apart."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Outcomes of a cell that are the same, not judged, and different, by listener and form."""

    same: int
    unjudged: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def unexplained(self) -> list[str]:
        """The forms that nobody has explained."""
        unjudged = [each for each in self.unjudged if _pattern(each) not in UNJUDGED]
        different = [each for each in self.different if _pattern(each) not in DIFFERENT]
        return unjudged + different

    def __str__(self) -> str:
        """Say it on a line."""
        every = self.same + len(self.unjudged) + len(self.different)
        return (
            f"{self.same} of {every} outcomes the same, {len(self.unjudged)} not judged, "
            f"{len(self.different)} different, {len(self.unexplained)} not explained"
        )


def watch_catalogue(python: Path, folder: Path, suite: str = "incell") -> dict[str, Any]:
    """Return what the watcher says of every form of a suite, in the cell of an interpreter."""
    script = Path(__file__).with_name("catalogue.py")
    done = subprocess.run(
        [str(python), str(script), str(ROOT), suite],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["problem"] is None, said["problem"]
    return said["forms"]  # type: ignore[no-any-return]


def compare(
    record: Record, watched: dict[str, Any], only: Callable[[str], bool] = lambda _: True
) -> Agreement:
    """Return how the two agree, for each listener; ``only`` says which patterns count.

    What code writes to a stream of LangGraph's is for none of the listeners that are judged.
    """
    assert record.suite is not None
    infos = {each.id: each for each in record.suite.scenarios}
    counted: Counter[str] = Counter()
    unjudged: list[str] = []
    different: list[str] = []
    for seen in record.observations:
        form = f"{seen.scenario}/{name_form(seen)}"
        info = infos[seen.scenario]
        unasked = info.row == "fact" or info.child == "custom_write"
        if form not in watched or unasked or not only(seen.scenario):
            continue
        for listener in (Listener.STREAM, Listener.HANDLER, Listener.HOOK):
            declared = judge_outcome(seen, Question.of(info, listener))
            if declared in (Outcome.ABSENT, Outcome.UNKNOWN):
                continue
            said = _judge(watched[form], listener)
            if said == declared or (declared is Outcome.RAISED and _raises(watched[form], said)):
                counted["same"] += 1
            else:
                (unjudged if said is None else different).append(
                    f"{form} for {listener}: {said}, not {declared}"
                )
    return Agreement(same=counted["same"], unjudged=tuple(unjudged), different=tuple(different))


def list_shapes(watched: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the forms with the shape of each of the calls that their own code makes."""
    for form, found in watched.items():
        yield from ((form, shape) for _, shape, _, through in found["calls"] if through is None)


def _judge(found: dict[str, Any], listener: Listener) -> str | None:
    """Return the worst of a form's calls, as the matrix has it: what is misplaced is lost."""
    outcomes = [outcomes[listener] for _, _, outcomes, _ in found["calls"]]
    worst = min(outcomes, key=[str(each) for each in WORST_FIRST].index, default=None)
    return "lost" if worst == Seen.MISPLACED else worst


def _raises(found: dict[str, Any], said: str | None) -> bool:
    """Tell whether a form raised an error that is not about a call: nothing is to be judged."""
    return said is None and found["error"] is not None


def _pattern(told: str) -> str:
    return told.partition("/")[0]


def list_edges() -> list[str]:
    """Return the cells of ``edges``: those that the matrix has probed, as tox has them of it.

    What tox has by name are examples of cells with a layer.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    listed = project["tool"]["tox"]["env_list"]
    products = (each["product"] for each in listed if not isinstance(each, str))
    pairs = (pair for pythons, cores in products for pair in product(pythons, cores))
    cells = (f"{python}-{core}" for python, core in pairs)
    return sorted(cells, key=lambda cell: tuple(map(int, re.findall(r"\d+", cell))))


class Hosts(Cells):
    """Cells on any Python that this machine has, each with its environment for a while."""

    def __init__(self, folder: Path, cells: list[str]) -> None:
        self._folder = folder
        wanted = {cell[2:].partition("-")[0] for cell in cells}
        self._found = find_interpreters(wanted, uv=None).found

    def agree(self, cell: str) -> tuple[Agreement, Agreement] | str:
        """Return how the two agree in a cell, for what came first and what came later, or why not.

        An environment that cannot be had here is no answer about the watcher.
        """
        if cell not in self:
            return "no interpreter"
        try:
            watched = watch_catalogue(self[cell], self._folder, name_suite(cell))
            record = self.run(cell).record
        except (AssertionError, CompatError, OSError, SubprocessError) as error:
            return f"not known: {' '.join(str(error).split())[:300] or type(error).__name__}"
        finally:
            shutil.rmtree(self._folder / cell, ignore_errors=True)
        first = compare(record, watched, lambda pattern: pattern not in LATER)
        return first, compare(record, watched, LATER.__contains__)


def main(named: list[str]) -> int:
    """Print how the two agree in each cell, and in all; 1 if not all is known and explained."""
    words = {"edges": list_edges(), "layer": [*LAYER_CELLS]}
    wanted = [cell for each in named for cell in words.get(each, [each])]
    wanted = wanted or [*CELLS, *MORE_CELLS]
    found: list[tuple[Agreement, Agreement]] = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        hosts = Hosts(Path(folder), wanted)
        for cell, said in zip(wanted, pool.map(hosts.agree, wanted), strict=True):
            if isinstance(said, str):
                sys.stdout.write(f"{cell}: {said}\n")
            else:
                found.append(said)
                sys.stdout.write(f"{cell}: {said[0]}; of those that came later: {said[1]}\n")
                each = (form for part in said for form in part.unexplained)
                sys.stdout.writelines(f"    {form}\n" for form in each)
            sys.stdout.flush()
    first, later = _add(one for one, _ in found), _add(other for _, other in found)
    sys.stdout.write(f"{len(found)} of {len(wanted)} cells: {first}; later: {later}\n")
    return int(len(found) < len(wanted) or bool(first.unexplained or later.unexplained))


def _add(agreements: Iterable[Agreement]) -> Agreement:
    every = list(agreements)
    return Agreement(
        same=sum(each.same for each in every),
        unjudged=tuple(form for each in every for form in each.unjudged),
        different=tuple(form for each in every for form in each.different),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
