"""The browser, and the pages that it opens: of a small sample, of the committed matrix."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from compat.matrix.model import Matrix, Traces
from compat.record.model import Status
from compat.reports.html.page import render_matrix_html
from compat.reports.view import make_page
from tests.browser.window import CHROMIUM, Window, launched, opened
from tests.reports.sample import GUIDE, VARIANTS, Said, grid_of, haunted, measured, tried

RELEASES = ["0.2.17", "0.2.43", "0.3.0", "0.3.86", "1.0.0", "1.0.7"]
CELLS: dict[str, Said] = {
    **grid_of(["3.9", "3.10"], RELEASES, "lost/flattened/nested"),
    **grid_of(["3.11", "3.12", "3.13"], RELEASES, "nested/flattened/nested"),
    **grid_of(["3.14"], RELEASES, "raised/raised/nested"),
    **grid_of(["3.14"], ["0.2.43", "0.3.0", "1.0.7"], "lost/flattened/nested"),
    **grid_of(["3.15"], RELEASES, (Status.NOT_INSTALLABLE, "x" * 300)),
}
HOSTILE_ID = "\"'><img src=x onerror=alert(3)></script> \u202e &scenario=%00#"


def sample(other: str = "gather") -> tuple[Matrix, Traces]:
    """Two scenarios on seven Pythons, one of them named as a test likes."""
    return measured(
        CELLS,
        scenarios=(GUIDE, tried(other, *VARIANTS, "remedy-copied-context", group="concurrency")),
        others={other: dict.fromkeys(CELLS, "lost/flattened/nested/nested")},
        packages={"pydantic": "2"},
    )


SAMPLE = sample()

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is on this machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that starts a browser is slow."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(needs_chromium)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


def written(
    folder: Path,
    matrix: Matrix,
    traces: Traces,
    layered: Matrix | None = None,
    layer_traces: Traces | None = None,
) -> str:
    """The address of a matrix's page, with what was measured with a layer if that is given."""
    path = folder / "matrix.html"
    page = render_matrix_html(make_page(matrix, traces), matrix, traces, layered, layer_traces)
    path.write_bytes(page.encode())
    return path.as_uri()


@pytest.fixture(params=["plain", "hostile"], scope="session")
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    shown = haunted(*sample(HOSTILE_ID)) if request.param == "hostile" else SAMPLE
    return written(tmp_path_factory.mktemp("page"), *shown)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("hostile"), *haunted(*sample(HOSTILE_ID)))


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("plain"), *SAMPLE)


@pytest.fixture(scope="session")
def whole(rendered: Path) -> str:
    """The page as it is published, with what was measured under LangGraph."""
    return (rendered / "matrix.html").as_uri()


Open = Callable[..., Window]


@pytest.fixture
def window(browser: Browser) -> Iterator[Open]:
    """Opens pages, closes them in the end, and holds that none said or asked for anything."""
    windows: list[Window] = []

    def new(address: str, **options: object) -> Window:
        windows.append(opened(browser, address, **options))  # type: ignore[arg-type]
        return windows[-1]

    yield new
    for each in windows:
        each.page.context.close()
    assert [each.told for each in windows] == [[]] * len(windows)
