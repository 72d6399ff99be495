"""What the doctor says."""

from pathlib import Path

from compat.axes.candidate import Skipped
from compat.axes.doctor import DoctorRow, Health, diagnose
from compat.axes.index import IndexListing
from compat.axes.interpreter import Interpreter, Interpreters
from compat.errors import NotFoundOutError
from tests.axes.build import release

INTERPRETERS = Interpreters(
    found={
        "3.12": Interpreter(
            path=Path("/p/python3.12"),
            exact="3.12.1",
            implementation="cpython",
            platform="linux-x86_64",
            build="3.12.1 (main)",
            source="pyenv",
        )
    },
    missing={"3.9": "no interpreter found", "3.14": "uv could not install it: no network"},
    skipped=(Skipped(path=Path("/shims"), why="shims run only the versions that are active"),),
)

APART = DoctorRow(subject="containment", state=Health.OK, detail="namespaces")


def test_a_row_for_everything_looked_for() -> None:
    listing = IndexListing(label="PyPI", releases=(release("0.3.0"), release("1.0.0")), skipped=0)
    rows = diagnose(
        interpreters=INTERPRETERS, index=listing, uv_version="0.10.0", containment=APART
    )
    assert rows == (
        DoctorRow(
            subject="Python 3.9",
            state=Health.FAILING,
            detail="no interpreter found",
            advice="uv python install 3.9",
        ),
        DoctorRow(
            subject="Python 3.12", state=Health.OK, detail="3.12.1, from pyenv: /p/python3.12"
        ),
        DoctorRow(
            subject="Python 3.14",
            state=Health.LACKING,
            detail="uv could not install it: no network",
            advice="uv python install 3.14",
        ),
        DoctorRow(subject="index", state=Health.OK, detail="PyPI: 2 releases, the newest 1.0.0"),
        DoctorRow(subject="uv", state=Health.OK, detail="0.10.0"),
        APART,
        DoctorRow(
            subject="/shims",
            state=Health.NOTE,
            detail="shims run only the versions that are active",
        ),
    )


def test_what_is_wrong_with_index_and_uv() -> None:
    nothing = Interpreters(found={}, missing={}, skipped=())
    rows = diagnose(
        interpreters=nothing,
        index=NotFoundOutError("cannot read PyPI", "index-unreachable"),
        uv_version=None,
        containment=APART,
    )
    assert [(row.subject, row.state, row.detail) for row in rows if row is not APART] == [
        ("index", Health.FAILING, "cannot read PyPI"),
        ("uv", Health.FAILING, "not found"),
    ]


def test_what_the_index_does_not_tell() -> None:
    listing = IndexListing(
        label="configured mirror", releases=(release("1.0.0", uploaded_at=None),), skipped=3
    )
    nothing = Interpreters(found={}, missing={}, skipped=())
    assert diagnose(interpreters=nothing, index=listing, uv_version="0.10.0", containment=APART)[
        0
    ].detail == (
        "configured mirror: 1 releases, the newest 1.0.0; "
        "3 files skipped, their names cannot be read; it tells no upload times"
    )
