"""What this machine has for the matrix, what it lacks, and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from compat.axes.index import IndexListing
from compat.axes.interpreter import Interpreters
from compat.axes.python import PYTHONS, Python
from compat.errors import CompatError


class Health(StrEnum):
    """Of a row: ``LACKING`` leaves cells out loudly, ``FAILING`` makes the run fail."""

    OK = "ok"
    NOTE = "note"
    LACKING = "lacking"
    FAILING = "failing"


@dataclass(frozen=True, kw_only=True)
class DoctorRow:
    """One finding. ``advice`` is what to do, None where nothing is."""

    subject: str
    state: Health
    detail: str
    advice: str | None = None


def diagnose(
    *,
    interpreters: Interpreters,
    index: IndexListing | CompatError,
    uv_version: str | None,
    containment: DoctorRow,
) -> tuple[DoctorRow, ...]:
    """Describe the Pythons that were looked for, the index and uv, and what was passed over.

    ``containment`` says how far cells are kept from everything else.
    """
    looked_for = (*interpreters.found, *interpreters.missing)
    return (
        *(_describe_python(python, interpreters) for python in PYTHONS if python.id in looked_for),
        _describe_index(index),
        _describe_uv(uv_version),
        containment,
        *(
            DoctorRow(subject=str(skipped.path), state=Health.NOTE, detail=skipped.why)
            for skipped in interpreters.skipped
        ),
    )


def _describe_python(python: Python, interpreters: Interpreters) -> DoctorRow:
    subject = f"Python {python.id}"
    if found := interpreters.found.get(python.id):
        detail = f"{found.exact}, from {found.source}: {found.path}"
        return DoctorRow(subject=subject, state=Health.OK, detail=detail)
    return DoctorRow(
        subject=subject,
        state=Health.FAILING if python.required else Health.LACKING,
        detail=interpreters.missing[python.id],
        advice=f"uv python install {python.id}",
    )


def _describe_index(index: IndexListing | CompatError) -> DoctorRow:
    if isinstance(index, CompatError):
        return DoctorRow(subject="index", state=Health.FAILING, detail=str(index))
    newest = index.releases[-1].text
    detail = f"{index.label}: {len(index.releases)} releases, the newest {newest}"
    if index.skipped:
        detail += f"; {index.skipped} files skipped, their names cannot be read"
    if not index.dated:
        detail += "; it tells no upload times"
    return DoctorRow(subject="index", state=Health.OK, detail=detail)


def _describe_uv(version: str | None) -> DoctorRow:
    if version is None:
        advice = "python -m pip install uv"
        return DoctorRow(subject="uv", state=Health.FAILING, detail="not found", advice=advice)
    return DoctorRow(subject="uv", state=Health.OK, detail=version)
