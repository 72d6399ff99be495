"""``python -m tests.tracers [TRACER …]``: the table of real tracers, also put into the docs."""

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import TypeAdapter
from uv import find_uv_bin

from compat.axes.cell import CellId
from compat.axes.interpreter import find_interpreters
from compat.axes.settings import name_index_for_uv, read_settings
from compat.environments.variables import make_cell_variables, make_uv_variables
from compat.matrix.model import Listener, Outcome
from compat.matrix.outcome import Question, judge_outcome
from compat.record.model import Call, Observation, ScenarioInfo
from compat.reports.words import LISTENERS, PLAIN
from tests.incell.cases import scenarios
from tests.incell.cell import ROOT

CELLS = (
    "py3.10-core0.3.86", "py3.14-core0.3.86",  # where context does not travel by itself
    "py3.10-core1.7.7", "py3.11-core0.3.86", "py3.13-core1.8.3", "py3.14-core1.8.3",
)  # fmt: skip
PACKAGES = {
    "langsmith": ("langsmith",),
    "openinference": ("openinference-instrumentation-langchain", "opentelemetry-sdk"),
    "langfuse": ("langfuse", "langchain"),
}
PLACE = ROOT / "docs" / "tracers.md"
START, END = "<!-- tracers:start -->", "<!-- tracers:end -->"
TIME_LIMIT = 600  # seconds a tracer in a cell
_CALL = TypeAdapter(Call)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A tracer in a cell, held to what we say: how often it agrees, and where it does not.

    ``version`` is its package's; ``unlike`` has by what we say and what it shows the patterns.
    """

    cell: str
    tracer: str
    version: str
    listener: Listener
    agree: int
    unlike: Mapping[tuple[Outcome, Outcome], tuple[str, ...]]
    functions: Mapping[str, str]

    @property
    def of(self) -> int:
        """How many forms were held."""
        return self.agree + sum(map(len, self.unlike.values()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tracers in every cell, print the table, and put it into the docs."""
    parser = argparse.ArgumentParser(prog="tests.tracers", description=__doc__)
    parser.add_argument("tracers", nargs="*", metavar="TRACER", help=", ".join(PACKAGES))
    asked = parser.parse_args(arguments).tracers or [*PACKAGES]
    infos = {each.id: each for each in scenarios()}
    with TemporaryDirectory() as folder:
        rows = [hold(cell, name, Path(folder), infos) for name in asked for cell in CELLS]
    table = render(rows)
    sys.stdout.write(table)
    if asked == [*PACKAGES]:
        text = PLACE.read_text("utf-8")
        before, rest = text.split(START)
        after = rest.split(END)[1]
        PLACE.write_text(f"{before}{START}\n{table}{END}{after}", "utf-8")
    return 0


def hold(cell: str, tracer: str, folder: Path, infos: Mapping[str, ScenarioInfo]) -> Held:
    """Run a tracer in a cell, and hold what it shows to what we say."""
    python, version = make_cell(cell, tracer, folder)
    out = folder / f"{cell}-{tracer}.json"
    ended = subprocess.run(
        [str(python), "-m", "tests.tracers.incell", tracer, str(out)],
        cwd=folder, env={**untraced(folder), "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=TIME_LIMIT, check=False,
    )  # fmt: skip
    if ended.returncode:
        message = f"{tracer} in {cell}: {ended.stderr[-2000:]}"
        raise RuntimeError(message)
    found = json.loads(out.read_text("utf-8"))
    if not any(drive for form in found["forms"] for drive in form["theirs"]["drives"]):
        message = f"{tracer} in {cell} saw nothing at all: it is the harness that failed"
        raise RuntimeError(message)
    listener = Listener(found["listener"])
    unlike: defaultdict[tuple[Outcome, Outcome], list[str]] = defaultdict(list)
    agree = 0
    for form in found["forms"]:
        ours, theirs = (judge(form, form[who], listener, infos) for who in ("ours", "theirs"))
        if ours is theirs:
            agree += 1
        else:
            unlike[ours, theirs].append(form["scenario"])
    return Held(
        cell=cell,
        tracer=tracer,
        version=version,
        listener=listener,
        agree=agree,
        unlike={pair: tuple(dict.fromkeys(names)) for pair, names in sorted(unlike.items())},
        functions=found["traceable"],
    )


def untraced(folder: Path) -> dict[str, str]:
    """Return a cell's environment without what switches tracing off there."""
    kept = make_cell_variables(folder).items()
    return {
        name: value for name, value in kept if not name.startswith(("LANGCHAIN_", "LANGSMITH_"))
    }


def make_cell(cell: str, tracer: str, folder: Path) -> tuple[Path, str]:
    """Make an environment with a release and a tracer; return its Python, and the version."""
    known = CellId.parse(cell)
    interpreter = find_interpreters([known.python], uv=None).found[known.python].path
    place = folder / f"{cell}-{tracer}"
    env = make_uv_variables(name_index_for_uv(read_settings()))
    uv = find_uv_bin()
    python = place / "bin" / "python"
    wanted = [f"langchain-core=={known.core}", "pytest", "pytest-asyncio", *PACKAGES[tracer]]
    for command in (
        [uv, "venv", "--quiet", "--python", str(interpreter), str(place)],
        [
            uv,
            "pip",
            "install",
            "--quiet",
            "--only-binary",
            ":all:",
            "--python",
            str(python),
            *wanted,
        ],
    ):
        subprocess.run(command, env=env, check=True, timeout=TIME_LIMIT)
    asked = f"from importlib.metadata import version; print(version({PACKAGES[tracer][0]!r}))"
    told = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=True)
    return python, told.stdout.strip()


def judge(
    form: Mapping[str, Any], call: object, listener: Listener, infos: Mapping[str, ScenarioInfo]
) -> Outcome:
    """Judge what a listener saw of a form as the matrix judges it."""
    seen = _CALL.validate_python(call)
    observation = Observation(
        scenario=form["scenario"], variant=form["variant"], remedy=form["remedy"],
        path=tuple(form["path"]), absent=None, exception=None, harness_error=None, returned=None,
        facts={}, streams=(), handler=(), handler_call=seen, hook_call=seen,
    )  # fmt: skip
    return judge_outcome(observation, Question.of(infos[form["scenario"]], listener))


def render(rows: Iterable[Held]) -> str:
    """Return the table as Markdown, and below it what is unlike, the same in several cells once."""
    held = list(rows)
    lines = ["| tracer | held to | cell | agrees in |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {each.tracer} {each.version} | {LISTENERS[each.listener]} | {each.cell}"
        f" | {each.agree} of {each.of} forms |"
        for each in held
    ]
    groups: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    for each in held:
        for (ours, theirs), names in each.unlike.items():
            groups[each.tracer, f"{PLAIN[ours]}, and it has: {PLAIN[theirs]}", names] += 1
    lines += ["", "Where they do not agree:", ""]
    lines += [
        f"- {tracer}, in {cells} of {len(CELLS)} cells: we say {said}: {', '.join(names)}"
        for (tracer, said, names), cells in sorted(groups.items())
    ]
    functions = {
        (each.cell, name): above for each in held for name, above in each.functions.items()
    }
    if functions:
        lines += ["", "LangSmith's `@traceable`: what is above the model's run.", ""]
        lines += [f"- {name} a tool, {cell}: {above}" for (cell, name), above in functions.items()]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
