"""Which cells are held against each other."""

from compat.difference.pair import pair_cells, pair_neighbours
from tests.difference.sample import CRASHED, GONE, made
from tests.reports.sample import measured

AUTOMATIC, MANUAL = "nested/nested", "lost/nested"


def test_neighbours_are_of_one_python_and_what_was_not_probed_hides_nothing() -> None:
    matrix = made(
        {
            "3.12 0.3.10": MANUAL,
            "3.12 0.3.9": GONE,
            "3.12 0.3.8": CRASHED,
            "3.12 0.3.7": AUTOMATIC,
            "3.12 0.3.11": MANUAL,
            "3.11 0.3.7": AUTOMATIC,
            "3.11 0.3.8": GONE,
            "3.11 0.3.9": GONE,
        }
    )
    found = [(pair.before, pair.after) for pair in pair_neighbours(matrix)]
    assert sorted((one.python, one.core, other.core) for one, other in found) == [
        ("3.11", "0.3.7", "0.3.8"),
        ("3.11", "0.3.8", "0.3.9"),
        ("3.12", "0.3.10", "0.3.11"),
        ("3.12", "0.3.7", "0.3.10"),
        ("3.12", "0.3.7", "0.3.8"),
        ("3.12", "0.3.8", "0.3.9"),
        ("3.12", "0.3.9", "0.3.10"),
    ]
    assert {one.python == other.python for one, other in found} == {True}


def test_a_cell_that_stands_apart_has_no_neighbours_and_no_counterpart() -> None:
    names = [f"py3.12-core0.3.{patch}" for patch in range(3)]
    cells = dict.fromkeys(names, AUTOMATIC)
    apart, plain = (measured(cells, apart=names[1:number])[0] for number in (2, 1))
    assert [(p.before.id, p.after.id) for p in pair_neighbours(apart)] == [(names[0], names[2])]
    for before, after in ((apart, plain), (plain, apart)):
        pairs = pair_cells(before, after)
        assert [(p.before.id, p.after.id) for p in pairs] == [(n, n) for n in names[::2]]
        assert {p.pythons for p in pairs} == {("3.12.1", "3.12.1")}
