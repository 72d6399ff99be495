"""What cells share is stored once, and a run tree renders whatever was recorded."""

from compat.reports.evidence import DEEPEST, Node, evidence, trees
from tests.build import run
from tests.reports.sample import grid_of, measured


def names(nodes: list[Node]) -> list[object]:
    return [[node.run.name, *names(node.children)] for node in nodes]


def test_runs_stand_under_their_parents() -> None:
    runs = [run(name="tool"), run(name="chain", parent=0), run(name="model", parent=1)]
    assert names(trees([*runs, run(name="other")])) == [["tool", ["chain", ["model"]]], ["other"]]


def test_a_parent_that_cannot_be_is_ignored() -> None:
    runs = [run(name="self", parent=0), run(name="later", parent=2), run(name="far", parent=-1)]
    assert names(trees(runs)) == [["self"], ["later"], ["far"]]


def test_a_tree_has_a_depth_that_can_be_rendered() -> None:
    chain = [run(name=str(n), parent=n - 1 if n else None) for n in range(5 * DEEPEST)]
    nodes, depth = trees(chain), 0
    while nodes:
        nodes, depth = [child for node in nodes for child in node.children], depth + 1
    assert depth == DEEPEST + 1


def test_equal_packages_and_results_are_stored_once_and_counted() -> None:
    cells = {
        **grid_of(["3.9", "3.10"], ["0.3.0"], "lost/nested"),
        "py3.11-core0.3.0": "nested/nested",
    }
    shown = evidence(*measured(cells, packages={"langchain-core": "0.3.0", "pydantic": "2"}))
    assert shown.packages == ({"pydantic": "2"},)
    assert [each.results for each in shown.cells] == [0, 0, 1]
    assert (shown.package_cells, shown.result_cells) == ((3,), (2, 1))
    assert sorted((t.seen.variant, t.cells) for t in shown.traces) == [
        ("configured", 3),
        ("naive", 1),
        ("naive", 2),
    ]
