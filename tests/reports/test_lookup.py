"""What the page's script looks up says the same as the matrix."""

from compat.difference.effect import Effect, find_effect
from compat.record.model import Status
from compat.reports.html.lookup import Lookup, make_lookup
from tests.reports.sample import GUIDE, VARIANTS, Said, measured, tried

CELLS: dict[str, Said] = {
    "py3.9-core0.3.0": "lost/flattened/nested",
    "py3.9-core0.3.1": "nested/flattened/nested",
    "py3.10-core0.3.0": "nested/flattened/nested",
    "py3.15-core0.3.0": (Status.NOT_INSTALLABLE, "no wheel"),
}
MATRIX, _ = measured(
    CELLS,
    known=["0.4.0"],
    scenarios=(GUIDE, tried("gather", *VARIANTS)),
    others={"gather": {"py3.9-core0.3.0": "lost/lost/lost"}},
    packages={"pydantic": "2", "langchain-core": "0"},
)


def found() -> Lookup:
    return make_lookup(MATRIX, {"py3.9-core0.3.0": 7}, {"gather": "tools that gather"})


def test_cells_are_by_place_and_share_what_they_have_in_common() -> None:
    shown = found()
    assert (shown.pythons, shown.releases) == (("3.9", "3.10", "3.15"), ("0.3.0", "0.3.1", "0.4.0"))
    assert shown.lines == ("0.3", "0.3", "0.4")
    assert shown.published == ((0, 1, 2), (0, 1, 2), (0, 1, 2))
    assert shown.cells == ((0, 1, None), (1, None, None), (2, None, None))
    assert [each.status for each in shown.kinds] == ["probed", "probed", "not-installable"]
    assert shown.kinds[0].results == 7
    assert shown.kinds[2].reason == "no wheel"
    assert shown.kinds[0].replay == "compat replay {cell}"
    assert shown.packages == ({"pydantic": "2"}, {})


def test_states_are_numbered_from_one() -> None:
    shown = found()
    assert [shown.states[each.states] for each in shown.kinds] == [(1, 1), (2, 2), ()]
    guide, gather = shown.scenarios
    assert [(each.words, each.by_hand) for each in guide.states] == [
        ("manual", "callbacks"),
        ("automatic", None),
    ]
    assert list(guide.states[0].forms) == ["naive", "configured", "callbacks"]
    assert (gather.states[0].verdict, gather.states[0].by_hand) == ("broken", None)


def test_what_is_broken_may_be_written_in_another_form() -> None:
    known = tried("tool-config-renamed", "configured", "remedy-callbacks")
    matrix, _ = measured(
        {"py3.9-core0.3.0": "nested"},
        scenarios=(GUIDE, known),
        others={known.id: {"py3.9-core0.3.0": "lost/nested"}},
    )
    (state,) = make_lookup(matrix, {}, {}).scenarios[1].states
    assert (state.verdict, state.by_hand) == ("broken", "remedy-callbacks")


def test_pairs_say_what_a_difference_means_in_both_directions() -> None:
    guide, _ = found().scenarios
    assert guide.pairs[1][1] is None
    unmeasured = guide.pairs[0][0]
    assert unmeasured is not None
    assert unmeasured.effect is Effect.UNKNOWN
    assert guide.pairs[0][1] is not None
    assert guide.pairs[0][1].effect is Effect.UNKNOWN
    better, worse = guide.pairs[1][2], guide.pairs[2][1]
    assert better is not None
    assert worse is not None
    assert (better.effect, better.remedy) == (Effect.BETTER, None)
    assert (worse.effect, worse.remedy) == (Effect.SILENT, "callbacks")
    results = [cell.results.get("tool-async") for cell in MATRIX.cells]
    assert worse.effect == find_effect(results[1], results[0])


def test_code_is_a_persons_part_by_form() -> None:
    _, gather = found().scenarios
    assert gather.code == {form: f"x = {form!r}" for form in VARIANTS}
