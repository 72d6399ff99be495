"""Configurations that a person names: known, or asked about before anything is probed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from compat.errors import NotFoundOutError, UsageError
from compat.matrix.model import Matrix
from compat.work import configuration
from compat.work.configuration import (
    Asking,
    choose_scenarios,
    find_configurations,
    list_nameable,
)
from tests.reports.sample import measured

HERE, THERE, NEW = "py3.12-core1.0.0", "py3.12-core1.0.1", "py3.12-core1.0.2"
MATRIX, _ = measured({HERE: "nested/flattened", THERE: "lost/flattened"})


def nothing(names: tuple[str, ...]) -> Matrix:
    raise AssertionError(names)


def asking(
    *,
    agrees: bool = False,
    asked: list[str] | None = None,
    probe: Callable[[tuple[str, ...]], Matrix] = nothing,
) -> Asking:
    def answer(question: str) -> bool:
        if asked is not None:
            asked.append(question)
        return agrees

    return Asking(agrees=answer, probe=probe)


def test_what_is_known_is_not_asked_about() -> None:
    asked: list[str] = []
    assert find_configurations(MATRIX, (HERE, THERE), asking(asked=asked)) is MATRIX
    assert asked == []


def test_without_a_yes_nothing_is_probed_and_the_nearest_is_named() -> None:
    asked: list[str] = []
    with pytest.raises(NotFoundOutError, match=rf"never probed: {NEW} \(nearest: {THERE}") as said:
        find_configurations(MATRIX, (HERE, NEW, NEW), asking(asked=asked))
    assert "--yes probes it now" in str(said.value)
    assert asked == [f"{NEW}: never probed. Probe now? It takes a minute or two."]


def test_with_a_yes_only_what_is_missing_is_probed_and_joins_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    probed: list[tuple[str, ...]] = []

    def probe(names: tuple[str, ...]) -> Matrix:
        probed.append(names)
        return measured({NEW: "nested/flattened"})[0]

    monkeypatch.setattr(configuration, "find_suite_hash", lambda **_: MATRIX.provenance.suite_hash)
    found = find_configurations(MATRIX, (HERE, NEW), asking(agrees=True, probe=probe))
    assert {cell.id for cell in found.cells} == {HERE, THERE, NEW}
    # What another suite measured is not compared with: then all is probed that is named.
    monkeypatch.setattr(configuration, "find_suite_hash", lambda **_: "other")
    found = find_configurations(MATRIX, (HERE, NEW), asking(agrees=True, probe=probe))
    assert [cell.id for cell in found.cells] == [NEW]
    assert probed == [(NEW,), (HERE, NEW)]


def test_a_python_that_there_is_not() -> None:
    with pytest.raises(UsageError):
        find_configurations(MATRIX, ("py3.99-core1.0.0",), asking())


def test_what_can_be_named_is_what_the_matrix_knows() -> None:
    yanked = replace(MATRIX.releases[0], yanked=True)
    found = list_nameable(replace(MATRIX, releases=(yanked, *MATRIX.releases[1:])))
    assert (found.releases, list(map(str, found.choices))) == (["1.0.0", "1.0.1"], [THERE])
    assert found.day == MATRIX.provenance.generated_at[:10]
    assert list_nameable(MATRIX, closed=False).day is None


def test_scenarios_and_groups_are_chosen_by_name() -> None:
    one, two = replace(MATRIX.scenarios[0], id="one"), replace(MATRIX.scenarios[0], id="two")
    both = replace(MATRIX, scenarios=(one, replace(two, group="other")))
    assert choose_scenarios(both, (), ()) == {"one", "two"}
    assert choose_scenarios(both, ("ONE",), ()) == {"one"}
    assert choose_scenarios(both, ("one",), ("Other",)) == {"one", "two"}
    assert choose_scenarios(both, (), ("oth",)) == {"two"}
    with pytest.raises(UsageError, match="gather is not in this matrix; compat matrix --only"):
        choose_scenarios(both, ("gather",), ())
    for wanted in ((("oen",), ()), ((), ("othre",))):
        with pytest.raises(UsageError, match="nearest"):
            choose_scenarios(both, *wanted)
