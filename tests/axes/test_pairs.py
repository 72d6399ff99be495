"""Which cores go with which langgraph: the ends of lines, what lies between, and bad wishes."""

import pytest

from compat.axes.layer import LayerRelease
from compat.axes.pairs import WantedPairs, select_pairs
from compat.axes.selection import Here
from compat.errors import NothingSelectedError, UsageError
from tests.axes.build import release

CORES = [
    release(version)
    for version in ("0.2.20", "0.2.43", "0.3.0", "0.3.5", "0.3.9", "1.0.0", "1.0.1", "1.0.2")
]


def layer(version: str, asks: str | None = "") -> LayerRelease:
    return LayerRelease(**vars(release(version)), asks=asks)


LAYERS = [
    layer("0.1.1", "<0.3,>=0.2"),
    layer("0.4.0"),
    layer("0.4.1"),
    layer("0.4.2"),
    layer("1.2.0", ">=1"),
    layer("1.2.1", ">=1.0.1"),
]


def chosen(*cores: str, layers: tuple[str, ...] = ("edges",), **more: bool) -> str:
    wanted = WantedPairs(cores=cores or ("edges",), layers=layers, **more)
    return " ".join(f"{p.layer.text}/{p.core.text}" for p in select_pairs(CORES, LAYERS, wanted))


def test_edges_are_the_ends_of_each_minor_with_the_ends_of_the_cores_that_it_allows() -> None:
    assert chosen(layers=("0.1.1", "1.2.0", "1.2.1")) == (
        "0.1.1/0.2.20 0.1.1/0.2.43 1.2.0/1.0.0 1.2.0/1.0.2 1.2.1/1.0.1 1.2.1/1.0.2"
    )
    ends = {pair.partition("/")[0] for pair in chosen().split()}
    assert ends == {"0.1.1", "0.4.0", "0.4.2", "1.2.0", "1.2.1"}


def test_a_release_that_is_named_goes_with_whatever_is_selected_allowed_or_not() -> None:
    assert chosen("0.2.43", layers=("1.2.1",)) == "1.2.1/0.2.43"
    assert chosen("0.3.5", layers=("latest",)) == "1.2.1/0.3.5"


def test_a_specifier_means_those_that_are_allowed() -> None:
    assert chosen(">=1", layers=("1.2.1",)) == "1.2.1/1.0.1 1.2.1/1.0.2"
    assert chosen("latest", layers=("0.1.1", "1.2.0")) == "0.1.1/0.2.43 1.2.0/1.0.2"


def test_an_exact_search_has_what_lies_between_where_the_other_is_the_newest_of_a_line() -> None:
    usual, exact = chosen().split(), chosen(exact=True).split()
    assert set(usual) < set(exact)
    assert set(exact) - set(usual) == {
        "0.4.2/0.3.5",  # along langchain-core, below the newest 0.4
        "0.4.1/0.2.43", "0.4.1/0.3.9", "0.4.1/1.0.2",  # along langgraph, over the newest cores
        "0.4.2/1.0.1",
    }  # fmt: skip


def test_the_newest_that_lags_comes_with_the_one_before_it() -> None:
    wanted = WantedPairs(cores=("edges",), layers=("1.2.0",))
    here = Here(lags=lambda core: core.text == "1.0.2")
    found = select_pairs(CORES, LAYERS, wanted, lambda _: here)
    assert [pair.core.text for pair in found] == ["1.0.0", "1.0.1", "1.0.2"]


def test_what_a_layer_asks_for_and_nobody_has_is_told_with_the_requirement() -> None:
    with pytest.raises(NothingSelectedError, match=r"1\.2\.1 asks for >=1\.0\.1"):
        chosen("<1", layers=("1.2.1",))


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("0.0.40", "unknown langgraph 0.0.40: older than the floor 0.1.1; nearest: 0.1.1"),
        ("1.2.9", "unknown langgraph 1.2.9: not on the index; nearest: 1.2.1"),
    ],
)
def test_an_unknown_release_of_the_layer_is_told_with_the_nearest(word: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        chosen(layers=(word,))


def test_what_is_not_known_of_a_layer_allows_all() -> None:
    assert layer("9.0", None).allows(CORES[0])
