"""The page with a layer: a table that needs no script, data for the script, nothing obeyed."""

import re
from typing import Any

from justhtml import JustHTML

from compat.matrix.model import Matrix
from compat.record.model import Status
from compat.reports.bundle import render
from compat.reports.environment import read_source
from compat.reports.html.block import empty_blocks, read_blocks
from compat.reports.html.page import render_matrix_html
from compat.reports.view import make_page
from tests.reports.layered import AGENT, NODE, layered
from tests.reports.sample import Said, haunted, measured
from tests.reports.test_page import Seen

CORE = measured({"py3.10-core0.3.0": "lost/nested"})
CELLS: dict[str, Said] = {
    "py3.10-core1.4.8-lg1.0.0": "lost/nested",
    "py3.10-core1.4.9-lg1.0.0": "lost/nested",
    "py3.12-core1.4.8-lg1.0.0": "nested/nested",
    "py3.12-core1.4.9-lg1.0.0": (Status.IMPORT_FAILED, "langgraph.x does not import\nmore"),
}
LAYER = layered(CELLS, {"create-agent": {"py3.10-core1.4.9-lg1.0.0": "lost"}}, (NODE, AGENT))[0]


def rendered(layer: Matrix | None = LAYER) -> str:
    return render_matrix_html(make_page(*CORE), *CORE, layer)


def data() -> dict[str, Any]:
    found: Any = read_blocks(rendered())["layer-data"]
    return dict(found)


def test_without_a_layer_nothing_of_it_is_there() -> None:
    text = rendered(None)
    assert "langgraph" not in text.lower()
    assert "layer-data" not in text.replace('"layer-data"', "")
    assert render(*CORE)["matrix.html"] == text
    assert render(*CORE, layered=LAYER)["matrix.html"] == rendered()


def test_the_newest_releases_can_be_read_without_a_script() -> None:
    text = empty_blocks(rendered())
    assert '<th scope="col">3.10 <small>1.0.0 over 1.4.9</small></th>' in text
    assert '<th scope="col">3.12 <small>1.0.0 over 1.4.8</small></th>' in text
    assert '<tr data-row="node-async"><th scope="row">' in text
    assert '<span class="chip broken">broken: nothing to pass&nbsp;' in text
    assert "By hand: with config, complete in all 2 cells that need it." in text


def test_it_is_sound() -> None:
    JustHTML(rendered(), strict=True)
    seen = Seen(rendered())
    assert {*seen.values("aria-labelledby")} <= {*seen.values("id")}


def test_the_script_finds_every_cell_by_pair_and_python() -> None:
    found = data()
    assert found["pairs"] == [["1.0.0", "1.4.9"], ["1.0.0", "1.4.8"]]
    assert found["newest"] == [0, 1]
    kinds = [
        [kind["words"] for kind in map(found["kinds"].__getitem__, row)] for row in found["cells"]
    ]
    assert kinds == [["", "import failed"], ["", ""]]
    failed = found["kinds"][found["cells"][0][1]]
    assert (failed["reason"], failed["said"]) == ("langgraph.x does not import", [])


def test_a_row_has_its_states_and_what_to_write() -> None:
    node, agent = data()["rows"]
    assert [each["words"] for each in node["states"]] == ["manual", "automatic"]
    assert node["states"][0] == {
        "words": "manual",
        "tone": "manual",
        "flags": ["naive: fails silently: events are missing or misplaced, and nothing is raised"],
        "forms": {"naive": "missing", "configured": "complete"},
        "by_hand": "configured",
        "needs": True,
    }
    assert node["code"]["configured"] == "x = 'configured'"
    assert (agent["nothing"], agent["states"][0]["by_hand"]) == (True, None)


def test_the_script_asks_for_no_word_that_is_not_there() -> None:
    script = read_source("js/layer.js")
    asked = set(re.findall(r"\bwords\.(\w+)", script)) - {"length"}
    assert asked <= data()["words"].keys()


def test_hostile_text_adds_no_element() -> None:
    plain, hostile = Seen(rendered()), rendered(haunted(LAYER, CORE[1])[0])
    haunting = Seen(hostile)
    assert {tag for tag, _ in haunting.elements} <= {tag for tag, _ in plain.elements}
    assert hostile.replace("\n", "").isprintable()
    JustHTML(hostile, strict=True)


def test_a_layer_of_which_nothing_was_probed_has_no_table() -> None:
    nothing = layered({"py3.10-core1.4.8-lg1.0.0": (Status.NOT_INSTALLABLE, "no")})[0]
    text = rendered(nothing)
    assert "No cell was probed." in text
    assert set(read_blocks(text)) == {
        *("lookup", "evidence", "replies", "layer-replies", "layer-lookup", "search-data")
    }
