"""What a reader is shown can be pasted: it runs by itself, and does what the suite's code does."""

import ast
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from uv import find_uv_bin

from compat.environments.variables import make_cell_variables
from compat.incell.loading import load
from compat.matrix.index import Index
from compat.matrix.model import Listener, Matrix, Outcome, Traces
from compat.matrix.outcome import Question, judge_outcome
from compat.record.model import Observation, ScenarioInfo
from compat.reports.form import find_outcome, list_forms
from compat.reports.paste import complete, show_before
from compat.reports.snippet import extract_snippet
from tests.incell.cell import ROOT, Cells
from tests.reports.test_snippet import plain

CHAIN = plain("""
    from langchain_core.language_models import FakeListChatModel
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate

    # Put your own chain here.
    my_prompt = ChatPromptTemplate.from_template("Say this in ten words: {long_text}")
    my_chain = my_prompt | FakeListChatModel(responses=["ten words"]) | StrOutputParser()
""")
# What a scenario is about stands in its module's imports, which no snippet has.
ELSEWHERE = "tool-config-type-checking-only/configured"
OBSERVATION = TypeAdapter(Observation)


def snippets() -> Iterator[tuple[str, str]]:
    """Every piece of code that the suite has, extras included, by its case."""
    for scenario in load().scenarios.values():
        for form, source in scenario.sources().items():
            yield f"{scenario.id}/{form}", extract_snippet(source)


SNIPPETS = dict(snippets())


def layer_snippets() -> Iterator[tuple[str, str]]:
    """Every piece of code of the layer's rows, read off modules that need langgraph."""
    for path in sorted((ROOT / "compat" / "inlayer" / "scenarios").glob("*.py")):
        lines = path.read_text("utf-8").splitlines()
        for each in ast.parse("\n".join(lines)).body:
            if isinstance(each, ast.FunctionDef) and each.decorator_list:
                first = min(decorator.lineno for decorator in each.decorator_list)
                source = "\n".join(lines[first - 1 : each.end_lineno])
                yield f"{path.name}:{first}", extract_snippet(source)


def test_a_chain_of_the_suite_becomes_the_readers() -> None:
    assert complete("said = guide_chain().invoke({})") == f"{CHAIN}\n\nsaid = my_chain.invoke({{}})"


def test_imports_are_sorted_the_standard_library_first() -> None:
    code = "a, b, c, d = chain, Any, RunnableLambda, asyncio"
    assert complete(code) == plain("""
        import asyncio
        from typing import Any

        from langchain_core.runnables import RunnableLambda, chain

        a, b, c, d = chain, Any, RunnableLambda, asyncio
    """)


def test_imports_that_are_too_long_for_a_line_have_several() -> None:
    one, two = "AsyncCallbackManagerForRetrieverRun", "CallbackManagerForRetrieverRun"
    assert complete(f"a = {two}, {one}") == plain(f"""
        from langchain_core.callbacks import (
            {one},
            {two},
        )

        a = {two}, {one}
    """)


def test_an_import_of_the_code_itself_goes_to_the_others() -> None:
    code = (
        "from langchain_core.tools import InjectedToolArg  # noqa: X\n\na = tool, InjectedToolArg"
    )
    assert complete(code) == plain("""
        from langchain_core.tools import InjectedToolArg, tool

        a = tool, InjectedToolArg
    """)


@pytest.mark.parametrize("annotation", ["RunnableConfig", '"RunnableConfig"'])
def test_names_in_annotations_are_imported_quoted_or_not(annotation: str) -> None:
    code = f"def f():\n    own: {annotation} = {{}}\n    return own"
    line = "from langchain_core.runnables import RunnableConfig"
    assert complete(code) == f"{line}\n\n\n{code}"


def test_what_is_defined_stands_apart() -> None:
    code = "# A step.\ndef bar(x):\n    return x\n\nbar(1)"
    assert complete(code) == "# A step.\ndef bar(x):\n    return x\n\n\nrunnable = bar(1)"


def test_what_is_built_last_gets_a_name_and_a_list_of_it_goes() -> None:
    assert complete("a = 1\nprint(a)") == "a = 1\nrunnable = print(a)"
    assert complete("a = 1\n\n[a, a]") == "a = 1"
    assert complete("a = 1\na") == "a = 1\na"


def test_what_the_code_tells_the_suite_and_the_linter_goes() -> None:
    code = "def f(a):  # noqa: X - why\n    note(\n        b=a\n    )\n    return a"
    assert complete(code) == "def f(a):\n    return a"


def test_what_stood_there_before_has_the_same_names_and_nothing_above_it() -> None:
    assert show_before("a = guide_chain().invoke({})") == "a = my_chain.invoke({})"
    assert show_before("a = 1\nprint(fake_model())") == "a = 1\nrunnable = print(my_model)"
    own = show_before("SilentRetriever()", "TellingRetriever()")
    assert own.startswith("class SilentRetriever(")
    assert own.endswith("runnable = SilentRetriever()")


@pytest.mark.parametrize(
    "code",
    [
        "",
        "a = 1",
        "TOOL",
        "not python (",
        "\0",
        "my_own(guide_chain())",
        "guide_chain(other_model())",
    ],
)
def test_code_with_a_name_that_is_unknown_comes_back_as_it_is(code: str) -> None:
    assert complete(code) == code
    assert show_before(code) == code


@pytest.mark.parametrize("form", ["naive", "configured", "callbacks", "remedy-context-variable"])
def test_the_guides_tool_is_spelt_out(form: str) -> None:
    code = complete(SNIPPETS[f"tool-async/{form}"])
    assert "@tool" in code
    assert (
        complete(SNIPPETS[f"events-v1/{form}".replace("/callbacks", "/remedy-callbacks")]) == code
    )


def test_every_name_that_the_suite_uses_is_known() -> None:
    for case, snippet in SNIPPETS.items():
        code = complete(snippet)
        assert code.startswith(("import ", "from ")), case
        assert max(map(len, code.splitlines())) <= 100, case
        compile(code, case, "exec")


def test_every_name_that_the_layers_rows_use_is_known() -> None:
    found = dict(layer_snippets())
    assert len(found) > 50
    for case, snippet in found.items():
        code = complete(snippet)
        assert code.startswith(("import ", "from ")), case
        assert max(map(len, code.splitlines())) <= 100, case
        compile(code, case, "exec")


@pytest.mark.slow
def test_no_name_is_undefined_and_no_import_unused_or_out_of_order(tmp_path: Path) -> None:
    for case, code in SNIPPETS.items():
        (tmp_path / f"{case.replace('/', '--')}.py").write_text(complete(code) + "\n")
    command = [find_uv_bin(), "tool", "run", "--quiet", "--no-build", "--constraints"]
    command += [str(ROOT / "constraints.txt"), "ruff", "check", "--isolated", "--line-length=100"]
    command += ["--select=E,F,I", "--output-format=concise", "."]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "All checks passed!\n"), ran.stderr


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Cells:
    return Cells(tmp_path_factory.mktemp("cells"))


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """A form of a scenario as code to paste, and what the matrix says that it comes to."""

    scenario: ScenarioInfo
    form: str
    outcome: Outcome

    @property
    def case(self) -> str:
        return f"{self.scenario.id}/{self.form}"

    @property
    def code(self) -> str:
        return complete(extract_snippet(self.scenario.sources[self.form]))


def pasted(known: Index, cell: str) -> list[Pasted]:
    """Every form that a cell has."""
    found = []
    for scenario in known.matrix.scenarios:
        for form in list_forms(scenario):
            outcome = find_outcome(known.cells[cell].results[scenario.id], form)
            if outcome and outcome is not Outcome.ABSENT:
                found.append(Pasted(scenario=scenario, form=form, outcome=outcome))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("python", "core"),
    [pytest.param("3.11", "0.2.16", marks=pytest.mark.proof), ("3.13", "newest")],
)
def test_it_runs_as_pasted_and_shows_what_the_suites_own_code_does(
    python: str, core: str, cells: Cells, committed: tuple[Matrix, Traces], tmp_path: Path
) -> None:
    known = Index(matrix=committed[0])
    if core == "newest":
        core = next(each for each in reversed(known.releases) if known.probed(python, each))
    cell = f"py{python}-core{core}"
    if cell not in cells:
        pytest.skip(f"no interpreter for {cell}")
    every = pasted(known, cell)
    ran = subprocess.run(
        [str(cells[cell]), str(Path(__file__).with_name("pasted.py"))],
        input=json.dumps([(each.scenario.id, each.form, each.code) for each in every]),
        env={**make_cell_variables(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    driven = 0
    for each, came in zip(every, json.loads(ran.stdout), strict=True):
        assert came["raised"] is None, (each.case, came["raised"])
        if came["seen"] is None or each.case == ELSEWHERE:
            continue
        driven += 1
        seen = OBSERVATION.validate_json(json.dumps(came["seen"]))
        judged = judge_outcome(seen, Question.of(each.scenario, Listener.STREAM))
        assert judged is each.outcome, each.case
    assert driven > len(every) * 0.9
