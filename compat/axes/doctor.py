"""What this machine has for the matrix, what it lacks, and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from compat.axes.index import IndexListing
from compat.axes.interpreter import Interpreters
from compat.axes.python import PYTHONS, Python
from compat.errors import CompatError


class State(StrEnum):
    """Of a row: ``LACKING`` leaves cells out loudly, ``FAILING`` makes the run fail."""

    OK = "ok"
    NOTE = "note"
    LACKING = "lacking"
    FAILING = "failing"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One finding. ``advice`` is what to do, None where nothing is."""

    subject: str
    state: State
    detail: str
    advice: str | None = None


def diagnose(
    *,
    interpreters: Interpreters,
    index: IndexListing | CompatError,
    uv_version: str | None,
    containment: Row,
) -> tuple[Row, ...]:
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
            Row(subject=str(skipped.path), state=State.NOTE, detail=skipped.why)
            for skipped in interpreters.skipped
        ),
    )


def _describe_python(python: Python, interpreters: Interpreters) -> Row:
    subject = f"Python {python.id}"
    if found := interpreters.found.get(python.id):
        detail = f"{found.exact}, from {found.source}: {found.path}"
        return Row(subject=subject, state=State.OK, detail=detail)
    return Row(
        subject=subject,
        state=State.FAILING if python.required else State.LACKING,
        detail=interpreters.missing[python.id],
        advice=f"uv python install {python.id}",
    )


def _describe_index(index: IndexListing | CompatError) -> Row:
    if isinstance(index, CompatError):
        return Row(subject="index", state=State.FAILING, detail=str(index))
    newest = index.releases[-1].text
    detail = f"{index.label}: {len(index.releases)} releases, the newest {newest}"
    if index.skipped:
        detail += f"; {index.skipped} files skipped, their names cannot be read"
    if not index.dated:
        detail += "; it tells no upload times"
    return Row(subject="index", state=State.OK, detail=detail)


def _describe_uv(version: str | None) -> Row:
    if version is None:
        advice = "python -m pip install uv"
        return Row(subject="uv", state=State.FAILING, detail="not found", advice=advice)
    return Row(subject="uv", state=State.OK, detail=version)
