"""JSON: the schema holds, reading back gives the same, and damage is named."""

import json
from pathlib import Path

import jsonschema
import pytest

from compat.errors import ExitCode
from compat.reports.data import (
    MalformedReportError,
    MissingReportError,
    NewerReportError,
    TracesMismatchError,
    load,
    matrix_json,
    schema_json,
    traces_json,
)
from tests.reports.sample import haunted, measured

MATRIX, TRACES = measured({"py3.9-core0.3.0": "lost/nested"})


def written(folder: Path, matrix: str = "", traces: str = "") -> Path:
    (folder / "matrix.json").write_text(matrix or matrix_json(MATRIX), "utf-8")
    (folder / "traces.json").write_text(traces or traces_json(TRACES), "utf-8")
    return folder


def test_the_matrix_is_of_its_schema_and_the_schema_has_teeth() -> None:
    schema = json.loads(schema_json())
    matrix = json.loads(matrix_json(MATRIX))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(matrix)
    assert matrix["$schema"] == schema["$id"] == "matrix.schema.json"
    assert matrix["statements"][0]["from"] == "0.3.0"
    assert not validator.is_valid({**matrix, "more": 1})
    assert not validator.is_valid({**matrix, "schema_version": "2.0"})


def test_reading_back_gives_the_same(tmp_path: Path) -> None:
    assert load(written(tmp_path)) == (MATRIX, TRACES)


def test_json_is_ascii_whatever_a_record_held() -> None:
    matrix, traces = haunted(MATRIX, TRACES)
    assert (matrix_json(matrix) + traces_json(traces)).isascii()


def test_a_folder_without_reports_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingReportError, match=r"matrix\.json; measure first"):
        load(tmp_path)


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"schema_version":"1.0"}', "\udcff"])
def test_a_damaged_report_is_named(tmp_path: Path, content: str) -> None:
    folder = written(tmp_path)
    (folder / "matrix.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(MalformedReportError, match=r"matrix\.json is no") as caught:
        load(folder)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code is ExitCode.RECORDS


@pytest.mark.parametrize("version", ["1.1", "2.0", "10.0"])
def test_a_newer_report_is_refused_with_what_to_do(tmp_path: Path, version: str) -> None:
    newer = matrix_json(MATRIX).replace('"schema_version":"1.0"', f'"schema_version":"{version}"')
    with pytest.raises(NewerReportError, match="update this program"):
        load(written(tmp_path, newer))


def test_a_trace_of_a_later_run_is_asked_for_too(tmp_path: Path) -> None:
    later = {"tool-async": {"py3.9-core0.3.0": "nested"}}
    matrix, _ = measured({"py3.9-core0.3.0": "lost/nested"}, later=later)
    with pytest.raises(TracesMismatchError, match="of different runs"):
        load(written(tmp_path, matrix_json(matrix)))


def test_traces_of_another_run_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TracesMismatchError, match="of different runs"):
        load(written(tmp_path, traces='{"schema_version":"1.0","traces":{}}'))
