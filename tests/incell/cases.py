"""Write ``compat/record/cases.json`` and that of the layer anew: ``python -m tests.incell.cases``.

The orchestrator cannot import the suites, which need langchain-core, and holds records to these.
"""

import json
from pathlib import Path

from pydantic import TypeAdapter

import compat
from compat.incell.loading import load
from compat.incell.record import _described
from compat.inlayer.loading import load as load_layer
from compat.record.asked import digest_scenario
from compat.record.model import ScenarioInfo
from compat.run.suite import find_suite_hash

_FOLDER = Path(compat.__file__).parent / "record"
PLACE = _FOLDER / "cases.json"
LAYER_PLACE = _FOLDER / "layer-cases.json"
_INFO = TypeAdapter(ScenarioInfo)


def scenarios(*, layered: bool = False) -> tuple[ScenarioInfo, ...]:
    """Return what a suite says of all its scenarios."""
    known = load_layer() if layered else load()
    return tuple(_INFO.validate_python(_described(each)) for each in known.scenarios.values())


def cases(*, layered: bool = False) -> str:
    """Return what the orchestrator has to know of a suite, as JSON."""
    content = {
        "hash": find_suite_hash(layered=layered),
        "scenarios": {each.id: digest_scenario(each) for each in scenarios(layered=layered)},
        "extras": {} if layered else _list_extras(),
    }
    return json.dumps(content, indent=1) + "\n"


def _list_extras() -> dict[str, str]:
    return {name: each.extra for name, each in load().scenarios.items() if each.extra}


if __name__ == "__main__":
    PLACE.write_text(cases(), "utf-8")
    LAYER_PLACE.write_text(cases(layered=True), "utf-8")
