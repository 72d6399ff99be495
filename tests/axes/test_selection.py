"""Which releases are selected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from compat.axes.release import Release, allows
from compat.axes.selection import FLOOR, Here, select_releases
from compat.errors import NothingSelectedError, UsageError
from tests.axes.build import release

INDEX = [
    release("0.2.15"),
    release("0.2.16", yanked=True),
    release("0.2.17"),
    release("0.2.20"),
    release("0.2.29rc1"),
    release("0.2.31", yanked=True),
    release("0.3.0.dev0"),
    release("0.3.0"),
    release("0.3.5"),
    release("0.3.10"),
    release("0.4.0.dev0"),
    release("1.0.0rc1"),
    release("1.0.0"),
]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["edges"], "0.2.16 0.2.17 0.2.20 0.3.0 0.3.10 1.0.0"),
        (["all"], "0.2.16 0.2.17 0.2.20 0.2.31 0.3.0 0.3.5 0.3.10 1.0.0"),
        (["latest"], "1.0.0"),
        ([">=0.3,<1"], "0.3.0 0.3.5 0.3.10"),
        (["<=0.2.17"], "0.2.16 0.2.17"),
        (["==0.4.0.dev0"], "0.4.0.dev0"),
        (["0.3.5", "0.2.31", "1.0.0rc1"], "0.2.31 0.3.5 1.0.0rc1"),
        (["latest", "0.3.5", "~=0.3.9", "1.0"], "0.3.5 0.3.10 1.0.0"),
    ],
)
def test_the_selection_is_the_union_of_what_is_wanted(wanted: list[str], expected: str) -> None:
    assert [r.text for r in select_releases(INDEX, wanted)] == expected.split()


@pytest.mark.parametrize(
    ("want", "lagging", "expected"),
    [
        ("latest", "", "1.0.0"),
        ("latest", "1.0.0", "0.3.10 1.0.0"),
        ("latest", "1.0.0 0.3.10", "0.3.5 0.3.10 1.0.0"),
        ("edges", "0.3.10", "0.2.16 0.2.17 0.2.20 0.3.0 0.3.5 0.3.10 1.0.0"),
        ("edges", "0.3.0 0.3.5", "0.2.16 0.2.17 0.2.20 0.3.0 0.3.10 1.0.0"),
        ("edges", "1.0.0", "0.2.16 0.2.17 0.2.20 0.3.0 0.3.10 1.0.0"),
        (">=0.3,<1", "0.3.10", "0.3.0 0.3.5 0.3.10"),
    ],
)
def test_the_newest_that_does_not_lag_comes_with_those_that_do(
    want: str, lagging: str, expected: str
) -> None:
    here = Here(lags=lambda release: release.text in lagging.split())
    assert [r.text for r in select_releases(INDEX, [want], here=here)] == expected.split()


def test_an_index_that_lags_behind_everything_is_asked_about_a_few() -> None:
    many = [release(f"1.0.{n}") for n in range(50)]
    here = Here(lags=lambda _: True)
    assert [r.text for r in select_releases(many, ["latest"], here=here)] == [
        f"1.0.{n}" for n in range(40, 50)
    ]


def test_the_latest_is_one_that_fits_if_any_does() -> None:
    for fitting, expected in (("0.3.5 0.3.0", "0.3.5"), ("", "1.0.0")):
        here = Here(fits=lambda release, names=fitting: release.text in names.split())  # type: ignore[misc]
        assert [r.text for r in select_releases(INDEX, ["latest"], here=here)] == [expected]


def test_prereleases_are_added_on_demand() -> None:
    chosen = select_releases(INDEX, ["all"], prereleases=True)
    assert chosen == tuple(INDEX[1:])
    chosen = select_releases(INDEX, [">=0.3.10,<1"], prereleases=True)
    assert [r.text for r in chosen] == ["0.3.10", "0.4.0.dev0"]


@pytest.mark.parametrize(
    ("want", "kind", "message"),
    [
        ("0.3.7", UsageError, "0.3.7: not on the index; nearest: 0.3.5, 0.3.10"),
        ("9.0", UsageError, "9.0: not on the index; nearest: 1.0.0, 1.0.0rc1"),
        ("0.2.15", UsageError, "older than the floor 0.2.16; nearest: 0.2.16, 0.2.17"),
        (">=9", NothingSelectedError, "no release matches '>=9': the index has 0.2.16 to 1.0.0"),
        (">0.3.10,<0.5", NothingSelectedError, "only pre-releases do; name one, like 0.4.0.dev0"),
        (">=x", UsageError, "malformed specifier '>=x'"),
        ("newest", UsageError, "malformed release 'newest'; name edges, all, latest"),
        ("", UsageError, "malformed release ''"),
    ],
)
def test_a_mistake_is_told_what_exists(want: str, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        select_releases(INDEX, ["latest", want])
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("releases", [[], [release("0.1.0"), release("0.2.16rc1")]])
def test_an_index_with_nothing_since_the_floor_selects_nothing(releases: list[Release]) -> None:
    with pytest.raises(NothingSelectedError, match=r"no langchain-core since 0\.2\.16"):
        select_releases(releases, ["edges"])


def test_no_latest_where_all_are_yanked() -> None:
    with pytest.raises(NothingSelectedError, match="is yanked or a pre-release"):
        select_releases([release("0.3.0", yanked=True)], ["latest"])


PART = st.integers(min_value=0, max_value=5)
RELEASES = st.lists(
    st.builds(
        lambda parts, tail, yanked: release(".".join(map(str, parts)) + tail, yanked=yanked),
        st.tuples(PART, PART, PART),
        st.sampled_from(["", "", "rc1"]),
        st.booleans(),
    ),
    unique_by=lambda r: r.version,
    max_size=30,
).map(lambda releases: [release("0.2.16", yanked=True), release("9.0.0"), *releases])


@given(RELEASES)
def test_edges_are_the_first_and_last_good_release_of_every_line(releases: list[Release]) -> None:
    edges = select_releases(releases)
    assert list(edges) == sorted(set(edges), key=lambda r: r.version)
    good = [r for r in releases if r.version >= FLOOR and not (r.yanked or r.prerelease)]
    expected = {FLOOR}
    for line in {r.line for r in good}:
        versions = [r.version for r in good if r.line == line]
        expected |= {min(versions), max(versions)}
    assert {r.version for r in edges} == expected


@given(RELEASES)
def test_every_selection_is_part_of_all(releases: list[Release]) -> None:
    everything = select_releases(releases, ["all"])
    for want in ("edges", "latest", ">=0.3"):
        assert set(select_releases(releases, [want])) <= set(everything)
    assert select_releases(releases, [">=0.2.16"]) == everything


@pytest.mark.parametrize(
    ("requires", "python", "expected"),
    [
        (">=3.10,<4.0", "3.9.18", False),
        (">=3.10,<4.0", "3.10.0", True),
        (">=3.15", "3.15.0rc1", True),  # as pip: 3.15.0
        ("!=3.9.7,>=3.9.2", "3.9.7", False),
        (">=3.9.2", "3.9", True),  # some patch of it
        (">=3.11", "3.9", False),
        ("garbage", "3.9.18", True),
        (None, "3.9.18", True),
    ],
)
def test_requires_python_decides(requires: str | None, python: str, expected: bool) -> None:  # noqa: FBT001
    assert allows(requires, python) is expected


def test_a_release_knows_its_line() -> None:
    assert (release("0.3.40rc1").line, release("0.3.40rc1").prerelease) == ("0.3", True)
    assert release("0.3.40").version == Version("0.3.40")
