"""A folder of reports is one set: no reader takes a half of it, whenever its writer was killed."""

import json
import os
import signal
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from compat.errors import DiskError, TornReportsError
from compat.stored.seal import MANIFEST, hold_for_writing, mend, refuse_torn, write_sealed

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}
OLD = {"matrix.json": "old", "scenarios/a.md": "old a", "scenarios/gone.md": "old gone"}
NEW = {"matrix.json": "new", "scenarios/a.md": "new a", "b.md": "new b"}


def write(folder: Path, files: Mapping[str, str]) -> None:
    with hold_for_writing(folder):
        write_sealed(folder, files)


def held(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    write(tmp_path / "reports", OLD)
    return tmp_path / "reports"


def test_a_set_replaces_a_set(reports: Path) -> None:
    write(reports, NEW)
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


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"files": {"a": 1}}', '{"files": {"../a": "1"}}']
)
def test_a_manifest_that_makes_no_sense_is_refused(reports: Path, text: str) -> None:
    (reports / MANIFEST).write_text(text)
    with pytest.raises(
        TornReportsError, match=r"manifest\.json (cannot be read|names a file outs)"
    ):
        refuse_torn(reports)


def test_reports_from_before_there_were_manifests_are_read(reports: Path) -> None:
    (reports / MANIFEST).unlink()
    refuse_torn(reports)


def killed_at(number: int, folder: Path) -> bool:
    """Write the new set in a process that is killed at its n-th change; tell whether it was."""
    pid = os.fork()
    if not pid:
        left = [number]

        def look(event: str, given: tuple[object, ...]) -> None:
            if event in CHANGES and str(given[0]).startswith(str(folder)):
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(look)
        write(folder, NEW)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def refusal(folder: Path) -> str | None:
    """Return the words with which the reports are refused, None if they are not."""
    try:
        refuse_torn(folder)
    except TornReportsError as error:
        return str(error)
    return None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize("before", ["sealed", "without a manifest", "nothing"])
def test_a_writer_that_is_killed_anywhere_leaves_one_set_or_is_finished(
    tmp_path: Path, before: str
) -> None:
    """Nobody reads a mixture, and whatever was left, the next writer makes a whole set of it."""
    seen = set()
    for number in count(1):
        folder = tmp_path / str(number)
        if before != "nothing":
            write(folder, OLD)
        if before == "without a manifest":
            (folder / MANIFEST).unlink()
        old = held(folder)
        if not killed_at(number, folder):
            break
        refused = refusal(folder)
        if refused is None:
            shown = {name: text for name, text in held(folder).items() if name[0] != "."}
            assert shown in (old, NEW)
        else:
            assert refused.endswith(f"to restore it: compat report {folder}")
        seen.add("one set" if refused is None else "refused")
        mend(folder)
        refuse_torn(folder)
        assert held(folder) in (old, NEW)
    assert seen == {"one set", "refused"}
    assert held(folder) == NEW


def test_what_a_writer_left_half_is_swept(reports: Path) -> None:
    halves = [".new/matrix.json", "matrix.html.0123abcd", "scenarios/.a.md.0123abcd"]
    for name in halves:
        (reports / name).parent.mkdir(exist_ok=True)
        (reports / name).write_text("half")
    refuse_torn(reports)
    mend(reports)
    assert held(reports) == OLD


@pytest.mark.parametrize("name", ["changes.json", "sensitivity/lowest.json", "scenarios/b.md"])
def test_what_is_of_another_set_is_refused(reports: Path, name: str) -> None:
    (reports / name).parent.mkdir(exist_ok=True)
    (reports / name).write_text("{}")
    with pytest.raises(TornReportsError, match=rf"{name} is of another set; to restore it: git c"):
        refuse_torn(reports)


def test_two_writers_wait_for_each_other(reports: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with hold_for_writing(reports):
            order.append("second")
            write_sealed(reports, NEW)

    with ThreadPoolExecutor(1) as pool:
        with hold_for_writing(reports):
            late = pool.submit(second)
            write_sealed(reports, {"x.md": "x"})
            with pytest.raises(TimeoutError):
                late.result(timeout=0.2)
            order.append("first")
        late.result()
    assert order == ["first", "second"]
    refuse_torn(reports)
    assert {name: text for name, text in held(reports).items() if name in NEW} == NEW


def test_a_place_that_cannot_be_written_keeps_the_old_set(reports: Path) -> None:
    with pytest.raises(DiskError, match="cannot write"):
        write(reports, {**NEW, "matrix.json/below": "x"})
    refuse_torn(reports)
    assert held(reports) == OLD


def test_the_manifest_is_the_same_whenever_it_is_written(reports: Path, tmp_path: Path) -> None:
    write(tmp_path / "again", dict(reversed(OLD.items())))
    texts = [(place / MANIFEST).read_text() for place in (reports, tmp_path / "again")]
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["files"].keys() == OLD.keys()
