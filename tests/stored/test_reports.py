"""JSON: the schema holds, reading back gives the same, and damage is named."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter

from compat.errors import EvidenceError, ExitCode, MissingReportError, NewerVersionError
from compat.matrix.model import SCHEMA_VERSION, Traces
from compat.matrix.trace_codec import restore_traces, store_traces
from compat.stored.reports import (
    dump_matrix,
    dump_schema,
    dump_traces,
    load,
    load_layered,
    refuse_unreadable,
)
from tests.reports.layered import layered
from tests.reports.sample import haunted, measured

MATRIX, TRACES = measured({"py3.9-core0.3.0": "lost/nested"})
LACKED = ("tags", "metadata_keys", "caller_tags", "caller_metadata")
OURS = f'"schema_version":"{SCHEMA_VERSION}"'


def written(folder: Path, matrix: str = "", traces: str = "") -> Path:
    (folder / "matrix.json").write_text(matrix or dump_matrix(MATRIX), "utf-8")
    (folder / "traces.json").write_text(traces or dump_traces(TRACES), "utf-8")
    return folder


def test_the_matrix_is_of_its_schema_and_the_schema_has_teeth() -> None:
    schema = json.loads(dump_schema())
    matrix = json.loads(dump_matrix(MATRIX))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(matrix)
    assert matrix["$schema"] == schema["$id"] == "matrix.schema.json"
    assert matrix["statements"][0]["from"] == "0.3.0"
    results = matrix["results"]
    assert [cell["results"]["tool-async"] for cell in matrix["cells"]] == [*results]
    assert not validator.is_valid({**matrix, "more": 1})
    assert not validator.is_valid({**matrix, "schema_version": "1.0"})
    assert not validator.is_valid({**matrix, "results": {"no id": next(iter(results.values()))}})


def test_reading_back_gives_the_same(tmp_path: Path) -> None:
    assert load(written(tmp_path)) == (MATRIX, TRACES)


def test_json_is_ascii_whatever_a_record_held() -> None:
    matrix, traces = haunted(MATRIX, TRACES)
    assert (dump_matrix(matrix) + dump_traces(traces)).isascii()


def test_a_folder_without_reports_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingReportError, match=r"matrix\.json; measure first"):
        load(tmp_path)


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"schema_version":"2.0"}', "\udcff"])
def test_a_damaged_report_is_named(tmp_path: Path, content: str) -> None:
    folder = written(tmp_path)
    (folder / "matrix.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(EvidenceError, match=r"matrix\.json (is no|breaks its schema)") as caught:
        load(folder)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code is ExitCode.REFUSED


@pytest.mark.parametrize("version", ["2.6", "3.0", "10.0"])
def test_a_newer_report_is_refused_with_what_to_do(tmp_path: Path, version: str) -> None:
    newer = dump_matrix(MATRIX).replace(OURS, f'"schema_version":"{version}"')
    with pytest.raises(NewerVersionError, match="update this program"):
        load(written(tmp_path, newer))


@pytest.mark.parametrize("version", ["1.0", "0.9"])
def test_an_older_report_is_refused_with_what_to_do(tmp_path: Path, version: str) -> None:
    older = dump_matrix(MATRIX).replace(OURS, f'"schema_version":"{version}"')
    with pytest.raises(EvidenceError, match=r"reads 2\.5: measure again") as caught:
        load(written(tmp_path, older))
    assert caught.value.exit_code is ExitCode.REFUSED


def test_a_report_of_an_earlier_minor_version_is_read_as_this_one(tmp_path: Path) -> None:
    content = json.loads(dump_matrix(MATRIX))
    for name in ("commit", "origins"):
        del content["provenance"][name]
    for each in (*content["results"].values(), *content["statements"]):
        assert each.pop("listener") == "stream"
    for each in content["results"].values():
        assert each.pop("others") == {}
    assert (content.pop("others"), content.pop("listeners")) == ([], ["stream"])
    older = json.dumps({**content, "schema_version": "2.0"})
    matrix, traces = load(written(tmp_path, older))
    said = replace(MATRIX.provenance, commit=None, origins=())
    assert (matrix, traces) == (replace(MATRIX, provenance=said), TRACES)


def test_a_layer_is_written_where_there_is_one_and_read_again(tmp_path: Path) -> None:
    assert '"layer"' not in dump_matrix(MATRIX)
    (cell,) = MATRIX.cells
    layered = replace(cell, id="py3.9-core0.3.0-lg0.2.76", layer="0.2.76")
    matrix = replace(MATRIX, cells=(cell, layered))
    assert load(written(tmp_path, dump_matrix(matrix)))[0] == matrix
    wrong = dump_matrix(replace(MATRIX, cells=(cell, replace(layered, layer="0.2.75"))))
    with pytest.raises(EvidenceError, match=r"py3\.9-core0\.3\.0-lg0\.2\.76.* of Python"):
        load(written(tmp_path, wrong))


LAYERED = layered({"py3.9-core0.3.0-lg0.6.0": "lost/nested", "py3.9-core0.3.1-lg0.6.0": "nested"})


def test_what_was_measured_with_a_layer_lies_beside_the_matrix(tmp_path: Path) -> None:
    assert load_layered(tmp_path) is None
    (tmp_path / "langgraph").mkdir()
    written(tmp_path / "langgraph", dump_matrix(LAYERED[0]), dump_traces(LAYERED[1]))
    assert load_layered(tmp_path) == LAYERED[0]
    (tmp_path / "langgraph" / "matrix.json").write_text("{")
    with pytest.raises(EvidenceError, match="is no JSON"):
        load_layered(tmp_path)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"layers": (replace(LAYERED[0].layers[0], version="x"),)}, "the layer 'x', which is no"),
        (
            {"layers": (replace(LAYERED[0].layers[0], version="0.7"),), "change_overs": ()},
            "of a layer that it does not list",
        ),
        (
            {"change_overs": (replace(LAYERED[0].change_overs[0], after="9"),)},
            "a change-over of 'node-async' that fits none",
        ),
    ],
)
def test_a_layer_that_does_not_fit_is_refused(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    odd = dump_matrix(replace(LAYERED[0], **changes))
    with pytest.raises(EvidenceError, match=words):
        load(written(tmp_path, odd, dump_traces(LAYERED[1])))


def test_the_versions_of_the_files_are_told_apart(tmp_path: Path) -> None:
    traces = dump_traces(TRACES).replace('"schema_version":"2.1"', '"schema_version":"2.9"')
    with pytest.raises(NewerVersionError, match=r"traces\.json has schema '2\.9'.* reads 2\.1"):
        load(written(tmp_path, traces=traces))


def test_a_result_that_the_matrix_does_not_hold_is_named(tmp_path: Path) -> None:
    content = json.loads(dump_matrix(MATRIX))
    ((name, _),) = content["results"].items()
    torn = json.dumps({**content, "results": {}})
    with pytest.raises(EvidenceError, match=rf"'py3\.9-core0\.3\.0' .* result '{name}'") as caught:
        load(written(tmp_path, torn))
    assert caught.value.exit_code is ExitCode.REFUSED


def test_what_is_not_of_the_schema_is_not_written() -> None:
    refuse_unreadable({"matrix.json": dump_matrix(MATRIX)})
    haunted_json = dump_matrix(haunted(MATRIX, TRACES)[0])
    with pytest.raises(EvidenceError, match="nothing was written") as caught:
        refuse_unreadable({"matrix.json": haunted_json})
    assert "\n" not in str(caught.value)


def test_a_trace_of_a_later_run_is_asked_for_too(tmp_path: Path) -> None:
    later = {"tool-async": {"py3.9-core0.3.0": "nested"}}
    matrix, _ = measured({"py3.9-core0.3.0": "lost/nested"}, later=later)
    with pytest.raises(EvidenceError, match="of different runs"):
        load(written(tmp_path, dump_matrix(matrix)))


def test_traces_of_another_run_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="of different runs"):
        load(written(tmp_path, traces='{"schema_version":"2.0","lists":{},"traces":{}}'))


def test_traces_of_the_first_version_are_read_too(tmp_path: Path) -> None:
    first = TypeAdapter(Traces).dump_json(replace(TRACES, schema_version="1.0")).decode()
    assert load(written(tmp_path, traces=first)) == (MATRIX, TRACES)


def test_a_list_of_runs_that_many_traces_share_is_stored_once() -> None:
    (seen, *_) = TRACES.traces.values()
    one, other = seen, replace(seen, scenario="gather")
    traces = replace(TRACES, traces={one.id: one, other.id: other})
    stored = store_traces(traces)
    assert len(stored.rows) <= 2  # of the stream, and of the handler
    assert restore_traces(stored) == traces


def test_a_list_of_runs_that_is_not_there_is_named(tmp_path: Path) -> None:
    content = json.loads(dump_traces(TRACES))
    with pytest.raises(EvidenceError, match="which the traces do not hold"):
        load(written(tmp_path, traces=json.dumps({**content, "rows": {}})))


def test_a_run_that_many_lists_share_is_stored_once_without_what_it_lacks() -> None:
    (seen, *_) = TRACES.traces.values()
    first = seen.handler[0]
    longer = replace(seen, handler=(first, replace(first, metadata_keys=("langgraph_node",))))
    traces = replace(TRACES, traces={seen.id: seen, longer.id: longer})
    content = json.loads(dump_traces(traces))
    texts = [json.dumps(run, sort_keys=True) for run in content["runs"]]
    assert len(texts) == len(set(texts))
    assert all(value for run in content["runs"] for name, value in run.items() if name in LACKED)
    assert "lists" not in content
    assert restore_traces(store_traces(traces)) == traces


def test_traces_that_have_their_runs_in_lists_are_read_too(tmp_path: Path) -> None:
    content = json.loads(dump_traces(TRACES))
    runs, rows = content.pop("runs"), content.pop("rows")
    lists = {name: [runs[place] for place in row] for name, row in rows.items()}
    older = json.dumps({**content, "lists": lists, "schema_version": "2.0"})
    assert load(written(tmp_path, traces=older)) == (MATRIX, TRACES)


def test_a_run_that_is_not_there_is_named(tmp_path: Path) -> None:
    content = json.loads(dump_traces(TRACES))
    with pytest.raises(EvidenceError, match="a list names the run 0, and the traces hold 0"):
        load(written(tmp_path, traces=json.dumps({**content, "runs": []})))
