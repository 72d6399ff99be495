"""Write ``compat/record/cases.json`` anew: ``python -m tests.incell.cases``.

The orchestrator cannot import the suite, which needs langchain-core, and holds records to this.
"""

import json
from pathlib import Path

from pydantic import TypeAdapter

import compat
from compat.incell.loading import load
from compat.incell.record import _described
from compat.record.asked import digest_scenario
from compat.record.model import ScenarioInfo
from compat.run.suite import hash_suite

PLACE = Path(compat.__file__).parent / "record" / "cases.json"
_INFO = TypeAdapter(ScenarioInfo)


def scenarios() -> tuple[ScenarioInfo, ...]:
    """Return what the suite says of all its scenarios."""
    return tuple(_INFO.validate_python(_described(each)) for each in load().scenarios.values())


def cases() -> str:
    """Return what the orchestrator has to know of the suite, as JSON."""
    content = {
        "hash": hash_suite(),
        "scenarios": {each.id: digest_scenario(each) for each in scenarios()},
        "extras": {name: each.extra for name, each in load().scenarios.items() if each.extra},
    }
    return json.dumps(content, indent=1) + "\n"


if __name__ == "__main__":
    PLACE.write_text(cases(), "utf-8")
