"""The README says what is so, on one screen."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from uv import find_uv_bin

from compat.axes.interpreter import find_interpreters
from compat.errors import ExitCode
from compat.matrix.model import NAIVE, Matrix, Outcome, Traces
from compat.record.model import Status
from compat.reports.words import GUIDE as TOOL
from compat.stored.reports import load_layered
from compat.work.publish import with_exit_codes, with_matrix

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
EXIT_CODES = (ROOT / "docs" / "exit-codes.md").read_text("utf-8")
GUIDE = "https://python.langchain.com/docs/how_to/tool_stream_events/"
BEFORE, AFTER = (
    "# before: on Python 3.10 with langchain-core 0.3 ",
    "# after: they arrive wherever ",
)
LISTEN = """
import asyncio, json, sys, types
from langchain_core.language_models import FakeListChatModel

module = sys.modules["pasted"] = types.ModuleType("pasted")
module.chain = FakeListChatModel(responses=["short"])
exec(sys.stdin.read(), vars(module))

async def listen():
    stream = module.summarize.astream_events({"text": "long"}, version="v2")
    events = [each async for each in stream]
    tool = next(each["run_id"] for each in events if each["event"] == "on_tool_start")
    ends = [each for each in events if each["event"] == "on_chat_model_end"]
    print(json.dumps([tool in each["parent_ids"] for each in ends]))

asyncio.run(listen())
"""
"""Says of each end of the model's run whether the tool is among its parents."""

SET_UP = "python3 -m venv .venv && .venv/bin/pip install -q nox uv && .venv/bin/nox -s "


def test_what_it_shows_of_the_matrix_is_what_the_matrix_renders_to(
    committed: tuple[Matrix, Traces],
) -> None:
    assert with_matrix(README, committed[0], load_layered(ROOT / "reports")) == README
    assert all(f"<!-- {name}:start -->\n\n" not in README for name in ("matrix", "ask", "upgrade"))


def test_it_is_short_and_names_the_guide() -> None:
    assert len(README.splitlines()) <= 150
    assert GUIDE in README


def test_two_commands_do_everything_and_ci_types_the_second() -> None:
    commands = [line for line in README.splitlines() if line.startswith(SET_UP)]
    assert [each.removeprefix(SET_UP) for each in commands] == ["matrix", "tests lint typecheck"]
    assert commands[1] in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_every_exit_code_is_documented() -> None:
    assert all(f"\n| {code:d} | {code.means} |\n" in EXIT_CODES for code in ExitCode)
    assert with_exit_codes(EXIT_CODES) == EXIT_CODES
    assert with_exit_codes("no place") == "no place"


(CODE,) = re.findall(r"^```python\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def code() -> tuple[str, str]:
    """The code before and after, each with the imports."""
    imports, before, after = CODE.split("@tool  ")
    assert before.startswith(BEFORE)
    assert after.startswith(AFTER)
    return f"{imports}@tool  {before}", f"{imports}@tool  {after}"


def test_its_code_is_ten_lines() -> None:
    assert len([line for line in CODE.splitlines() if line]) == 10


def test_what_its_code_says_is_so_of_every_cell(committed: tuple[Matrix, Traces]) -> None:
    cells = [c for c in committed[0].cells if c.status is Status.PROBED and not c.stands_apart]
    old = [c for c in cells if c.python == "3.10" and c.core.startswith("0.3.")]
    assert {c.results[TOOL].outcomes[NAIVE] for c in old} == {Outcome.LOST}
    assert {c.results[TOOL].outcomes["callbacks"] for c in cells} == {Outcome.NESTED}


def listen(python: Path, release: str, pasted: str) -> list[bool]:
    """Paste code and read the stream of its tool, with a Python and a langchain-core."""
    with_it = ["--isolated", "--no-project", "--with", f"langchain-core=={release}"]
    command = [find_uv_bin(), "run", "--quiet", *with_it, "--python", str(python)]
    ran = subprocess.run(
        [*command, "python", "-c", LISTEN],
        input=pasted,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return list(json.loads(ran.stdout))


@pytest.mark.slow
def test_its_code_does_as_pasted_what_it_says() -> None:
    before, after = code()
    found = find_interpreters({"3.10"}, uv=None).found
    if "3.10" not in found:
        pytest.skip("no Python 3.10")
    assert listen(found["3.10"].path, "0.3.40", before) == []
    assert listen(found["3.10"].path, "0.3.40", after) == [True]
    assert listen(Path(sys.executable), "1.2.0", after) == [True]
