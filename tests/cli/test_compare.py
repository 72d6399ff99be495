"""Two matrices compared, and held to one another, from the command line."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from compat.cli.baseline import MeasuredRun, Promises, hold_run, read_promises
from compat.cli.console import make_console
from compat.cli.main import main
from compat.difference.expected import parse_expected
from compat.errors import ExitCode
from compat.matrix.model import SCHEMA_VERSION, Listener, Matrix, Outcome
from compat.stored.reports import dump_matrix
from tests.cli.run import compat, texts
from tests.difference.sample import CRASHED, full, made, with_provenance, writing
from tests.reports.sample import Said

AUTOMATIC, MANUAL = "nested/nested", "lost/nested"
WORSE: dict[str, Said] = {"3.12 0.3.1": MANUAL}
ENTRY = """
[[expected]]
scenario = "tool-async"
range = "==0.3.1"
now = "manual"
reason = "known"
link = "https://example.org/1"
expires = 2999-01-01
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    put("a.json", made(full(AUTOMATIC)))
    put("b.json", made(full(AUTOMATIC, **WORSE)))
    return tmp_path


def put(name: str, matrix: Matrix) -> None:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(dump_matrix(matrix), "utf-8")


def code(*arguments: str) -> int:
    with pytest.raises(SystemExit) as exited:
        main(["compare", *arguments])
    assert isinstance(exited.value.code, int)
    return exited.value.code


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("a.json", "a.json"), 0),
        (("a.json", "b.json"), 1),
        (("b.json", "a.json"), 0),
        (("a.json", "a.json", "--gate"), 0),
        (("a.json", "b.json", "--gate"), 1),
        (("b.json", "a.json", "--gate"), 1),
    ],
)
def test_exit_codes_are_for_ci(folder: Path, arguments: tuple[str, ...], expected: int) -> None:
    assert code(*arguments) == expected
    assert sorted(path.name for path in folder.iterdir()) == ["a.json", "b.json"]


def test_words_come_with_where_and_the_gate_last(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code("a.json", str(folder / "b.json"), "--gate") == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "Something got worse. Changes: 1 worse; 12 cells probed both times." in said
    assert "published automatic in 3.12 × 0.3.0–0.3.2; measured manual (silent:naive)" in said
    assert said.endswith("measured again, held in 12 cells; 1 statement no longer so.")


@pytest.mark.usefixtures("folder")
def test_a_folder_of_reports_will_do_and_no_traces_need_lie_there() -> None:
    put("reports/matrix.json", made(full(AUTOMATIC)))
    assert code("reports", "reports/matrix.json") == 0


@pytest.mark.usefixtures("folder")
def test_json_is_all_that_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert code("a.json", "b.json", "--gate", "--json") == 1
    printed = json.loads(capsys.readouterr().out)
    assert [each["cells"] for each in printed["gate"]["broken"]] == [["py3.12-core0.3.1"]]
    assert printed["gate"]["broken"][0]["statement"]["from"] == "0.3.0"
    assert printed["comparison"]["schema_version"] == "1.2"
    assert printed["outcome"] == "broken"


@pytest.mark.usefixtures("folder")
def test_markdown_is_all_that_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert code("a.json", "b.json", "--markdown") == 1
    assert capsys.readouterr().out.startswith("# From the matrix of 2026-01-01T00:00:00Z")


@pytest.mark.usefixtures("folder")
def test_suites_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    put("c.json", with_provenance(made(full(AUTOMATIC)), suite_hash="another"))
    assert code("a.json", "c.json") == 5
    assert "different suites measured them ('abc' and 'another')" in capsys.readouterr().err
    assert code("a.json", "c.json", "--across-suites") == 0
    assert code("a.json", "c.json", "--gate", "--across-suites") == 0


PAIR = "py3.12-core1.0.0-lg1.0.0"


@pytest.mark.usefixtures("folder")
def test_what_code_writes_is_held_to_what_its_own_stream_has(
    capsys: pytest.CaptureFixture[str],
) -> None:
    put("c.json", writing({PAIR: Outcome.NESTED}))
    put("d.json", writing({PAIR: Outcome.LOST}))
    assert code("c.json", "c.json", "--gate") == 0
    assert code("c.json", "d.json") == 1
    assert code("c.json", "d.json", "--gate") == 1
    said = " ".join(capsys.readouterr().out.split())
    assert said.count("stream-writer-node: published automatic in 3.12 × 1.0.0 with langgraph") == 1


def test_a_run_is_held_to_what_code_wrote_to_its_own_stream(tmp_path: Path) -> None:
    place = tmp_path / "matrix.json"
    place.write_text(dump_matrix(writing({PAIR: Outcome.NESTED})), "utf-8")
    published = read_promises(
        place, None, listener=Listener.STREAM, across_suites=True, layered=True
    )
    assert published
    ends = []
    for seen in (Outcome.NESTED, Outcome.LOST):
        run = MeasuredRun(measured=writing({PAIR: seen}), place=tmp_path / "new", code=ExitCode.OK)
        ends.append(hold_run(published, run, make_console()))
    assert ends == [ExitCode.OK, ExitCode.BAD_NEWS]


@pytest.mark.usefixtures("folder")
def test_what_a_run_did_not_find_out_is_not_green() -> None:
    crashed = made(full(AUTOMATIC, **{"3.12 1.0.0": CRASHED}))
    put("c.json", crashed)
    put("e.json", with_provenance(crashed, failures=0))
    put("d.json", made({"3.9 0.3.0": AUTOMATIC}))
    put("f.json", made(full(AUTOMATIC, **{"3.12 1.0.0": "harness/nested"})))
    assert code("a.json", "c.json", "--gate") == 4
    assert code("a.json", "e.json", "--gate") == 0, "an interpreter that need not be there"
    assert code("a.json", "d.json", "--gate") == 3
    assert code("a.json", "f.json", "--gate") == 4


@pytest.mark.parametrize(
    ("after", "more", "entry", "expected"),
    [
        ("a.json", (), "", "good"),
        ("b.json", (), "", "worse"),
        ("b.json", ("--gate",), "", "broken"),
        ("b.json", ("--gate",), ENTRY, "good"),
        ("a.json", ("--gate",), ENTRY, "expected-not-met"),
        ("c.json", ("--gate",), "", "not-found-out"),
        ("d.json", ("--gate",), "", "nothing-checked"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_json_says_what_exit_codes_say_less_finely(
    capsys: pytest.CaptureFixture[str], after: str, more: tuple[str], entry: str, expected: str
) -> None:
    Path(".compat-expected.toml").write_text(entry, "utf-8")
    put("c.json", made(full(AUTOMATIC, **{"3.12 1.0.0": CRASHED})))
    put("d.json", made({"3.9 0.3.0": AUTOMATIC}))
    code("a.json", after, "--json", *more)
    assert json.loads(capsys.readouterr().out)["outcome"] == expected


@pytest.mark.parametrize(
    ("after", "entry", "own", "expected"),
    [
        (MANUAL, "", ExitCode.NOT_FOUND_OUT, ExitCode.BAD_NEWS),
        (AUTOMATIC, ENTRY, ExitCode.NOT_FOUND_OUT, ExitCode.NOT_FOUND_OUT),
        (AUTOMATIC, ENTRY, ExitCode.OK, ExitCode.BAD_NEWS),
        (AUTOMATIC, "", ExitCode.OK, ExitCode.OK),
    ],
    ids=["broken", "not all was found out", "an expected difference that does not occur", "good"],
)
def test_what_weighs_more(
    tmp_path: Path, after: str, entry: str, own: ExitCode, expected: ExitCode
) -> None:
    published = Promises(
        baseline=made(full(AUTOMATIC)),
        place=tmp_path,
        listener=Listener.STREAM,
        expected=parse_expected(entry, "it"),
    )
    later = made(full(AUTOMATIC) | {"3.12 0.3.1": after})
    run = MeasuredRun(measured=later, place=tmp_path / "new", code=own)
    assert hold_run(published, run, make_console()) is expected


@pytest.mark.usefixtures("folder")
def test_a_release_that_is_gone_fails_the_gate() -> None:
    kept = {name: said for name, said in full(AUTOMATIC).items() if "0.3.1" not in name}
    put("c.json", made(kept))
    assert code("a.json", "c.json", "--gate") == 1


def gated(text: str, after: str = "b.json", *more: str) -> int:
    Path(".compat-expected.toml").write_text(text, "utf-8")
    return code("a.json", after, "--gate", *more)


@pytest.mark.usefixtures("folder")
def test_expected_differences(capsys: pytest.CaptureFixture[str]) -> None:
    assert gated(ENTRY) == 0
    assert gated(ENTRY, "a.json") == 1
    assert "do not occur: remove them" in capsys.readouterr().out
    assert gated(ENTRY.replace("2999", "2001")) == 1
    assert "that have expired" in capsys.readouterr().out
    assert gated(ENTRY.replace("manual", "broken")) == 1
    assert gated(ENTRY + ENTRY) == 0
    assert gated("", "b.json", "--expected", "none.toml") == 2
    Path("other.toml").write_text(ENTRY, "utf-8")
    assert gated("[[", "b.json", "--expected", "other.toml") == 0
    assert gated("[[") == 2
    assert ".compat-expected.toml is no TOML" in capsys.readouterr().err


VERSION = f'"schema_version":"{SCHEMA_VERSION}"'
HALF = dump_matrix(made({"3.12 0.3.0": AUTOMATIC}))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "there is no c.json"),
        (HALF[:-100], "c.json is no JSON"),
        ("{}", "c.json breaks its schema"),
        (HALF.replace(VERSION, '"schema_version":"99.0"'), "update this program"),
        (HALF.replace(VERSION, '"schema_version":"1.0"'), "measure again"),
        (HALF.replace('"version":"0.3.0"', '"version":"new"'), "has 'new', which is no version"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_read_is_named(
    capsys: pytest.CaptureFixture[str], text: str | None, says: str
) -> None:
    if text is not None:
        Path("c.json").write_text(text, "utf-8")
    for arguments in (("a.json", "c.json"), ("c.json", "a.json", "--gate")):
        assert code(*arguments) == 5
        (line,) = capsys.readouterr().err.splitlines()
        assert says in line


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("compare", "a.json", "b.json", "--json", "--markdown"), "two formats: ask for one"),
        (("compare", "a.json", "b.json", "--expected", "x"), "add --gate"),
        (("matrix", "--expected", "x"), "name it with --baseline"),
        (("matrix", "--across-suites"), "name it with --baseline"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_options_that_make_no_sense_together(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    with pytest.raises(SystemExit) as exited:
        main(arguments)
    assert exited.value.code == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("baseline", "expected", "says"),
    [("a.json", 5, "different suites"), ("none.json", 5, "there is no none.json")],
)
def test_a_baseline_is_read_before_anything_runs(
    folder: Path, capsys: pytest.CaptureFixture[str], baseline: str, expected: int, says: str
) -> None:
    with pytest.raises(SystemExit) as exited:
        main(["matrix", "--baseline", baseline])
    assert exited.value.code == expected
    assert says in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == ["a.json", "b.json"]


def doctored(text: str, **changes: str) -> str:
    """A matrix whose statements about the guide's tool say something else."""
    content = json.loads(text)
    statements = [
        {**each, **changes} if each["scenario"] == "tool-async" else each
        for each in content["statements"]
    ]
    return json.dumps({**content, "statements": statements})


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where one real cell was measured; its matrix is ``base/matrix.json``."""
    place = tmp_path_factory.mktemp("gated")
    assert compat(place, *CELL, "--output", "base").code == 0
    return place


CELL = ("matrix", "py3.13-core0.3.86", "--only", "tool-async", "gather", "--no-download")


@pytest.mark.slow
def test_a_run_is_held_to_a_baseline_that_it_replaces(measured: Path) -> None:
    held = compat(measured, *CELL, "--output", "base", "--baseline", "base/matrix.json")
    assert held.code == 0, held.err
    assert "The baseline holds: 2 statements" in held.out


@pytest.mark.slow
def test_a_doctored_baseline_fails_the_gate_after_the_reports_are_written(measured: Path) -> None:
    text = (measured / "base" / "matrix.json").read_text("utf-8")
    (measured / "old.json").write_text(doctored(text, verdict="broken"), "utf-8")
    gated = compat(measured, *CELL, "--output", "new", "--baseline", "old.json")
    assert gated.code == 1, gated.err
    assert "tool-async: published broken" in gated.out
    assert "measured automatic" in gated.out
    assert "have replaced the baseline" not in gated.out
    written = json.loads(texts(measured / "new")["matrix.json"])
    assert written["cells"] == json.loads(text)["cells"]
    assert written["provenance"]["command"].endswith("--no-download --output new")
    options: Mapping[str, int] = {
        ENTRY.replace("==0.3.1", "==0.3.86").replace("manual", "automatic"): 0,
        ENTRY.replace("==0.3.1", "==0.3.86"): 1,
        ENTRY.replace("==0.3.1", ">9").replace("tool-async", "none"): 1,
    }
    for entry, code in options.items():
        (measured / "expected.toml").write_text(entry, "utf-8")
        again = compat(
            *(measured, *CELL, "--output", "new", "--baseline", "old.json"),
            *("--expected", "expected.toml"),
        )
        assert again.code == code, again.out
