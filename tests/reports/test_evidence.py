"""What cells share is there once."""

from dataclasses import replace

from compat.matrix.model import Listener, Matrix, Outcome, Traces
from compat.reports.html.evidence import Behind, SeenForm, collect_evidence
from compat.reports.words import LISTENERS, PLAIN
from tests.reports.layered import layered
from tests.reports.sample import GUIDE, grid_of, measured, tried


def test_equal_results_are_one_row_and_what_was_seen_is_counted() -> None:
    cells = {
        **grid_of(["3.9", "3.10"], ["0.3.0"], "lost/nested"),
        "py3.11-core0.3.0": "nested/nested",
    }
    shown, rows = collect_evidence(*measured(cells))
    assert rows == {"py3.9-core0.3.0": 0, "py3.10-core0.3.0": 0, "py3.11-core0.3.0": 1}
    assert shown.results == ((0,), (1,))
    assert [(each.seen, each.later) for each in shown.behind] == [
        ({"configured": 0, "naive": 2}, {}),
        ({"configured": 0, "naive": 1}, {}),
    ]
    assert [each.cells for each in shown.seen] == [3, 1, 2]


def without_metadata_keys(matrix: Matrix, traces: Traces, cell: int) -> tuple[Matrix, Traces]:
    """The same, but one cell's naive trace is another, with metadata keys of its own."""
    old = matrix.cells[cell].results["tool-async"]
    seen = traces.traces[old.traces["naive"]]
    named = replace(seen.streams[0].runs[0], metadata_keys=("ls_provider",))
    other = replace(seen, streams=(replace(seen.streams[0], runs=(named, *seen.handler[1:])),))
    result = replace(old, traces={**old.traces, "naive": "other"})
    cells = list(matrix.cells)
    cells[cell] = replace(cells[cell], results={"tool-async": result})
    return (
        replace(matrix, cells=tuple(cells)),
        replace(traces, traces={**traces.traces, "other": other}),
    )


def test_traces_that_differ_only_in_what_is_not_shown_are_one() -> None:
    sample = measured(grid_of(["3.9", "3.10"], ["0.3.0"], "nested"))
    (known,) = sample[1].traces
    shown, rows = collect_evidence(*without_metadata_keys(*sample, 1))
    assert [(each.trace, each.alike, each.cells) for each in shown.seen] == [(known, 1, 2)]
    assert set(rows.values()) == {0}


def test_a_stream_and_a_handler_that_saw_the_same_runs_share_a_list() -> None:
    shown, _ = collect_evidence(*measured({"py3.9-core0.3.0": "lost/nested"}))
    configured, naive = shown.seen
    assert [(s.name, s.listing, s.children) for s in configured.sources] == [
        ("events-v2", 0, (2,)),
        ("callback handler", 0, (2,)),
    ]
    assert [(s.listing, s.children) for s in naive.sources] == [(1, ()), (1, ())]
    assert [len(listing) for listing in shown.listings] == [3, 1]


def test_nothing_seen_is_no_list() -> None:
    shown, _ = collect_evidence(*measured({"py3.9-core0.3.0": "raised"}))
    (naive,) = shown.seen
    assert [(s.name, s.listing) for s in naive.sources] == [("callback handler", None)]


def test_remedies_and_later_runs_have_traces_too() -> None:
    known = tried("gather", "naive", "remedy-callbacks")
    later = {"gather": {"py3.9-core0.3.0": "nested"}}
    sample = measured(
        {"py3.9-core0.3.0": "lost/nested"},
        scenarios=(GUIDE, known),
        others={"gather": {}},
        later=later,
    )
    shown, _ = collect_evidence(*sample)
    behind = shown.behind[1]
    assert isinstance(behind, Behind)
    assert sorted(behind.seen) == ["naive", "remedy-callbacks"]
    assert list(behind.later) == ["naive"]
    assert behind.later["naive"] != (behind.seen["naive"],)


def test_pictures_are_there_once_and_a_child_that_nobody_saw_has_the_others_name() -> None:
    cells = {"py3.9-core0.3.0": "lost/nested", "py3.11-core0.3.0": "nested/nested"}
    shown, _ = collect_evidence(*measured(cells))
    made = {each.made for each in shown.seen}
    assert len(made) == 1
    assert sorted(sight.words for each in shown.seen for sight in each.sights) == [
        *("complete", "complete", "missing")
    ]
    assert len(shown.pictures) == 3
    drawn = [sight.picture for each in shown.seen for sight in each.sights]
    ghosts = [
        (box.name, box.words)
        for place in drawn
        for root in shown.pictures[place or 0]
        for chain in root.chains
        for box in chain
        if box.part == "ghost"
    ]
    assert ghosts == [("model", "missing")]


def test_a_cell_with_a_layer_has_its_row() -> None:
    cells = {"py3.10-core1.4.9-lg1.0.0": "lost/nested", "py3.12-core1.4.9-lg1.0.0": "nested"}
    shown, rows = collect_evidence(*layered(cells))
    assert shown.cells == rows == dict(zip(cells, (0, 1), strict=True))
    assert collect_evidence(*measured({"py3.9-core0.3.0": "lost"}))[0].cells == {}


def test_every_outcome_of_the_committed_cells_is_told_in_its_picture(
    committed: tuple[Matrix, Traces],
) -> None:
    matrix, traces = committed
    shown, rows = collect_evidence(matrix, traces)
    found = {
        (cell.results[scenario.id], place)
        for cell in matrix.cells
        if cell.results
        for scenario, place in zip(matrix.scenarios, shown.results[rows[cell.id]], strict=True)
        if place is not None and scenario.row == "verdict"
    }
    odd = {
        (result.id, form, listener, outcome)
        for result, place in found
        for listener in matrix.listeners
        for form, outcome in result.heard_by(listener).forms.items()
        if outcome is not Outcome.UNKNOWN
        if not tells(shown.seen[shown.behind[place].seen[form]], listener, PLAIN[outcome])
    }
    assert found
    assert odd == set()


def tells(seen: SeenForm, listener: Listener, words: str) -> bool:
    """Whether a form says that of what a listener saw."""
    who = LISTENERS[listener]
    return [each.words for each in seen.sights if who in each.who.lower()] == [words]
