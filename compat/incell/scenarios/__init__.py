"""The scenarios, a module for each group of the catalogue and in its order.

Importing this package declares them all.
"""

# Postponed annotations hide the types of parameters from tools, so no module in here has them.
from compat.incell.scenarios import (  # noqa: I001 - the catalogue's order is the record's
    guide,
    tool_config,
    tool_kinds,
    consumption,
    nesting,
    concurrency,
    other_runnables,
    carried,
    custom_events,
    payloads,
    protocols,
    controls,
)

__all__ = [
    "carried",
    "concurrency",
    "consumption",
    "controls",
    "custom_events",
    "guide",
    "nesting",
    "other_runnables",
    "payloads",
    "protocols",
    "tool_config",
    "tool_kinds",
]
