"""`compat site`: whole or not at all, never over what is not its own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from compat.cli.main import main
from compat.errors import DiskError, NotFoundOutError
from compat.reports.bundle import render
from compat.stored.seal import hold_for_writing, write_sealed
from compat.work import site as work
from tests.axes.build import release as listed_release
from tests.cli.run import texts
from tests.site.conftest import core, layer

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a folder of reports holds, with its manifests."""
    folder = tmp_path_factory.mktemp("sealed")
    (matrix, traces), (layered, seen) = core(), layer()
    for place, files in (
        (folder, render(matrix, traces, layered=layered)),
        (folder / "langgraph", render(layered, seen)),
    ):
        with hold_for_writing(place):
            write_sealed(place, files)
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


@pytest.fixture
def folder(tmp_path: Path, sealed: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone: reports, docs, and a README beside them; it is where commands are typed."""
    docs = {"docs/check.md": "# Check\n\nSee [more](../README.md).\n", "README.md": "# Read me\n"}
    reports = {f"reports/{name}": text for name, text in sealed.items()}
    for name, text in {**docs, "docs/check.schema.json": "{}", **reports}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Said:
    """Type a command, and get its exit code and what it printed."""

    def type_in(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as exited:
            main(["site", *arguments])
        assert isinstance(exited.value.code, int)
        out, err = capsys.readouterr()
        return exited.value.code, out, err

    return type_in


def names(folder: Path) -> set[str]:
    return set(texts(folder))


def test_a_site_has_its_pages_and_what_programs_read(folder: Path, typed: Said) -> None:
    code, out, err = typed("site")
    assert (code, out.splitlines()[0][:32]) == (0, "Site: site/index.html, 13 pages,")
    assert err == "There is no sitemap: --base says at which address the site will be.\n"
    there = names(folder / "site")
    assert there >= {
        *("index.html", "matrix.html", "404.html", "site.css", "icon.svg", "site.json"),
        *("patterns/tool-async.html", "patterns/langgraph/node-async.html"),
        *("docs/check.html", "docs/README.html", "docs/check.schema.json"),
        *("matrix.json", "traces.json", "langgraph/matrix.json", "badge.svg"),
    }
    listed = json.loads((folder / "site" / "site.json").read_text("utf-8"))["files"]
    assert set(listed) == there
    assert (folder / "site" / "matrix.json").read_bytes() == (
        folder / "reports" / "matrix.json"
    ).read_bytes()
    assert {path.name for path in folder.iterdir()} == {"README.md", "docs", "reports", "site"}


def test_an_earlier_site_is_replaced_as_a_whole(folder: Path, typed: Said) -> None:
    assert typed("site")[0] == 0
    (folder / "docs" / "check.md").rename(folder / "docs" / "other.md")
    assert typed("site", "--base", "https://you.example/x")[::2] == (0, "")
    assert names(folder / "site") >= {"docs/other.html", "sitemap.xml"}
    assert "docs/check.html" not in names(folder / "site")


@pytest.mark.parametrize("foreign", ["CNAME", "patterns/mine.html"])
def test_what_is_not_its_own_is_never_replaced(folder: Path, typed: Said, foreign: str) -> None:
    assert typed("site")[0] == 0
    before = texts(folder / "site")
    (folder / "site" / foreign).write_text("mine", "utf-8")
    code, _, err = typed("site")
    assert code == 2
    assert f"{foreign} is no file of an earlier site" in err
    assert texts(folder / "site") == {**before, foreign: "mine"}


def test_a_link_to_a_folder_stays_one_and_a_link_inside_is_not_its_own(
    folder: Path, typed: Said
) -> None:
    (folder / "real").mkdir()
    (folder / "site").symlink_to("real")
    for _ in range(2):
        assert typed("site")[0] == 0
        assert (folder / "site").is_symlink()
        assert (folder / "real" / "index.html").is_file()
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
    (folder / "real" / "away").symlink_to(folder / "docs")
    assert typed("site")[0] == 2
    assert (folder / "docs" / "check.md").is_file()


@pytest.mark.parametrize("place", ["reports", ".", "README.md"])
def test_a_folder_of_something_else_is_refused(folder: Path, typed: Said, place: str) -> None:
    before = texts(folder)
    assert typed(place)[0] == 2
    assert texts(folder) == before


@pytest.mark.parametrize(
    "mark",
    ["", "[]", '{"made_by": "me", "files": ["a.html"]}', '{"made_by": "compat site", "files": 1}'],
)
def test_a_mark_of_somebody_else_is_none(folder: Path, typed: Said, mark: str) -> None:
    (folder / "site").mkdir()
    for name, text in {"a.html": "mine", "site.json": mark}.items():
        (folder / "site" / name).write_text(text, "utf-8")
    assert typed("site")[0] == 2
    assert (folder / "site" / "a.html").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("spoil", "code", "says"),
    [
        ("matrix.json", 5, "reports is not whole"),
        ("langgraph/traces.json", 5, "reports/langgraph is not whole"),
        ("matrix.html", 5, "reports is not whole"),
    ],
)
def test_reports_that_were_edited_are_refused(
    folder: Path, typed: Said, spoil: str, code: int, says: str
) -> None:
    with (folder / "reports" / spoil).open("a", encoding="utf-8") as file:
        file.write(" ")
    found, _, err = typed("site")
    assert found == code
    assert says in err
    assert not (folder / "site").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ([], 2, "site needs FOLDER"),
        (["site", "--reports", "nowhere"], 5, "there is no nowhere/matrix.json"),
        (["site", "--reports", "reports/langgraph"], 2, "knows LangGraph alone"),
        (["site", "--docs", "nowhere"], 2, "there is no Markdown in nowhere"),
        (["site", "--base", "you.example"], 2, "'you.example' is no address of a site"),
        (["site", "--base", "https://you.example/?a"], 2, "is no address of a site"),
        (["site", "--base", "https://you.example/#a"], 2, "is no address of a site"),
        (["site", "--base", "https://me:pass@you.example"], 2, "is no address of a site"),
        (["site", "--base", 'https://you.example/"'], 2, "is no address of a site"),
        (["site", "--base", "javascript:alert(1)"], 2, "is no address of a site"),
    ],
)
def test_what_cannot_be(
    folder: Path, typed: Said, arguments: list[str], code: int, says: str
) -> None:
    found, _, err = typed(*arguments)
    assert found == code
    assert says in err
    assert len(err.splitlines()) == 1
    assert not (folder / "site").exists()


def test_a_disk_that_is_full_leaves_what_was_there(
    folder: Path, typed: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert typed("site")[0] == 0
    before = texts(folder / "site")
    written: list[Path] = []

    def write(path: Path, content: bytes, *, lasting: bool = True) -> None:
        if len(written) > 5:
            message = f"cannot write {path}: No space left on device"
            raise DiskError(message)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if lasting else content[:0])
        written.append(path)

    monkeypatch.setattr(work, "write_atomic", write)
    code, _, err = typed("site")
    assert code == 6
    assert "No space left" in err
    assert texts(folder / "site") == before
    assert {path.name for path in folder.iterdir()} == {"README.md", "docs", "reports", "site"}


def test_a_site_that_cannot_be_put_in_place_leaves_what_was_there(
    folder: Path, typed: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert typed("site")[0] == 0
    before = texts(folder / "site")
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == ".site.new":
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    code, _, err = typed("site")
    assert code == 6
    assert "Permission denied" in err
    assert texts(folder / "site") == before


def test_newer_releases_are_asked_for_only_if_that_is_typed(
    folder: Path, typed: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    known = {"langchain-core": ["1.0.0", "1.0.1"], "langgraph": ["1.0.0", "1.2.0"]}

    def listed(_: object, project: str) -> tuple[object, ...]:
        asked.append(project)
        return tuple(map(listed_release, known[project]))

    monkeypatch.setattr(work, "list_releases", listed)
    assert typed("site")[0] == 0
    assert asked == []
    code, out, _ = typed("site", "--newer")
    assert (code, asked) == (0, ["langchain-core", "langgraph"])
    said = "Two newer releases are not measured yet: langchain-core 1.0.1, LangGraph 1.2.0 ("
    assert said in out
    assert said in (folder / "site" / "patterns" / "gather.html").read_text("utf-8")


def test_an_index_that_cannot_be_read_is_told_and_the_site_is_there(
    folder: Path, typed: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        message = "the index answers 503"
        raise NotFoundOutError(message, "index-unreachable")

    monkeypatch.setattr(work, "list_releases", fail)
    code, out, err = typed("site", "--newer")
    assert code == 4
    assert "could not be found out" in out
    assert "the index answers 503" in err
    text = (folder / "site" / "patterns" / "gather.html").read_text("utf-8")
    assert "Whether there are newer releases could not be found out on" in text
