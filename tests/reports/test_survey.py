"""The map: what is said of the newest release on each Python."""

from compat.record.model import Status
from compat.reports.table.grid import Grid
from compat.reports.table.survey import Column, Standing, Survey, make_survey
from compat.reports.words import Tone
from tests.reports.sample import GUIDE, Said, grid_of, measured, tried

OTHER = tried("gather", "naive", "configured")


def survey(cells: dict[str, Said], others: dict[str, dict[str, str]] | None = None) -> Survey:
    scenarios = (GUIDE, OTHER) if others else (GUIDE,)
    matrix, _ = measured(cells, scenarios=scenarios, others=others or {})
    return make_survey(Grid(matrix=matrix), scenarios)


def test_pythons_that_say_the_same_are_one_column_and_the_newest_is_first() -> None:
    found = survey(
        grid_of(["3.11", "3.12", "3.13"], ["0.3.0", "0.3.1"], "nested/nested")
        | grid_of(["3.10"], ["0.3.0"], "nested/nested")
        | grid_of(["3.15"], ["0.3.0"], (Status.NOT_INSTALLABLE, "no wheel"))
    )
    assert found.columns == (
        Column(pythons=("3.11", "3.12", "3.13"), release="0.3.1"),
        Column(pythons=("3.10",), release="0.3.0"),
    )
    itself = Standing(tone=Tone.AUTOMATIC, words="automatic", since=None)
    assert found.rows == {"tool-async": (itself, itself)}
    assert found.tones == (Tone.AUTOMATIC,)


def test_a_change_is_told_by_the_first_release_that_says_so() -> None:
    said = ("lost/nested", "nested/nested", "lost/nested", "lost/flattened")
    found = survey({f"py3.12-core0.3.{n}": each for n, each in enumerate(said)})
    manual = Standing(tone=Tone.MANUAL, words="manual", since="0.3.2")
    assert found.rows["tool-async"] == (manual,), "flags alone are no change"


def test_what_was_not_measured_says_so() -> None:
    found = survey({"py3.12-core0.3.0": "nested/nested"}, {"gather": {"py3.12-core0.3.0": "-"}})
    nothing = Standing(tone=Tone.UNPROBED, words="not measured", since=None)
    assert found.rows["gather"] == (nothing,)


def test_of_nothing_there_is_no_column() -> None:
    found = survey({})
    assert (found.columns, found.rows) == ((), {"tool-async": ()})
