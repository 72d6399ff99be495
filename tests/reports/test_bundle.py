"""The bundle: every file, the same bytes every time, also from its own JSON."""

from pathlib import Path

from compat.matrix.model import Edge, Outcome, Verdict
from compat.record.model import Status
from compat.reports.bundle import render
from compat.reports.words import EDGES, OUTCOMES, VERDICTS, Tone, describe_status, find_tone
from compat.stored.reports import load
from tests.reports.sample import HOSTILE, Said, haunted, measured

CELLS: dict[str, Said] = {
    "py3.10-core0.3.0": "lost/flattened",
    "py3.11-core0.3.0": "harness/nested",
    "py3.15-core0.3.0": (Status.NOT_INSTALLABLE, HOSTILE.replace("\ud800", "")),
}


def test_reports_render_again_from_their_own_json(tmp_path: Path) -> None:
    files = render(*measured(CELLS))
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    assert render(*load(tmp_path)) == files
    assert sorted(files) == [
        *("badge.json", "badge.svg", "details.md", "junit.xml"),
        *("matrix.html", "matrix.json", "matrix.md", "matrix.schema.json"),
        *("scenarios/tool-async.md", "traces.json"),
    ]


def test_whatever_a_record_holds_every_file_can_be_written() -> None:
    for text in render(*haunted(*measured(CELLS))).values():
        assert text.endswith("\n")
        assert text.encode().decode() == text


def test_every_choice_has_words_of_its_own() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert set(OUTCOMES) == set(Outcome)
    assert set(EDGES) == set(Edge)
    assert {find_tone(verdict) for verdict in Verdict} == set(Tone) - {Tone.UNPROBED}
    assert len({describe_status(status) for status in Status}) == len(Status)
