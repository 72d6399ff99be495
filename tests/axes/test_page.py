"""From the files of a page to releases."""

from datetime import UTC, datetime, timedelta, timezone

from pypi_simple import ProjectPage

from compat.axes.page import parse_releases
from compat.axes.release import Release
from tests.axes.build import file, page, release

WHEEL = "langchain_core-{}-py3-none-any.whl"
SDIST = "langchain_core-{}.tar.gz"


def _releases(*files: dict[str, object]) -> tuple[tuple[Release, ...], int]:
    return parse_releases(ProjectPage.from_json_data(page(*files)).packages)


def test_a_release_is_all_its_files() -> None:
    early, late = "2024-07-12T10:00:00.5Z", "2024-07-12T13:00:00+02:00"
    files = (
        file(SDIST.format("0.3.0"), **{"upload-time": late, "requires-python": ">=3.8"}),
        file(WHEEL.format("0.3.0"), **{"upload-time": early, "requires-python": "<4,>=3.9"}),
    )
    assert _releases(*files) == (
        (
            release(
                "0.3.0",
                uploaded_at="2024-07-12T10:00:00.500000Z",
                requires_python="<4,>=3.9",
            ),
        ),
        0,
    )


def test_yanked_only_when_all_files_are() -> None:
    releases, _ = _releases(
        file(WHEEL.format("0.2.16"), yanked="Old\n<b>interface</b>\x07"),
        file(SDIST.format("0.2.16"), yanked=True),
        file(WHEEL.format("0.2.17"), yanked="half"),
        file(SDIST.format("0.2.17")),
    )
    assert [(r.text, r.yanked, r.yanked_reason) for r in releases] == [
        ("0.2.16", True, "Old <b>interface</b>"),
        ("0.2.17", False, None),
    ]


def test_releases_are_in_order_and_say_what_they_lack() -> None:
    releases, _ = _releases(file(SDIST.format("0.3.10")), file(WHEEL.format("0.3.9")))
    assert [(r.text, r.uploaded_at, r.requires_python) for r in releases] == [
        ("0.3.9", None, None),
        ("0.3.10", None, None),
    ]


def test_what_cannot_be_read_is_skipped_and_counted() -> None:
    releases, skipped = _releases(
        file(WHEEL.format("1.0.0"), **{"requires-python": "<script>"}),
        file("README.txt"),
        file(SDIST.format("not-a-version")),
        file("other_project-1.0.0-py3-none-any.whl"),
        file(WHEEL.format("1.0.1+local")),
        file(WHEEL.format("9" * 5000)),
        file("langchain_core-1.0.2-py3.9.egg"),
    )
    assert [(r.text, r.requires_python) for r in releases] == [("1.0.0", None)]
    assert skipped == 6


def test_a_moment_that_utc_cannot_hold_is_unknown() -> None:
    files = ProjectPage.from_json_data(page(file(WHEEL.format("1.0.0")))).packages
    files[0].upload_time = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
    assert parse_releases(files)[0][0].uploaded_at is None
    files[0].upload_time = datetime(2024, 1, 2, tzinfo=UTC).replace(tzinfo=None)
    assert parse_releases(files)[0][0].uploaded_at == "2024-01-02T00:00:00Z"
