"""The layer's rows, a module for each group of the catalogue and in its order.

Importing this package declares them all.
"""

# Postponed annotations hide the types of parameters from tools and nodes, so no module in here has
# them.
from compat.inlayer.scenarios import (  # noqa: I001 - the catalogue's order is the record's
    nodes,
    node_config,
    node_concurrency,
    subgraphs,
    functional,
    tools,
    agents,
    middleware,
    writers,
    interrupts,
    hiding,
    leaks,
    protocols,
    controls,
)

__all__ = [
    "agents",
    "controls",
    "functional",
    "hiding",
    "interrupts",
    "leaks",
    "middleware",
    "node_concurrency",
    "node_config",
    "nodes",
    "protocols",
    "subgraphs",
    "tools",
    "writers",
]
