"""Who works on what: those who work share a Python only when they must."""

from compat.plan.model import PlannedCell
from compat.run.engine import Waiting


def cell(name: str) -> PlannedCell:
    python, _, core = name.partition("-")
    return PlannedCell(id=name, python=python, core=core, excluded=None, reason=None)


def waiting(*names: str) -> Waiting:
    return Waiting(map(cell, names))


def taken(queue: Waiting) -> str | None:
    found = queue.take()
    return found.id if found else None


def test_two_take_from_two_pythons() -> None:
    queue = waiting("a-1", "a-2", "b-1")
    assert [taken(queue), taken(queue)] == ["a-1", "b-1"]


def test_one_who_is_done_stays_with_the_python() -> None:
    queue = waiting("a-1", "a-2", "b-1", "b-2", "c-1")
    first, second = queue.take(), queue.take()
    assert first
    assert second
    queue.done(second)
    assert taken(queue) == "b-2"
    queue.done(first)
    assert taken(queue) == "a-2"


def test_at_the_end_they_share() -> None:
    queue = waiting("a-1", "a-2", "a-3")
    assert [taken(queue) for _ in range(4)] == ["a-1", "a-2", "a-3", None]
