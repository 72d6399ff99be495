"""What the pages tell a person to type works as typed, and what they link to is there."""

import os
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from cyclopts import MissingArgumentError
from uv import find_uv_bin

from compat.cli.program import COMMANDS as COMMANDS_OF_OURS
from compat.reports.text import make_anchor
from tests.ci.files import understood
from tests.cli.run import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINKED = [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SET_UP = "python3 -m venv .venv && . .venv/bin/activate && pip install -q ."
WITHOUT_SETTING_UP = "uvx --from . compat ask 3.10/0.3.40"
PUBLISHED = "uvx --from langchain-core-compat compat ask 3.10/0.3.40"
LONG = {
    "matrix": "runs every cell",
    "plan": "asks an index",
    "run": "runs a shard's cells",
    "merge": "needs what many machines measured",
    "replay": "runs a cell",
    "hosts": "runs cells",
    "doctor": "asks an index",
    "check": "runs a project's code",
}
"""Commands that are parsed, and why they are not typed. All else is typed."""

OTHER_NAMES = re.compile(r"\.nox/\w+/bin|python3? -m compat|nox -s (?!matrix\b)[\w-]+ --")
"""What people would have to type if the program had several names."""

BEGINNINGS = {
    "compat ": "typed or parsed",
    "git clone -q https://github.com/": "typed where there is a network",
    "uv venv ": "typed after that",
    SET_UP: "typed first",
    "python3 -m venv .venv && .venv/bin/pip install -q nox uv && .venv/bin/nox -s ": "typed by CI",
}
"""What a command may begin with."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A command and the page that shows it."""

    page: str
    command: str

    @property
    def words(self) -> list[str]:
        """What comes after the program's name."""
        return shlex.split(self.command, comments=True)[1:]


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """Give the language and the text of every block of a page."""
    for found in FENCE.finditer(page.read_text("utf-8")):
        yield found[1], found[2]


def commands() -> Iterator[Typed]:
    """Give every command of a block."""
    for page in PAGES:
        for language, text in blocks(page):
            lines = text.splitlines()
            if language == "console":
                lines = [line[2:] for line in lines if line.startswith("$ ")]
            if language in {"", "console"}:
                yield from (Typed(page=page.name, command=line) for line in lines if line)


def answers() -> Iterator[tuple[str, str]]:
    """Give every command with what the page shows of its answer, the words alone."""
    for page in PAGES:
        for language, text in blocks(page):
            if language == "console":
                command, _, answer = text.partition("\n")
                yield command.removeprefix("$ "), " ".join(answer.removesuffix("…\n").split())


COMMANDS = list(commands())
ANSWERS = dict(answers())
OURS = [each for each in COMMANDS if each.command.startswith("compat ")]
QUICK = [each for each in OURS if each.words[0] not in LONG]


def named(each: Typed) -> str:
    return f"{each.page}: {each.command.partition('#')[0].strip()}"


def test_every_block_is_of_a_known_kind() -> None:
    kinds = {language for page in PAGES for language, _ in blocks(page)}
    assert kinds <= {"", "console", "python", "text", "toml", "yaml"}
    assert {"", "console"} <= kinds
    for page in PAGES:  # none is indented, or begins in a way that is overlooked
        fences = re.findall(r"^[ \t]*(?:```|~~~)", page.read_text("utf-8"), re.MULTILINE)
        assert len(fences) == 2 * len(list(blocks(page))), page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_program_has_one_name(page: Path) -> None:
    assert OTHER_NAMES.findall(page.read_text("utf-8")) == []
    assert OTHER_NAMES.search("nox -s upgrade -- 3.14")


@pytest.mark.parametrize("typed", COMMANDS, ids=named)
def test_every_line_of_a_block_is_a_command_of_ours(typed: Typed) -> None:
    assert [each for each in BEGINNINGS if typed.command.startswith(each)]


@pytest.mark.parametrize("typed", OURS, ids=named)
def test_the_program_understands_it(typed: Typed) -> None:
    understood(typed.words)


def test_the_program_understands_what_stands_in_a_sentence() -> None:
    texts = [FENCE.sub("", page.read_text("utf-8")) for page in PAGES]
    said = {found for text in texts for found in re.findall(r"`compat ([a-z][^`]+)`", text)}
    whole = {each for each in said if " " in each and not re.search("[A-Z]{4}", each)}
    assert len(whole) > len(said) / 3
    for each in sorted(whole):
        with suppress(MissingArgumentError):  # a sentence may leave out what is asked about
            understood(shlex.split(each))
    assert {each.split()[0] for each in said} <= COMMANDS_OF_OURS.keys()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_code_and_settings_are_such(page: Path) -> None:
    for language, text in blocks(page):
        if language == "python":
            compile(text, page.name, "exec")
        if language == "toml":
            tomllib.loads(text)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of what is committed and not, set up as the README says, with an empty home."""
    place = tmp_path_factory.mktemp("clone")
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    files = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, files.split("\0")):
        if (ROOT / name).is_file():
            (place / "clone" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / "clone" / name)
    (place / "home").mkdir()
    # What commands that take minutes leave, as it would be.
    shutil.copy2(ROOT / "reports" / "matrix.json", place / "clone" / "before.json")
    for left in ("merged", ".compat/reports"):
        shutil.copytree(ROOT / "reports", place / "clone" / left)
    ended = type_in(place / "clone", SET_UP)
    assert ended.returncode == 0, ended.stderr
    return place / "clone"


def type_in(clone: Path, line: str) -> subprocess.CompletedProcess[str]:
    """Type a line into a shell of its own, with an empty home."""
    path = os.pathsep.join([str(Path(find_uv_bin()).parent), os.environ["PATH"]])
    ours = ("PIP_", "UV_", "SSL_", "REQUESTS_", "HTTP", "http", "LANG")
    kept = {name: value for name, value in os.environ.items() if name.startswith(ours)}
    return subprocess.run(
        [shutil.which("bash") or "bash", "-c", line],
        cwd=clone,
        env={**kept, "HOME": str(clone.parent / "home"), "PATH": path, "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.mark.slow
def test_what_does_not_take_minutes_is_typed_as_shown(clone: Path) -> None:
    assert {each.page for each in QUICK} >= {"README.md", "ci.md", "compare.md", "matrix.md"}
    for each in QUICK:
        ended = type_in(clone, f". .venv/bin/activate && {each.command}")
        good = (0, 1) if each.words[0] == "upgrade" else (0,)
        assert ended.returncode in good, (each, ended.stderr)
        assert ended.stdout or "--output" in each.words or each.words[0] == "news", each
        if answer := ANSWERS.get(each.command):
            assert " ".join(ended.stdout.split()).startswith(answer), each
    typed = {each.command for each in QUICK}
    assert [bool(answer) for answer in ANSWERS.values()] == [True, True]
    assert ANSWERS.keys() <= typed


@pytest.mark.slow
def test_the_readme_answers_without_setting_up(clone: Path) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert f"`{WITHOUT_SETTING_UP}`" in text
    assert f"`{PUBLISHED}`" in text
    ended = type_in(clone, WITHOUT_SETTING_UP)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("Python 3.10, langchain-core 0.3.40: async tools")


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.name)
def test_its_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in link:
            assert re.fullmatch(r"https://[\w.-]+\.[a-z]+(/\S*)?", link), link
            continue
        name, _, anchor = link.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), link
        assert not anchor or anchor in anchors(there), link


def anchors(page: Path) -> set[str]:
    text = FENCE.sub("", page.read_text("utf-8"))
    return {make_anchor(each) for each in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
