"""A matrix that somebody doctored, within its schema: each command refuses it or copes with it."""

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from compat.cli.main import main
from compat.errors import ExitCode
from compat.matrix.derive import derive
from compat.matrix.model import Matrix, Traces
from compat.stored.reports import MATRIX, TRACES, dump_matrix, dump_traces
from compat.stored.seal import MANIFEST
from tests.cli.run import ROOT

VERSIONS = ["", "x", "1!2", "99999999999999999999", "../..", "1.0\n::error::", "∞"]
SEEDS = range(40)
CELLS = {"py3.9-core0.3.0", "py3.14-core0.3.0", "py3.14-core1.0.0"}
SCENARIOS = ("tool-async", "gather", "retriever")


@pytest.fixture(scope="module")
def sound(committed: tuple[Matrix, Traces], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    whole, traces = committed
    kept = [cell for cell in whole.cells if cell.id in CELLS]
    few = [replace(cell, results={name: cell.results[name] for name in SCENARIOS}) for cell in kept]
    scenarios = tuple(each for each in whole.scenarios if each.id in SCENARIOS)
    rows = tuple(row for row in whole.releases if row.line in {"0.3", "1.0"})
    matrix = derive(replace(whole, cells=tuple(few), scenarios=scenarios, releases=rows), traces)
    results = (result for cell in matrix.cells for result in cell.results.values())
    named = {name for result in results for name in result.trace_ids}
    used = replace(traces, traces={name: traces.traces[name] for name in named})
    (folder / MATRIX).write_text(dump_matrix(matrix), "utf-8")
    (folder / TRACES).write_text(dump_traces(used), "utf-8")
    return folder


def places(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    """Give the path of every value of a JSON document."""
    yield path
    if isinstance(content, dict):
        for name, value in content.items():
            yield from places(value, (*path, name))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from places(value, (*path, number))


def doctored(content: Any, dice: random.Random) -> Any:  # noqa: ANN401
    """Change one value: another text, a list emptied or doubled, something left out."""
    *way, last = dice.choice([path for path in places(content) if path])
    inside = content
    for step in way:
        inside = inside[step]
    value = inside[last]
    if isinstance(value, list):
        inside[last] = dice.choice([[], [*value, *value], value[:1]])
    elif isinstance(value, dict):
        inside[last] = {}
    elif isinstance(value, str):
        inside[last] = dice.choice([*VERSIONS, "probed", "2026-01-01T00:00:00Z"])
    else:
        inside[last] = dice.choice([0, -1, 10**9, None])
    return content


@pytest.mark.parametrize("seed", SEEDS)
def test_no_command_falls_over_a_doctored_matrix(
    seed: int, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    shutil.copytree(sound, tmp_path / "reports")
    content = json.loads((sound / MATRIX).read_text("utf-8"))
    (tmp_path / "reports" / MATRIX).write_text(json.dumps(doctored(content, dice)), "utf-8")
    monkeypatch.chdir(tmp_path)
    step = ("--from", "py3.9-core0.3.0", "--to", "py3.14-core1.0.0")
    for command in (
        ("report", "--output", "again"),
        ("upgrade", *step),
        ("compare", str(sound), "reports"),
        ("compare", str(sound), "reports", "--gate"),
        ("badge",),
        ("summary",),
        ("news", str(sound), "reports"),
    ):
        with pytest.raises(SystemExit) as exited:
            main(list(command))
        assert exited.value.code != ExitCode.BUG, command


def test_the_committed_reports_are_refused_when_a_page_was_edited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "reports"
    shutil.copytree(ROOT / "reports", folder)
    if not (folder / MANIFEST).exists():
        pytest.skip("the committed reports are from before there were manifests")
    (folder / "matrix.md").write_text("edited")
    with pytest.raises(SystemExit) as exited:
        main(["summary", str(folder)])
    assert exited.value.code == ExitCode.REFUSED
    assert "is not whole: matrix.md" in capsys.readouterr().err
