"""How the caller of a graph drives it."""

from __future__ import annotations

from compat.inlayer.declare import GraphCaller

graph_events = GraphCaller(
    protocol="events-v2",
    parents_known=True,
    stream=lambda root, value, config: root.astream_events(value, config=config, version="v2"),
)
"""A graph in which a model runs."""

graph_with_subgraphs = GraphCaller(
    protocol="events-v2",
    parents_known=True,
    stream=graph_events.stream,
    subgraphs=True,
)
"""The same, by a caller who asks for what graphs inside it stream too."""

graph_writes = GraphCaller(
    protocol="events-v2",
    parents_known=True,
    stream=graph_events.stream,
    written=True,
    model=False,
)
"""A graph whose code writes to its stream and runs no model."""
