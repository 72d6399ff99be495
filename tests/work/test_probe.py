"""Cells probed for a question are kept for the next one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from compat.errors import NotFoundOutError
from compat.matrix.model import Matrix
from compat.record.model import Status
from compat.stored.reports import load_matrix
from compat.work import probe
from compat.work.prepare import Manner
from compat.work.probe import probe_cells
from tests.reports.sample import Said, measured
from tests.work.build import Noted

A, B = "py3.12-core1.0.0", "py3.12-core1.0.1"


def probed(monkeypatch: pytest.MonkeyPatch, home: Path, cells: dict[str, Said]) -> Matrix:
    """Probe cells of which this comes; that cells run is held by tests of measuring."""

    @contextmanager
    def run(*_: object) -> Iterator[object]:
        yield measured(cells)

    monkeypatch.setattr(probe, "run_request", run)
    manner = Manner(jobs=1, home=home, command="compat upgrade")
    return probe_cells(tuple(cells), manner, Noted())


def test_what_was_probed_is_kept_beside_what_was_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [cell.id for cell in probed(monkeypatch, tmp_path, {A: "nested"}).cells] == [A]
    probed(monkeypatch, tmp_path, {B: "lost/nested"})
    kept = load_matrix(tmp_path / "probed")
    assert [(cell.id, cell.status) for cell in kept.cells] == [
        (A, Status.PROBED), (B, Status.PROBED),
    ]  # fmt: skip


def test_what_cannot_be_read_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "probed").mkdir()
    (tmp_path / "probed" / "matrix.json").write_text("{")
    probed(monkeypatch, tmp_path, {A: "nested"})
    assert [cell.id for cell in load_matrix(tmp_path / "probed").cells] == [A]


def test_what_was_not_found_out_is_no_answer_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: Said = (Status.INDEX_FAILED, "no answer")
    with pytest.raises(NotFoundOutError, match=rf"^{A} could not be probed: index-failed: no ans"):
        probed(monkeypatch, tmp_path, {A: failed})
    assert not (tmp_path / "probed").exists()
