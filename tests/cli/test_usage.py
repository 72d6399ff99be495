"""Bad input gets one line, an exit code, and no traceback."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from compat.cli.main import main
from tests.cli.run import compat, environment
from tests.environments.wheels import wheel
from tests.loopback import serving

INDEX = "UV_DEFAULT_INDEX"


class Answering(BaseHTTPRequestHandler):
    """An index that answers the same whatever is asked."""

    body = b""
    length: int | None = None

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/vnd.pypi.simple.v1+json")
        self.send_header("Content-Length", str(self.length or len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def index() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/simple"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Return the exit code and the one line; that there is one line is part of every test."""
    with pytest.raises(SystemExit) as exited:
        main(arguments)
    code = exited.value.code
    assert isinstance(code, int)
    err = capsys.readouterr().err
    assert err.startswith("compat: ")
    assert len(err.splitlines()) == 1, err
    return code, err.removeprefix("compat: ").strip()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["matrix", "--pythons", "3.99"], 2, "unknown Python 3.99; nearest"),
        (["matrix", "py3.12"], 2, "malformed cell id 'py3.12'; an id is like py3.12-core0.3.40"),
        (["matrix", "py3.99-core0.3.0"], 2, "unknown Python 3.99"),
        (["matrix", "--override", "=="], 2, "malformed requirement '=='"),
        (["matrix", "--pythons"], 2, "--pythons needs a value; leave it out for the default"),
        (["matrix", "--only", "gathr"], 2, "unknown pattern 'gathr'; nearest: gather"),
        (["matrix", "--as-of", "banana"], 2, "malformed moment 'banana'; write it like 2026-11-22"),
        (
            ["matrix", "--jobs", "0"],
            2,
            "--jobs takes 1 or more, not 0",
        ),
        (["matrix", "--bogus"], 2, "matrix has no option --bogus (compat matrix --help says more)"),
        (["matrx"], 2, "there is no command 'matrx'; did you mean matrix?"),
        (["report", "nowhere"], 5, "nowhere holds neither reports, nor a run, nor records"),
        (["replay", "py3.12-core0.3.0"], 5, "there is no reports/matrix.json"),
    ],
)
def test_one_line_each(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    ended, line = said(arguments, capsys)
    assert (ended, line[: len(says)]) == (code, says)
    assert list(folder.iterdir()) == [], "nothing is written"


@pytest.mark.parametrize(
    ("arguments", "code", "cause"),
    [
        (["matrix", "--bogus"], 2, "wrong-usage"),
        (["matrix", "--pythons", "\n::error::x"], 2, "unknown-python"),
        (["merge", "nowhere"], 5, "half-shard"),
        (
            ["upgrade", "--from", "py3.12-core1.0.0", "--to", "py3.12-core1.0.1"],
            5,
            "missing-report",
        ),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_program_that_asks_for_json_gets_the_cause(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, cause: str
) -> None:
    with pytest.raises(SystemExit) as exited:
        main([*arguments, "--json"])
    out, err = capsys.readouterr()
    (line,) = err.splitlines()
    error = {"cause": cause, "message": line.removeprefix("compat: ")}
    assert json.loads(out) == {"error": error, "exit_code": code}
    assert (exited.value.code, out.count("\n")) == (code, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--releases", "0.3.999"], 2, "unknown release 0.3.999: not on the index; nearest"),
        (["--releases", "0.1.0"], 2, "unknown release 0.1.0: older than the floor 0.2.16"),
        (["--releases", ">=99"], 3, "no release matches '>=99': the index has 0.2.16 to"),
        (["--releases", ">>1"], 2, "malformed specifier '>>1'"),
        (["--releases", "newest"], 2, "malformed release 'newest'; name edges, all, latest"),
        (["py3.12-core0.9*"], 3, "no cell matches 'py3.12-core0.9*'; nearest"),
        (["py3.9-core1.0.0"], 3, "no cell can be run: not-published: its Requires-Python is"),
    ],
)
def test_what_the_real_index_does_not_have(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    ended, line = said(["matrix", "--no-download", *arguments], capsys)
    assert (ended, line[: len(says)]) == (code, says)
    assert list(folder.iterdir()) == [], "nothing is written"


@pytest.mark.parametrize(
    ("body", "length", "says"),
    [
        (b"certainly not JSON", None, "answers not a page of the simple API"),
        (b'{"files": [', None, "breaks off; nothing was taken from it"),
        (b'{"files": []}', 999, "breaks off; nothing was taken from it"),
    ],
    ids=["rubbish", "half JSON", "half body"],
)
def test_an_index_that_makes_no_sense(  # noqa: PLR0913, PLR0917 - fixtures and values
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    index: str,
    body: bytes,
    length: int | None,
    says: str,
) -> None:
    monkeypatch.setattr(Answering, "body", body)
    monkeypatch.setattr(Answering, "length", length)
    monkeypatch.setenv(INDEX, index)
    (folder / "reports").mkdir()
    (folder / "reports" / "matrix.json").write_text("kept")
    code, line = said(["matrix"], capsys)
    assert code == 4
    assert says in line
    assert "127.0.0.1" not in line, "an address may hold a password"
    assert [path.read_text() for path in folder.rglob("*.*")] == ["kept"]


def test_an_index_that_is_not_there(folder: Path) -> None:
    ended = compat(folder, "matrix", env=environment(**{INDEX: "http://127.0.0.1:9/simple"}))
    assert (ended.code, ended.out) == (4, "")
    (line,) = ended.err.splitlines()
    assert line == (
        "compat: cannot read the configured mirror (from uv's settings): connection refused; "
        "check the network and that setting, then type the same command again"
    )


@pytest.mark.slow
def test_a_required_interpreter_that_is_missing(folder: Path) -> None:
    hidden = environment(PATH="/nowhere", PYENV_ROOT="/nowhere", HOME=str(folder))
    ended = compat(folder, "matrix", "py3.9-core0.3.0", "--no-download", env=hidden)
    assert ended.code == 4
    assert ended.err.startswith("compat: no cell can be run: no interpreter for Python 3.9;")


def test_what_does_not_count_and_a_clock_that_is_behind_are_said_beside_the_output(
    folder: Path,
) -> None:
    wheel(folder / "wheels", "langchain-core", "1.0.0")
    bare = {"PATH": "/nowhere", "PYENV_ROOT": "/nowhere", "HOME": str(folder)}
    with serving(folder / "wheels") as served:
        served.ahead = 2 * 365 * 86400
        set_too = {"UV_RESOLUTION": "lowest", "UV_OFFLINE": "1", "PIP_FIND_LINKS": str(folder)}
        env = environment(**bare, **set_too, UV_DEFAULT_INDEX=served.url)
        ended = compat(folder, "plan", "--json", "--releases", "1.0.0", "--no-download", env=env)
    assert ended.code == 0, ended.err
    ignored, clock = ended.err.splitlines()
    assert ignored.endswith(
        "to keep results comparable: UV_OFFLINE, UV_RESOLUTION, pip's find-links."
    )
    assert clock.endswith("the index's time is used.")
    planned = json.loads(ended.out)
    assert planned["dependencies_as_of"] > f"{datetime.now(UTC) + timedelta(days=729):%Y-%m-%d}"


@pytest.mark.usefixtures("folder")
def test_doctor_ends_with_the_code_of_what_is_wrong_with_the_index(
    index: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(INDEX, index)
    with pytest.raises(SystemExit) as exited:
        main(["doctor", "--json"])
    rows = {each["subject"]: each for each in json.loads(capsys.readouterr().out)}
    assert (exited.value.code, rows["index"]["state"]) == (4, "failing")
