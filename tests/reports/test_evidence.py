"""What cells share is stored once."""

from dataclasses import replace

from compat.matrix.model import Matrix, Traces
from compat.record.model import Status
from compat.reports.evidence import evidence
from tests.reports.sample import GUIDE, Said, grid_of, measured, tried


def test_equal_packages_and_results_are_stored_once_and_counted() -> None:
    cells = {
        **grid_of(["3.9", "3.10"], ["0.3.0"], "lost/nested"),
        "py3.11-core0.3.0": "nested/nested",
    }
    shown = evidence(*measured(cells, packages={"langchain-core": "0.3.0", "pydantic": "2"}))
    assert shown.packages == ({"pydantic": "2"},)
    assert [[each.results for each in found] for found in shown.blocks.values()] == [[0], [0], [1]]
    assert (shown.package_cells, shown.result_cells) == ((3,), (2, 1))
    assert shown.results == ({0: 0}, {0: 1})
    (guide,) = shown.groups
    assert (guide.name, guide.sets) == (
        "the guide",
        ({"manual": (("tool-async", 0),)}, {"automatic": (("tool-async", 1),)}),
    )
    assert [(each.form, each.cells) for each in shown.sightings["tool-async"]] == [
        ("configured", 3),
        ("naive", 1),
        ("naive", 2),
    ]


def test_cells_of_a_line_that_have_everything_in_common_are_one_block() -> None:
    cells: dict[str, Said] = {
        **grid_of(["3.9"], ["0.3.0", "0.3.1", "0.3.3", "1.0.0"], "nested"),
        "py3.9-core0.3.2": "lost",
        "py3.10-core0.3.0": (Status.NOT_INSTALLABLE, "0.3.0 has no wheel"),
        "py3.10-core0.3.1": (Status.NOT_INSTALLABLE, "0.3.1 has no wheel"),
        "py3.10-core0.3.2": (Status.NOT_INSTALLABLE, "0.3.2 needs more"),
    }
    shown = evidence(*measured(cells, packages={"pydantic": "2"}))
    assert {
        python: [(each.where, each.packages, each.results) for each in found]
        for python, found in shown.blocks.items()
    } == {
        "3.9": [
            ("3.9 × 0.3.0–0.3.1, 0.3.3", 0, 0),
            ("3.9 × 0.3.2", 0, 1),
            ("3.9 × 1.0.0", 0, 0),
        ],
        "3.10": [("3.10 × 0.3.0–0.3.1", 1, None), ("3.10 × 0.3.2", 1, None)],
    }
    assert [each.core for each in shown.blocks["3.9"][0].cells] == ["0.3.0", "0.3.1", "0.3.3"]


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
    shown = evidence(*without_metadata_keys(*sample, 1))
    (sighting,) = shown.sightings["tool-async"]
    assert (sighting.ids, sighting.cells) == ((known, "other"), 2)
    assert shown.shown == {known: known, "other": known}
    assert [each.cells for each in shown.came["tool-async"]] == [
        ("py3.9-core0.3.0", "py3.10-core0.3.0")
    ]


def test_a_stream_and_a_handler_that_saw_the_same_runs_share_a_list() -> None:
    shown = evidence(*measured({"py3.9-core0.3.0": "lost/nested"}))
    configured, naive = shown.sightings["tool-async"]
    assert [(s.name, s.listing, s.child) for s in configured.sources] == [
        ("events-v2", 0, (("summarise", "RunnableSequence"),)),
        ("callback handler", 0, (("summarise", "RunnableSequence"),)),
    ]
    assert [(s.listing, s.child) for s in naive.sources] == [(1, ()), (1, ())]
    assert [listing.runs for listing in shown.listings] == [3, 1]


def test_nothing_seen_is_no_list() -> None:
    shown = evidence(*measured({"py3.9-core0.3.0": "raised"}))
    (naive,) = shown.sightings["tool-async"]
    assert [(s.name, s.listing) for s in naive.sources] == [("callback handler", None)]


def test_remedies_and_later_runs_have_traces_too() -> None:
    known = tried("gather", "naive", "remedy-callbacks")
    cells = {"py3.9-core0.3.0": "lost/nested"}
    later = {"gather": {"py3.9-core0.3.0": "nested"}}
    sample = measured(cells, scenarios=(GUIDE, known), others={"gather": {}}, later=later)
    shown = evidence(*sample)
    assert sorted((each.form, each.cells) for each in shown.sightings["gather"]) == [
        ("naive", 1),
        ("naive", 1),
        ("remedy-callbacks", 1),
    ]
    (row,) = shown.came["gather"]
    assert (row.result.verdict, row.remarks) == (
        "inconsistent",
        ("silent:naive", "later runs differ"),
    )
