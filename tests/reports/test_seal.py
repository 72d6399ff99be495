"""A folder of reports is one set: no reader takes a half of it, whenever its writer was killed."""

import json
import os
from pathlib import Path

import pytest

from compat.files import DiskError
from compat.reports.seal import MANIFEST, TornReportsError, mend, refuse_torn, write_sealed

OLD = {"matrix.json": "old", "scenarios/a.md": "old a", "scenarios/gone.md": "old gone"}
NEW = {"matrix.json": "new", "scenarios/a.md": "new a", "b.md": "new b"}


def held(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    write_sealed(tmp_path / "reports", OLD)
    return tmp_path / "reports"


def test_a_set_replaces_a_set(reports: Path) -> None:
    write_sealed(reports, NEW)
    refuse_torn(reports)
    assert held(reports) == NEW
    assert sorted(path.name for path in reports.iterdir()) == [
        "b.md", MANIFEST, "matrix.json", "scenarios",
    ]  # fmt: skip


@pytest.mark.parametrize("damage", ["edited", "gone", "a link"])
def test_what_is_not_as_it_was_written_is_refused(reports: Path, damage: str) -> None:
    file = reports / "scenarios" / "a.md"
    file.unlink()
    if damage == "edited":
        file.write_text("old b")
    elif damage == "a link":
        file.symlink_to("nowhere")
    with pytest.raises(TornReportsError, match=r"is not whole: scenarios/a\.md is not the file"):
        refuse_torn(reports)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"files": {"a": 1}}', '{"files": {"../a": "1"}}'])
def test_a_manifest_that_makes_no_sense_is_refused(reports: Path, text: str) -> None:
    (reports / MANIFEST).write_text(text)
    with pytest.raises(TornReportsError, match=r"manifest\.json (cannot be read|names a file outs)"):
        refuse_torn(reports)


def test_reports_from_before_there_were_manifests_are_read(reports: Path) -> None:
    (reports / MANIFEST).unlink()
    refuse_torn(reports)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize("moves", range(5))
def test_a_writer_that_is_killed_between_two_moves_is_finished_later(
    reports: Path, moves: int
) -> None:
    """Kill a real writer at its n-th move into the reports: what follows is the new set, whole."""
    pid = os.fork()
    if not pid:
        die_after(moves)
        write_sealed(reports, NEW)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    killed = os.WEXITSTATUS(status) == 9
    assert killed == (moves < 4), "three files and the manifest"
    if 0 < moves < 4:
        with pytest.raises(TornReportsError):
            refuse_torn(reports)
    mend(reports)
    refuse_torn(reports)
    assert held(reports) == NEW
    assert not list(reports.glob(".new-*"))


def die_after(moves: int) -> None:
    """Let this process end at once when it has put so many staged files in their places."""
    replace, left = Path.replace, [moves]

    def counted(self: Path, target: Path) -> Path:
        if self.parent.name.startswith(".new-") or self.parent.parent.name.startswith(".new-"):
            if ".new-" not in str(target):
                if not left[0]:
                    os._exit(9)
                left[0] -= 1
        return replace(self, target)

    Path.replace = counted  # type: ignore[method-assign, assignment]


def test_what_a_writer_left_half_is_swept(reports: Path) -> None:
    staging = reports / ".new-1234"
    staging.mkdir()
    (staging / "matrix.json").write_text("half")
    write_sealed(reports, OLD)
    assert (held(reports), staging.exists()) == (OLD, False)


def test_a_place_that_cannot_be_written_keeps_the_old_set(reports: Path) -> None:
    with pytest.raises(DiskError, match="cannot write"):
        write_sealed(reports, {**NEW, "matrix.json/below": "x"})
    refuse_torn(reports)
    assert held(reports) == OLD


def test_the_manifest_is_the_same_whenever_it_is_written(reports: Path, tmp_path: Path) -> None:
    write_sealed(tmp_path / "again", dict(reversed(OLD.items())))
    texts = [(place / MANIFEST).read_text() for place in (reports, tmp_path / "again")]
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["files"].keys() == OLD.keys()
