"""What pyproject.toml sets is taken where nothing is typed, is told, and is typed again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from compat.cli.argv import matrix_command, typed_command
from compat.cli.config import Config
from compat.cli.parse import app, execute
from compat.cli.program import COMMANDS, TAKES
from compat.cli.selection import request
from compat.errors import UsageError
from compat.plan.request import Request
from tests.cli.inside import typed, write_ours
from tests.cli.run import Ended
from tests.reports.sample import Said

CELLS: dict[str, Said] = {
    "py3.10-core1.0.0": "lost/nested",
    "py3.10-core1.0.1": "nested/nested",
}
EVERY = 'pythons = ["3.10", "3.13"]\nreleases = ["all"]\nonly = ["gather"]\ngroup = ["the guide"]\n'
Asked = Callable[..., Ended]


def put(text: str) -> None:
    Path("pyproject.toml").write_text(f"[tool.langchain-core-compat]\n{text}", "utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with reports."""
    write_ours(tmp_path / "reports" / "matrix.json", CELLS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.setattr(app, "config", app.config)
    return tmp_path


@pytest.fixture
def asked(capsys: pytest.CaptureFixture[str]) -> Asked:
    return partial(typed, capsys)


def given(*words: str) -> dict[str, Any]:
    """What the function of a command is given."""
    app.config = (Config(),)
    _, bound, _ = app.parse_args(words, exit_on_error=False, print_error=False)
    bound.apply_defaults()
    return bound.arguments


def test_what_is_set_is_as_if_it_were_typed_and_is_told(asked: Asked) -> None:
    typed = asked("ask", "3.10/1.0.0", "--only", "tool-async")
    put('only = ["tool-async"]\n')
    ended = asked("ask", "3.10/1.0.0")
    assert (ended.code, ended.out) == (typed.code, typed.out)
    assert (typed.err, ended.err) == ("", "From pyproject.toml: only = tool-async.\n")
    assert asked("ask", "3.10/1.0.0", "--only", "tool-async").err == ""
    changed = asked("upgrade", "3.10/1.0.0", "3.10/1.0.1", "--json")
    assert changed.err == "From pyproject.toml: only = tool-async.\n"


def test_no_config_leaves_it_out_wherever_it_stands_after_a_command(asked: Asked) -> None:
    without = asked("ask", "3.10/1.0.0")
    put("[")
    assert asked("ask", "3.10/1.0.0", "--no-config") == without
    assert asked("ask", "--no-config", "3.10/1.0.0") == without
    ended = asked("--no-config", "ask")
    assert (ended.code, "type the command first" in ended.err) == (2, True)


@pytest.mark.parametrize("command", ["matrix", "plan", "run"])
def test_a_part_of_the_matrix_is_known_as_a_part_and_typed_again(command: str) -> None:
    shard = ["--shard", "1/2"] if command == "run" else []
    put('only = ["gather"]\npythons = ["3.10"]\nreleases = ["edges", "1.2.0"]\n')
    found = given(command, *shard)
    wanted = request(found["selection"], found["cells"])
    assert not wanted.whole
    typed = "nox -s matrix -- --pythons 3.10 --releases edges 1.2.0 --only gather"
    assert matrix_command(wanted) == typed
    put('releases = ["all"]\n')
    assert request(given(command, *shard)["selection"], ()).whole
    put('only = ["gather"]\n')
    partial = request(given(command, *shard)["selection"], ())
    assert (partial.whole, matrix_command(partial)) == (False, "nox -s matrix -- --only gather")


def test_what_is_typed_goes_before_the_file() -> None:
    put(EVERY)
    found = given("matrix", "--pythons", "3.12")["selection"]
    assert (found.pythons, found.releases) == (("3.12",), ("all",))
    assert found.how.scenarios == ("gather",)
    found = given("matrix", "py3.12-core0.3.40")["selection"]
    assert (found.pythons, found.releases) == ((), ()), "an id names both"
    assert found.how.scenarios == ("gather",)
    assert given("run", "--shard", "1/2", "--plan", "plan.json")["selection"] == Request()
    assert given("hosts")["selection"] == Request(), "it compares what is typed"
    asking = given("ask", "--group", "concurrency")
    assert (asking["only"], asking["group"]) == ((), ("concurrency",))
    asking = given("ask")
    assert (asking["only"], asking["group"]) == (("gather",), ("the guide",))


def test_the_address_of_a_site_is_set_by_one_text(asked: Asked) -> None:
    put('base = "https://example.org/x"\n')
    assert given("report")["base"] == given("matrix")["base"] == "https://example.org/x"
    assert given("report", "--base", "https://example.org")["base"] == "https://example.org"
    put('base = "example.org"\n')
    ended = asked("report")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "'example.org' is no address of a site; write it like https://" in ended.err
    assert "(pyproject.toml sets base = example.org)" in ended.err


def test_other_commands_and_help_do_not_look_at_it(asked: Asked) -> None:
    put("nonsense = 1\n")
    for name in COMMANDS.keys() - TAKES.keys():
        assert asked(name, "--help").code == 0
    assert asked("list", "gather").code == 0
    for name in TAKES:
        ended = asked(name, "--help")
        assert (ended.code, "tool.langchain-core-compat" in ended.out) == (0, True)
        assert f"can set {TAKES[name][0]}" in " ".join(ended.out.split())


@pytest.mark.parametrize(
    ("words", "text", "says"),
    [
        (
            ["ask", "3.10/1.0.0"],
            'only = ["gathr"]',
            "nearest: tool-async; compat list WORDS finds one (pyproject.toml sets only = gathr)",
        ),
        (["ask", "3.10/1.0.0"], 'group = ["guidance"]', "(pyproject.toml sets group = guidance)"),
        (["matrix"], 'only = ["gathr"]', "(pyproject.toml sets only = gathr)"),
        (["matrix"], 'pythons = ["3.99"]', "(pyproject.toml sets pythons = 3.99)"),
        (["matrix"], "pythons = [3.10]", "pyproject.toml: pythons in [tool.langchain-core-compat]"),
        (["upgrade", "3.10/1.0.0"], "x = 1", "pyproject.toml: unknown key 'x'"),
    ],
)
def test_what_is_wrong_in_the_file_is_one_line_with_file_and_key(
    asked: Asked, words: list[str], text: str, says: str
) -> None:
    put(text)
    ended = asked(*words)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert says in ended.err


def test_a_folder_that_is_gone_sets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert given("ask")["only"] == ()


def test_what_is_wrong_elsewhere_is_not_blamed_on_the_file() -> None:
    put('only = ["tool-async"]\npythons = ["3.9"]\n')
    with pytest.raises(UsageError, match=r"^unknown Python 3\.99; nearest: 3\.15, 3\.14$"):
        execute(["ask", "3.99/1.0.0"])
    with pytest.raises(UsageError, match=r"^malformed moment '0\.3\.9'; .* or release$"):
        execute(["plan", "--as-of", "0.3.9"])


def test_a_probe_for_an_upgrade_is_of_a_whole_cell_whatever_is_set() -> None:
    put(EVERY)
    assert typed_command("upgrade", source="a", target="b") == "nox -s upgrade -- --from a --to b"
