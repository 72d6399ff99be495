"""What is shown of a layer: sentences, the newest releases, where it changes, what is not there."""

import re
from io import StringIO

import pytest
from rich.console import Console

from compat.matrix.model import Matrix
from compat.record.model import Status
from compat.reports.bundle import render
from compat.reports.layer.finding import find_layer_findings
from compat.reports.layer.installed import list_installed
from compat.reports.layer.places import Pair, Places, describe_cells
from compat.reports.layer.turns import join_turns, list_turns
from compat.reports.layer.unprobed import group_unprobed
from compat.reports.layer.view import make_layer_page
from compat.reports.terminal import show
from tests.reports.layered import AGENT, NODE, layered
from tests.reports.sample import Said, haunted, tried

OLD, NEW = "py3.10-core1.4.8-lg1.0.0", "py3.10-core1.4.9-lg1.0.0"
NEEDS, ITSELF = "lost/nested", "nested/nested"
CELLS: dict[str, Said] = {
    OLD: NEEDS,
    NEW: NEEDS,
    "py3.12-core1.4.8-lg1.0.0": ITSELF,
    "py3.12-core1.4.9-lg1.0.0": ITSELF,
}


def sentences(cells: dict[str, Said], **more: object) -> list[str]:
    matrix = layered(cells, **more)[0]  # type: ignore[arg-type]
    return [each.text for each in find_layer_findings(Places(matrix=matrix))]


def test_what_never_comes_by_itself_on_a_python_is_told_with_what_to_write() -> None:
    assert sentences(CELLS) == [
        (
            "On Python 3.10 with no config: missing with every LangGraph (1.0.0) and langchain-core"
            " (1.4.8 to 1.4.9) that was measured: node-async. By hand: with config, complete in"
            " all 2 cells that need it. By itself on Python 3.12."
        )
    ]


EVERY = "with every LangGraph measured"


def on_310(**layers: str) -> dict[str, Said]:
    """Cells of Python 3.10: by layer cores that are whole, missing, or of a failed harness."""
    signs: dict[str, Said] = {"+": ITSELF, "-": NEEDS, "?": "harness"}
    return {
        f"py3.10-core{each[:-1]}-lg{layer[2:].replace('_', '.')}": signs[each[-1]]
        for layer, cores in layers.items()
        for each in cores.split()
    }


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            on_310(lg1_0_0="1.4.8- 1.4.9+"),
            "complete by itself since langchain-core 1.4.9 with LangGraph 1.0.0",
        ),
        (
            # Newer layers have none of the older cores: all the same it is langchain-core.
            on_310(lg0_5_4="0.3.86- 1.0.0+ 1.1.0+", lg0_6_0="0.3.86- 1.0.0+", lg1_0_0="1.1.0+"),
            f"complete by itself since langchain-core 1.0.0 {EVERY}",
        ),
        (
            on_310(lg0_6_0="1.4.7- 1.4.9+", lg0_7_0="1.4.8+", lg1_0_0="1.4.9+"),
            (
                "complete by itself since langchain-core 1.4.8 or a release before it, after 1.4.7,"
                f" {EVERY}"
            ),
        ),
        (
            {
                **on_310(lg1_0_0="1.4.7- 1.4.9+"),
                "py3.10-core1.4.8-lg1.0.0": (Status.TIMED_OUT, "too slow"),
            },
            (
                "complete by itself since langchain-core 1.4.9 or a release before it, after 1.4.7,"
                " with LangGraph 1.0.0"
            ),
        ),
        (
            on_310(lg1_0_0="1.4.7- 1.4.8? 1.4.9+"),
            (
                "complete by itself since langchain-core 1.4.9 or a release before it, after 1.4.7,"
                " with LangGraph 1.0.0"
            ),
        ),
        (
            on_310(lg0_6_0="1.4.9-", lg1_0_0="1.4.8+ 1.4.9+"),
            "complete by itself since LangGraph 1.0.0 over every langchain-core measured",
        ),
        (
            on_310(lg0_6_0="1.4.9-", lg0_8_0="1.4.8-", lg1_0_0="1.4.9+"),
            (
                "complete by itself since LangGraph 1.0.0 or a release before it, after 0.6.0,"
                " over langchain-core 1.4.9"
            ),
        ),
        (
            on_310(lg0_6_0="1.4.9+", lg1_0_0="1.4.9-"),
            "no longer complete by itself since LangGraph 1.0.0 over langchain-core 1.4.9",
        ),
        (
            on_310(lg1_0_0="1.4.8+ 1.4.9-"),
            "no longer complete by itself since langchain-core 1.4.9 with LangGraph 1.0.0",
        ),
        (
            on_310(lg0_6_0="1.4.8+", lg1_0_0="1.4.7- 1.4.8- 1.4.9+"),
            "complete by itself since langchain-core 1.4.9 with LangGraph 1.0.0",
        ),
        (
            on_310(lg0_6_0="1.4.9+", lg0_7_0="1.4.9-", lg0_8_0="1.4.8- 1.4.9-", lg1_0_0="1.4.9+"),
            "complete by itself except with LangGraph 0.7.0 to 0.8.0",
        ),
        (
            on_310(lg1_0_0="1.4.6+ 1.4.7- 1.4.8- 1.4.9-", lg0_6_0="1.4.5-"),
            "complete by itself only over langchain-core 1.4.6",
        ),
        (
            on_310(lg0_6_0="1.4.8-", lg1_0_0="1.4.6+ 1.4.7- 1.4.8+ 1.4.9+"),
            "complete by itself with LangGraph 1.0.0 over langchain-core 1.4.6, 1.4.8 to 1.4.9",
        ),
        (
            # What is held differs: nothing tells which of the two it is.
            on_310(lg0_6_0="1.4.8-", lg1_0_0="1.4.9+"),
            "complete by itself with LangGraph 1.0.0 over langchain-core 1.4.9",
        ),
        (
            on_310(lg0_6_0="1.4.8+", lg1_0_0="1.4.9-"),
            (
                "complete by itself with LangGraph 0.6.0 over langchain-core 1.4.8,"
                " with LangGraph 1.0.0 over none"
            ),
        ),
    ],
)
def test_what_comes_since_a_release_names_it(said: dict[str, Said], words: str) -> None:
    (sentence,) = sentences(said)
    needy = "since then" if "no longer" in words else "there" if "except" in words else "otherwise"
    start = f"On Python 3.10 with no config: {words}; missing {needy}: node-async."
    assert sentence[: len(start)] == start


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (NEEDS, NEEDS, "complete in all 2 cells that need it."),
        (NEEDS, "lost/lost", "complete in 1 of the 2 cells that need it."),
        (NEEDS, ITSELF, "complete in the one cell that needs it."),
        ("lost/flattened", "lost/flattened", "better, not complete, in all 2 cells that need it."),
        ("lost/flattened", "lost/lost", "better, not complete, in 1 of the 2 cells that need it."),
    ],
)
def test_how_far_it_helps_is_counted(old: str, new: str, words: str) -> None:
    (sentence,) = sentences({OLD: old, NEW: new})
    assert sentence.endswith(f" By hand: with config, {words}")


def test_what_has_nothing_to_pass_says_so() -> None:
    (sentence,) = sentences(CELLS | {OLD: "lost", NEW: "lost"}, scenarios=(AGENT,))
    assert sentence.endswith(
        "create-agent. There is nothing to pass by hand: the framework makes that call."
        " By itself on Python 3.12."
    )
    page = make_layer_page(layered({OLD: "lost"}, scenarios=(AGENT,))[0])
    (row,) = page.groups[0].rows
    assert (row.cells[0].words, row.by_hand) == ("broken: nothing to pass", "nothing to pass")


def test_what_nothing_helps_and_what_is_whole_everywhere() -> None:
    assert sentences({OLD: "lost/lost"})[0].endswith(" Nothing that was measured helps.")
    assert sentences({OLD: ITSELF}) == ["By itself in every cell that measured it: node-async."]


def test_each_python_has_its_newest_pair() -> None:
    cells: dict[str, Said] = {
        **CELLS,
        "py3.12-core1.5.0-lg1.0.0": ITSELF,
        "py3.12-core1.5.0-lg1.1.0": (
            Status.IMPORT_FAILED,
            "no",
        ),
    }
    page = make_layer_page(layered(cells)[0])
    assert page.columns == (
        ("3.10", Pair(layer="1.0.0", core="1.4.9")),
        ("3.12", Pair(layer="1.0.0", core="1.5.0")),
    )
    (row,) = page.groups[0].rows
    assert [said.words for said in row.cells] == ["manual", "automatic"]
    assert row.by_hand == "with config"


def turns(cells: dict[str, Said]) -> list[tuple[str, ...]]:
    matrix = layered(cells)[0]
    found = list_turns(NODE, matrix.change_overs)
    return [
        (each.name, each.step, each.was, each.now, each.where, each.listeners) for each in found
    ]


def test_a_change_is_told_along_either_exact_or_bracketed() -> None:
    cells: dict[str, Said] = {
        "py3.10-core1.4.7-lg1.0.0": NEEDS,
        NEW: ITSELF,
        "py3.12-core1.4.7-lg1.0.0": NEEDS,
        "py3.12-core1.4.9-lg1.0.0": ITSELF,
        "py3.12-core1.4.9-lg0.6.0": NEEDS,
    }
    assert turns(cells) == [
        (
            *("LangGraph", "at 1.0.0, exact", "manual", "automatic"),
            *("langchain-core 1.4.9, Python 3.12 (1 place)", "an event stream"),
        ),
        (
            *("langchain-core", "at 1.4.9, exact", "manual", "automatic"),
            *("LangGraph 1.0.0, Python 3.10, 3.12 (2 places)", "an event stream"),
        ),
    ]
    cells[OLD] = (Status.NOT_INSTALLABLE, "no")
    assert turns(cells)[1][1] == "at 1.4.9, exact"
    del cells[OLD]
    cells["py3.12-core1.4.8-lg0.6.0"] = NEEDS
    assert turns(cells)[1][1] == "somewhere after 1.4.7, at the latest in 1.4.9"


def test_what_can_be_one_change_is_told_once_by_the_narrowest_step() -> None:
    cells: dict[str, Said] = {
        **dict.fromkeys(["py3.10-core1.4.1-lg0.6.0", "py3.10-core1.4.6-lg0.7.0"], NEEDS),
        **dict.fromkeys(["py3.10-core1.4.8-lg0.6.0", "py3.10-core1.4.9-lg0.7.0"], ITSELF),
    }
    whole = layered({**cells, "py3.12-core1.4.7-lg0.6.0": ITSELF})[0]
    (turn,) = join_turns(list_turns(NODE, whole.change_overs))
    assert turn.step == "somewhere after 1.4.6, at the latest in 1.4.8"
    assert turn.where == "LangGraph 0.6.0 to 0.7.0, Python 3.10 (2 places)"
    cells |= {"py3.12-core1.4.7-lg0.9.0": NEEDS, "py3.12-core1.4.8-lg0.9.0": ITSELF}
    (turn,) = join_turns(list_turns(NODE, layered(cells)[0].change_overs))
    assert turn.step == "at 1.4.8, exact"
    assert (
        turn.where
        == "LangGraph 0.9.0, Python 3.12 (1 place; 2 other places fit this, less exactly)"
    )


REASON = (
    "error: No solution found when resolving dependencies\ncause: Because langgraph==0.6.11"
    " depends on langgraph-checkpoint>=2.1.0 and langgraph-checkpoint>=2.1.0 depends on"
    " langchain-core>=0.2.38, we can conclude that it is so."
)


def test_what_is_in_the_way_is_the_requirement_or_the_module() -> None:
    cells: dict[str, Said] = {
        "py3.10-core0.2.17-lg0.6.11": (Status.NOT_INSTALLABLE, REASON),
        "py3.12-core0.2.17-lg0.6.11": (Status.NOT_INSTALLABLE, REASON),
        "py3.12-core0.2.40-lg0.6.11": (Status.NOT_INSTALLABLE, REASON),
        "py3.12-core0.3.0-lg0.6.11": (
            Status.IMPORT_FAILED,
            "langgraph.x does not import: no\nmore",
        ),
    }
    found = group_unprobed(Places(matrix=layered(cells)[0]))
    assert [(each.words, each.reason, each.cells) for each in found] == [
        ("import failed", "langgraph.x does not import: no", 1),
        ("not installable", "langgraph-checkpoint>=2.1.0 asks for langchain-core>=0.2.38", 2),
        ("not installable", "error: No solution found when resolving dependencies", 1),
    ]
    assert found[1].where == ("Python 3.10, 3.12, LangGraph 0.6.11, langchain-core 0.2.17: 2 cells")


ONE_OF = (
    "error: No solution found when resolving dependencies\ncause: Because"
    " langgraph-prebuilt{python_full_version < '4'}>=0.1.8 depends on one of:\n"
    "langchain-core>=0.2.43,<0.3.0\nlangchain-core>0.3.22\nand langgraph>=0.4.0 depends on it"
)


@pytest.mark.parametrize(
    ("core", "words"),
    [
        ("0.3.0", "langgraph-prebuilt>=0.1.8 asks for langchain-core>=0.2.43,<0.3.0 or >0.3.22"),
        ("0.3.23", "error: No solution found when resolving dependencies"),
    ],
)
def test_what_asks_for_one_of_several_is_in_the_way_of_all_others(core: str, words: str) -> None:
    cells: dict[str, Said] = {f"py3.10-core{core}-lg0.4.0": (Status.NOT_INSTALLABLE, ONE_OF)}
    (found,) = group_unprobed(Places(matrix=layered(cells)[0]))
    assert found.reason == words


@pytest.mark.parametrize("text", ["a", "a.", "{", "a depends on ", "depends on one of: "])
def test_a_hostile_reason_is_read_in_one_go(text: str) -> None:
    cells: dict[str, Said] = {
        "py3.10-core0.3.0-lg0.4.0": (Status.NOT_INSTALLABLE, text * (200_000 // len(text)))
    }
    (found,) = group_unprobed(Places(matrix=layered(cells)[0]))
    assert found.cells == 1


def test_what_else_was_installed_is_told_by_release_of_the_layer() -> None:
    (found,) = list_installed(Places(matrix=layered(CELLS)[0]))
    assert (found.layer, found.versions) == ("1.0.0", ("1.0.0", "0.6.5", "none"))


def test_no_cell_has_no_place() -> None:
    assert describe_cells([]) == "no cell"


def test_every_cell_of_the_table_leads_to_its_evidence() -> None:
    files = render(*layered(CELLS))
    assert "[manual ◐](scenarios/node-async.md#python-310)" in files["matrix.md"]
    page = files["scenarios/node-async.md"]
    assert "### Python 3.10\n" in page
    trace = layered(CELLS)[0].cells[1].results["node-async"].traces["naive"]
    assert f"`{NEW}`" in page
    assert trace in page


def test_the_code_of_what_helps_stands_in_the_page() -> None:
    files = render(*layered(CELLS))
    assert "What to write for `node-async`, with config:\n\n```python\n" in files["matrix.md"]
    helps = "Configured: complete wherever it is needed (2 of 2 cells)"
    assert helps in files["scenarios/node-async.md"]


def test_the_newest_pair_comes_first_and_how_to_ask() -> None:
    lines = render(*layered(CELLS))["matrix.md"].splitlines()
    assert lines[2].startswith("**Python 3.12, langchain-core 1.4.9, LangGraph 1.0.0: async")
    assert "`compat ask 3.12 1.4.9 langgraph 1.0.0`" in lines[6]


def test_links_lead_to_a_site_that_is_told_of() -> None:
    files = render(*layered(CELLS), site="https://example.org")
    at = "https://example.org"
    row = f"| [node-async]({at}/patterns/langgraph/node-async.html) |"
    assert row in files["matrix.md"]
    cell = "py3.10-core1.4.9-lg1.0.0&#38;scenario=node-async"
    assert f"[manual ◐]({at}/matrix.html#{cell})" in files["matrix.md"]
    asked = f"[on the page]({at}/matrix.html#scenario=node-async)"
    assert asked in files["scenarios/node-async.md"]


def test_a_sentence_names_five_patterns_at_most() -> None:
    names = [f"node-{n}" for n in range(8)]
    others = {name: dict.fromkeys(CELLS, NEEDS) for name in names}
    rows = (NODE, *(tried(name, "naive", "configured", group="nodes") for name in names))
    text = render(*layered(CELLS, others, rows))["matrix.md"]
    told = [line for line in text.splitlines() if line.startswith("- ")]
    assert any(", 3 more. " in line for line in told), told
    assert max(line.count("](") for line in told) == 5


def test_names_in_a_heading_stay_as_they_are() -> None:
    text = render(*layered(CELLS, scenarios=(NODE, AGENT)))["matrix.md"]
    assert "| **Agents under LangGraph** |" in text


def printed(matrix: Matrix) -> str:
    file = StringIO()
    show(matrix, Console(file=file, width=100))
    return file.getvalue()


def test_the_terminal_has_the_sentences_and_the_rows_that_need_something() -> None:
    other = tried("node-sync", "naive", "configured", group="nodes")
    whole = dict.fromkeys(CELLS, ITSELF)
    text = printed(layered(CELLS, {"node-sync": whole}, (NODE, other))[0])
    assert text.startswith("Measured on 2026-01-01: 4 cells (2 Pythons, 1 release of LangGraph")
    assert "* On Python 3.10 with no config: missing with every LangGraph (1.0.0)" in text
    assert "│ node-async │ ◐ manual" in text
    assert "│ node-sync" not in text


def test_a_layer_of_which_nothing_was_probed_says_so() -> None:
    nothing = layered({OLD: (Status.NOT_INSTALLABLE, "no")})
    assert "No cell was probed." in render(*nothing)["matrix.md"]
    assert "Nothing was probed" in printed(nothing[0])


def test_hostile_text_is_only_text() -> None:
    cells: dict[str, Said] = {**CELLS, "py3.12-core0.3.0-lg1.0.0": (Status.IMPORT_FAILED, "x")}
    matrix, traces = haunted(*layered(cells))
    for name, text in render(matrix, traces).items():
        if name.endswith(".md"):
            told = re.sub(r"^(```+)python$.*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
            assert "<script>" not in told
            assert "](http" not in told.replace("[source](https", "")  # claims are ours
            assert "\x1b" not in text
    assert "\x1b" not in printed(matrix)
