"""What the page's script looks up says the same as the matrix."""

from compat.difference.effect import Effect, find_effect
from compat.record.model import Status
from compat.reports.html.lookup import Lookup, make_lookup
from compat.reports.html.states import Meanings, Meant, Step
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


def made() -> tuple[Lookup, Meanings]:
    meant = Meant()
    codes = {"gather": "tools that gather"}
    return make_lookup(MATRIX, {"py3.9-core0.3.0": 7}, codes, meant), meant.all


def found() -> Lookup:
    return made()[0]


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
    shown, meanings = made()
    assert [shown.states[each.states] for each in shown.kinds] == [(1, 1), (2, 2), ()]
    guide, gather = ([meanings.states[n] for n in each.states] for each in shown.scenarios)
    assert [(each.words, each.by_hand) for each in guide] == [
        ("manual", "callbacks"),
        ("automatic", None),
    ]
    assert list(guide[0].forms) == ["naive", "configured", "callbacks"]
    assert (gather[0].verdict, gather[0].by_hand) == ("broken", None)


def test_what_is_said_of_two_patterns_is_there_once() -> None:
    shown, meanings = made()
    assert [each.states for each in shown.scenarios] == [(0, 1), (2, 1)]
    assert len(meanings.states) == 3


def test_what_is_broken_may_be_written_in_another_form() -> None:
    known = tried("tool-config-renamed", "configured", "remedy-callbacks")
    matrix, _ = measured(
        {"py3.9-core0.3.0": "nested"},
        scenarios=(GUIDE, known),
        others={known.id: {"py3.9-core0.3.0": "lost/nested"}},
    )
    meant = Meant()
    (place,) = make_lookup(matrix, {}, {}, meant).scenarios[1].states
    state = meant.all.states[place]
    assert (state.verdict, state.by_hand) == ("broken", "remedy-callbacks")


def test_pairs_say_what_a_difference_means_in_both_directions() -> None:
    shown, meanings = made()
    pairs = shown.scenarios[0].pairs

    def step(before: int, after: int) -> Step:
        return meanings.steps[pairs[before][after] - 1]

    assert pairs[1][1] == 0
    assert step(0, 0).effect is step(0, 1).effect is Effect.UNKNOWN
    better, worse = step(1, 2), step(2, 1)
    assert (better.effect, better.remedy) == (Effect.BETTER, None)
    assert (worse.effect, worse.remedy) == (Effect.SILENT, "callbacks")
    results = [cell.results.get("tool-async") for cell in MATRIX.cells]
    assert worse.effect == find_effect(results[1], results[0])


def test_code_is_a_persons_part_by_form() -> None:
    _, gather = found().scenarios
    assert gather.code == {form: f"x = {form!r}" for form in VARIANTS}
