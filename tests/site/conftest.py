"""Sites: of a small sample, plain or with hostile words, and of the committed reports."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from compat.difference.history import grow
from compat.matrix.model import Matrix, Traces
from compat.reports.difference.entries import make_beginning
from compat.reports.site.content import Source
from compat.reports.site.newer import Newer
from compat.reports.site.site import render_site
from compat.work.site import read_source, write_site
from tests.browser.window import launched
from tests.cli.run import ROOT
from tests.reports.layered import AGENT, NODE, layered
from tests.reports.sample import GUIDE, HOSTILE, VARIANTS, grid_of, haunted, measured, tried

BASE = "https://you.example/project/"
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The matrix</title></head>
<body><a href="#main">Skip</a><header><h1>The matrix</h1></header><main id="main"></main></body>
</html>
"""
"""What stands for the page of the matrix, where that is not the subject."""

DOCS = {
    "docs/check.md": "# Your own code\n\nSee [the guide](../reports/scenarios/tool-async.md).\n",
    "docs/symptoms.md": "# Moved\n",
}


@dataclass(frozen=True, kw_only=True)
class Made:
    """A site on disk: its folder, and the text of its pages by place."""

    folder: Path
    pages: dict[str, str]


def core() -> tuple[Matrix, Traces]:
    """Two patterns on three Pythons."""
    cells = {
        **grid_of(["3.9", "3.10"], ["0.3.0", "0.3.86", "1.0.0"], "lost~split/flattened/nested"),
        **grid_of(["3.11"], ["0.3.0", "0.3.86", "1.0.0"], "nested~nested/nested/nested"),
    }
    other = tried("gather", *VARIANTS, "remedy-copied-context", group="concurrency")
    return measured(cells, scenarios=(GUIDE, other))


def layer() -> tuple[Matrix, Traces]:
    """Two rows of the layer on two Pythons."""
    cells = {
        "py3.10-core1.0.0-lg0.6.0": "lost/nested",
        "py3.10-core1.0.0-lg1.0.0": "lost/nested",
        "py3.11-core1.0.0-lg1.0.0": "nested/nested",
    }
    agent = {"create-agent": dict.fromkeys(cells, "lost")}
    return layered(cells, agent, scenarios=(NODE, AGENT))


def sourced(measured: tuple[Matrix, Traces], **changes: object) -> Source:
    """What a site is made from, where that much was measured."""
    made = Source(
        matrix=measured[0],
        traces=measured[1],
        page=PAGE,
        layered=layer(),
        docs=DOCS,
        history=grow(None, make_beginning(measured[0])),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def plain() -> dict[str, str]:
    return render_site(sourced(core()))


@pytest.fixture(scope="session")
def hostile() -> dict[str, str]:
    newer = Newer(day=HOSTILE, found={HOSTILE: (HOSTILE,)})
    docs = {**DOCS, "docs/hostile.md": f"# {HOSTILE}\n\n{HOSTILE}\n\n    {HOSTILE}\n"}
    told = sourced(haunted(*core()), layered=haunted(*layer()), newer=newer, docs=docs)
    return render_site(told)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The site of what is committed, with an address."""
    folder = tmp_path_factory.mktemp("whole") / "site"
    source = read_source(ROOT / "reports", ROOT / "docs", BASE)
    write_site(folder, source, ROOT / "reports", ROOT / "docs")
    paths = sorted(folder.rglob("*.html"))
    pages = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    return Made(folder=folder, pages=pages)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser
