"""Write ``compat/record/cases.json`` anew: ``python -m tests.incell.cases``.

The orchestrator cannot import the suite, which needs langchain-core, and holds records to this.
"""

import json
from pathlib import Path

import compat
from compat.incell.loading import load
from compat.run.suite import suite_hash

PLACE = Path(compat.__file__).parent / "record" / "cases.json"


def cases() -> str:
    """Return the cases of the suite as JSON."""
    known = load().scenarios
    content = {
        "hash": suite_hash(),
        "cases": {
            name: [*each.cases, *(f"remedy-{remedy}" for remedy in each.remedies)]
            for name, each in known.items()
        },
        "extras": {name: each.extra for name, each in known.items() if each.extra},
    }
    return json.dumps(content, indent=1) + "\n"


if __name__ == "__main__":
    PLACE.write_text(cases(), "utf-8")
