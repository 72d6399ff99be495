"""Why a tool's code passes callbacks, said of tools alone, and as the cells show it."""

import pytest

from compat.matrix.model import Matrix, Outcome, Traces
from compat.reports.paste import complete
from compat.reports.why import WHY_CALLBACKS, WHY_RUN_MANAGER, explain_callbacks
from tests.reports.test_paste import SNIPPETS


def test_a_tool_that_takes_callbacks_is_explained() -> None:
    code = "async def f(text: str, callbacks: Callbacks = None): ..."
    assert explain_callbacks(code) == WHY_CALLBACKS
    assert explain_callbacks("async def f(text, callbacks=None): ...") == WHY_CALLBACKS


def test_a_tool_that_takes_a_run_manager_is_explained() -> None:
    code = "async def _arun(self, text, run_manager: AsyncCallbackManagerForToolRun): ..."
    assert explain_callbacks(code) == WHY_RUN_MANAGER
    assert explain_callbacks(code.replace("Async", "")) == WHY_RUN_MANAGER


@pytest.mark.parametrize(
    "code",
    [
        "async def f(text: str, config: RunnableConfig): ...",
        "async def f(text: str, run_manager: AsyncCallbackManagerForChainRun): ...",
        "chain.invoke(text, {'callbacks': []})",
        "not python (",
    ],
)
def test_all_other_code_needs_no_reason(code: str) -> None:
    assert explain_callbacks(code) == ""


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ("tool-async/callbacks", WHY_CALLBACKS),
        ("tool-async/configured", ""),
        ("lambda-async/remedy-callbacks", ""),
        ("basetool-arun/callbacks", WHY_RUN_MANAGER),
        ("basetool-arun/configured", ""),
        ("retriever/callbacks", ""),
    ],
)
def test_it_is_the_same_for_what_is_cut_and_for_what_is_complete(case: str, why: str) -> None:
    assert explain_callbacks(SNIPPETS[case]) == why
    assert explain_callbacks(complete(SNIPPETS[case])) == why


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scenario", "config", "callbacks"),
    [
        ("tool-async", {Outcome.FLATTENED}, {Outcome.NESTED}),
        ("basetool-arun", {Outcome.FLATTENED}, {Outcome.NESTED}),
        ("lambda-async", {Outcome.NESTED}, set()),
    ],
)
def test_it_is_so_in_every_cell(
    scenario: str,
    config: set[Outcome],
    callbacks: set[Outcome],
    committed: tuple[Matrix, Traces],
) -> None:
    found = [
        cell.results[scenario].outcomes for cell in committed[0].cells if scenario in cell.results
    ]
    assert {outcomes["configured"] for outcomes in found} == config
    assert {outcomes["callbacks"] for outcomes in found if "callbacks" in outcomes} == callbacks
