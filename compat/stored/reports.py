"""The matrix, its traces and its schema as JSON: compact, sorted, the same bytes every time."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from packaging.version import InvalidVersion, Version
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from compat.axes.cell import CellId
from compat.difference.history import HISTORY_VERSION, History
from compat.difference.sensitivity import SENSITIVITY_VERSION, Sensitivity
from compat.errors import (
    EvidenceError,
    MissingReportError,
    NewerVersionError,
)
from compat.matrix.codec import StoredMatrix, restore, store
from compat.matrix.model import SCHEMA_VERSION, TRACES_VERSION, Matrix, Traces
from compat.matrix.trace_codec import StoredTraces, restore_traces, store_traces
from compat.record.model import Status
from compat.schema import Age, find_age, first_error
from compat.stored.seal import refuse_torn

MATRIX = "matrix.json"
TRACES = "traces.json"
SCHEMA = "matrix.schema.json"
HISTORY = "changes.json"

SENSITIVITY = "sensitivity"

LAYERED = "langgraph"
"""The folder beside a matrix that has what was measured with a layer on top: reports of its own."""

_HISTORY = TypeAdapter(History)
_MATRIX = TypeAdapter(StoredMatrix)
_SENSITIVITY = TypeAdapter(Sensitivity)
_TRACES = TypeAdapter(StoredTraces)
_TRACES_1 = TypeAdapter(Traces)
T = TypeVar("T")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def dump_matrix(matrix: Matrix) -> str:
    """Return ``matrix.json``; two equal matrices give the same bytes, all of them ASCII."""
    return _dump_compact(_MATRIX.dump_python(store(matrix), mode="json", by_alias=True))


def dump_traces(traces: Traces) -> str:
    """Return ``traces.json``, on the same terms."""
    return _dump_compact(_TRACES.dump_python(store_traces(traces), mode="json", by_alias=True))


def dump_sensitivity(found: Sensitivity) -> str:
    """Return what another resolution changed, on the same terms."""
    return _dump_compact(_SENSITIVITY.dump_python(found, mode="json", by_alias=True))


def dump_history(history: History) -> str:
    """Return ``changes.json``, on the same terms, but on lines of its own: diffs show it."""
    content = _HISTORY.dump_python(history, mode="json")
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def refuse_unreadable(files: Mapping[str, str]) -> None:
    """Refuse a ``matrix.json`` that is not of its schema: it must not replace one that is.

    The classes that the schema is generated from validate it. Raises EvidenceError.
    """
    try:
        _MATRIX.validate_json(files[MATRIX])
    except ValidationError as error:
        message = (
            f"the new {MATRIX} is not of its schema at {_describe_first(error)}; nothing was"
            " written, and the records are kept: this is a fault of this program"
        )
        raise EvidenceError(message) from error


def dump_schema() -> str:
    """Return the JSON Schema of ``matrix.json``, which lies beside it."""
    schema = _MATRIX.json_schema(by_alias=True, mode="serialization")
    named = {**schema, "$schema": _DIALECT, "$id": SCHEMA}
    return json.dumps(named, indent=1, sort_keys=True) + "\n"


def load(folder: Path) -> tuple[Matrix, Traces]:
    """Return the matrix and the traces that a folder of reports holds.

    What an earlier minor version wrote is read as this version's, without what it did not say.

    Raises TornReportsError, MissingReportError, EvidenceError or NewerVersionError.
    """
    refuse_torn(folder)
    found = _read(folder / MATRIX, _MATRIX, SCHEMA_VERSION)
    traces = _read_traces(folder / TRACES)
    named = {
        trace
        for result in found.results.values()
        for trace in chain(result.traces.values(), *result.repeats.values())
    }
    if absent := sorted(named - traces.traces.keys()):
        message = (
            f"{folder / TRACES} does not hold trace {absent[0]!a}, which {MATRIX} names; the two"
            " are of different runs: restore both together, or measure again"
        )
        raise EvidenceError(message, "other-run")
    matrix = restore(found)
    _refuse_odd(folder / MATRIX, matrix)
    return replace(matrix, schema_version=SCHEMA_VERSION), traces


def load_matrix(place: Path) -> Matrix:
    """Return the matrix of a file, or of a folder of reports; no traces need lie beside it.

    Raises TornReportsError, MissingReportError, EvidenceError or NewerVersionError.
    """
    if place.is_dir():
        refuse_torn(place)
    path = place / MATRIX if place.is_dir() else place
    found = restore(_read(path, _MATRIX, SCHEMA_VERSION))
    _refuse_odd(path, found)
    return replace(found, schema_version=SCHEMA_VERSION)


def load_layered(folder: Path) -> Matrix | None:
    """Return the matrix of cells with a layer that lies beside a folder's own, if there is one.

    Raises TornReportsError, EvidenceError or NewerVersionError.
    """
    place = folder / LAYERED
    return load_matrix(place) if (place / MATRIX).exists() else None


def load_layer_traces(folder: Path) -> Traces | None:
    """Return what was seen with a layer, if that lies beside a folder's own.

    Raises EvidenceError or NewerVersionError.
    """
    path = folder / LAYERED / TRACES
    return _read_traces(path) if path.exists() else None


def load_history(folder: Path, *, sealed: bool = True) -> History | None:
    """Return what earlier runs changed, if a folder of reports holds it.

    Who is about to replace the folder need not find it ``sealed``. Raises TornReportsError,
    EvidenceError or NewerVersionError.
    """
    if sealed:
        refuse_torn(folder)
    path = folder / HISTORY
    return _read(path, _HISTORY, HISTORY_VERSION) if path.exists() else None


def load_sensitivities(folder: Path) -> tuple[Sensitivity, ...]:
    """Return what other resolutions changed, as a folder of reports holds it; perhaps nothing.

    Raises TornReportsError, EvidenceError or NewerVersionError.
    """
    refuse_torn(folder)
    paths = sorted((folder / SENSITIVITY).glob("*.json"))
    return tuple(_read(path, _SENSITIVITY, SENSITIVITY_VERSION) for path in paths)


def _read_traces(path: Path) -> Traces:
    """Return the traces of a file, or of one of version 1, which a published folder may hold."""
    content = _parse(path)
    if find_age(content, TRACES_VERSION)[0] is Age.OLDER:
        return replace(_validate(path, content, _TRACES_1), schema_version=TRACES_VERSION)
    _refuse_other_versions(path, content, TRACES_VERSION)
    return restore_traces(_validate(path, content, _TRACES))


def _read(path: Path, adapter: TypeAdapter[T], known: str) -> T:
    content = _parse(path)
    _refuse_other_versions(path, content, known)
    return _validate(path, content, adapter)


def _validate(path: Path, content: object, adapter: TypeAdapter[T]) -> T:
    try:
        return adapter.validate_python(content)
    except ValidationError as error:
        message = (
            f"{path} breaks its schema at {_describe_first(error)}; restore it, or measure again"
        )
        raise EvidenceError(message) from error


def _describe_first(error: ValidationError) -> str:
    place, what = first_error(error)
    return f"{place!a}: {what!a}"


def _parse(path: Path) -> Any:  # noqa: ANN401 - JSON is anything until validated
    try:
        return from_json(path.read_bytes(), cache_strings="all")
    except FileNotFoundError as error:
        message = f"there is no {path}; measure first, or name the folder that holds it"
        raise MissingReportError(message) from error
    except ValueError as error:
        message = f"{path} is no JSON ({error}); restore it, or measure again"
        raise EvidenceError(message) from error


def _refuse_other_versions(path: Path, content: object, known: str) -> None:
    """Refuse what another version wrote; what names no version is left to the schema."""
    found, version = find_age(content, known)
    if found is Age.NEWER:
        message = (
            f"{path} has schema {version!a}, and this version reads {known}: update this program"
        )
        raise NewerVersionError(message)
    if found is Age.OLDER:
        message = (
            f"{path} has schema {version!a}, and this version reads {known}: measure again, or"
            " check out its commit to read it"
        )
        raise EvidenceError(message, "older-version")


def _refuse_odd(path: Path, matrix: Matrix) -> None:
    """Refuse a matrix of the right shape whose parts do not fit: names, moments, references."""
    wrong = next(_find_odd(matrix), None)
    if wrong is not None:
        message = f"{path} {wrong}; restore it, or measure again"
        raise EvidenceError(message)


def _find_odd(matrix: Matrix) -> Iterator[str]:
    yield from _find_odd_names(matrix)
    yield from _find_odd_moments(matrix)
    yield from _find_odd_cells(matrix)
    yield from _find_odd_layers(matrix)
    yield from _find_odd_statements(matrix)


def _find_odd_names(matrix: Matrix) -> Iterator[str]:
    pythons, releases = _list_axes(matrix)
    exact = [row.exact for row in matrix.pythons if row.exact]
    for name in (*pythons, *releases, *exact, *(row.line for row in matrix.releases)):
        if not _is_version(name):
            yield f"has {name!a}, which is no version"
    cells = [cell.id for cell in matrix.cells]
    for what, each in (("Python", pythons), ("release", releases), ("cell", cells)):
        if twice := [name for name, count in Counter(each).items() if count > 1]:
            yield f"has the {what} {twice[0]!a} twice"


def _find_odd_moments(matrix: Matrix) -> Iterator[str]:
    uploads = [row.uploaded_at for row in matrix.releases if row.uploaded_at]
    given = matrix.provenance
    for moment in (given.generated_at, given.dependencies_as_of, *uploads):
        if not _is_moment(moment):
            yield f"has {moment!a}, which is no moment"


def _find_odd_cells(matrix: Matrix) -> Iterator[str]:
    pythons, releases = _list_axes(matrix)
    scenarios = {each.id for each in matrix.scenarios}
    for cell in matrix.cells:
        if cell.python not in pythons or cell.core not in releases:
            yield f"has the cell {cell.id!a} of a Python or release that it does not list"
        if cell.id != str(CellId(python=cell.python, core=cell.core, layer=cell.layer)):
            yield f"has a cell {cell.id!a} of Python {cell.python!a} and {cell.core!a}"
        if unknown := cell.results.keys() - scenarios:
            yield f"has results of {min(unknown)!a}, a scenario that it does not list"
        if (cell.status is Status.PROBED) is not bool(cell.results):
            yield f"has the cell {cell.id!a}, {cell.status}, with {len(cell.results)} results"


def _find_odd_layers(matrix: Matrix) -> Iterator[str]:
    pythons, releases = _list_axes(matrix)
    layers = [row.version for row in matrix.layers]
    for name in (*layers, *(cell.layer for cell in matrix.cells if cell.layer)):
        if not _is_version(name):
            yield f"has the layer {name!a}, which is no version"
    for cell in matrix.cells if layers else ():
        if cell.layer not in layers:
            yield f"has the cell {cell.id!a} of a layer that it does not list"
    scenarios = {each.id for each in matrix.scenarios}
    for change in matrix.change_overs:
        own, other = (releases, layers) if change.along == "core" else (layers, releases)
        known = {change.before, change.after} <= set(own) and change.scenario in scenarios
        if not known or any(h.python not in pythons or h.release not in other for h in change.held):
            yield f"has a change-over of {change.scenario!a} that fits none of its cells"


def _find_odd_statements(matrix: Matrix) -> Iterator[str]:
    pythons, releases = _list_axes(matrix)
    scenarios = {each.id for each in matrix.scenarios}
    lines = {row.line for row in matrix.releases}
    for said in matrix.statements:
        known = (said.scenario in scenarios, said.python in pythons, said.line in lines)
        if not (all(known) and {said.from_release, said.through_release} <= set(releases)):
            yield f"has a statement about {said.scenario!a} that fits none of its cells"


def _list_axes(matrix: Matrix) -> tuple[list[str], list[str]]:
    """Return the Pythons and the releases that a matrix lists."""
    return [row.id for row in matrix.pythons], [row.version for row in matrix.releases]


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _dump_compact(content: object) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":")) + "\n"
