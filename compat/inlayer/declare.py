"""How a row of the layer is declared: as one of core, with remedies of its own.

::

    @scenario("node-async", path=("LangGraph", "node"), ...)
    def node_async() -> Graph:
        \"\"\"Await the chain in a node.\"\"\"

    @node_async.variant("configured")
    def _() -> Graph: ...

    @remedy(node_async, "callbacks")
    def _() -> Graph: ...
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from compat.incell.caller import StreamCaller
from compat.incell.registry import Registry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Callable

    from compat.incell.registry import Factory, Scenario

LAYER = Registry()
scenario = LAYER.scenario

REMEDIES = ("config", "callbacks", "context-variable", "subgraphs", "parameter", "empty-context")
"""What is tried to get nested events back, beside the variants."""


def _read(root: Any, value: object, config: Any, **more: Any) -> AsyncIterator[Any]:  # noqa: ANN401 - langgraph's
    items: AsyncIterator[Any] = root.astream(value, config, **more)
    return items


@dataclass(frozen=True)
class GraphCaller(StreamCaller):
    """A caller who reads a graph's stream; with ``subgraphs`` he asks for those of graphs inside.

    ``written`` says that the row's code writes to the stream of its own, which ``custom`` shows,
    ``model`` that a model runs in it, whose tokens ``messages`` shows. ``read`` reads the graph's
    own stream, in a mode that it is told.
    """

    subgraphs: bool = False
    written: bool = False
    model: bool = True
    read: Callable[..., AsyncIterator[Any]] = _read


def remedy(
    known: Scenario,
    name: str,
    *,
    path: tuple[str, ...] | None = None,
    caller: StreamCaller | None = None,
    requires: tuple[str, ...] = (),
) -> Callable[[Factory], Factory]:
    """Add another form that a person can write by hand to get nested events back.

    ``path`` and ``caller`` only where they differ from the first form's, ``requires`` what this one
    needs beside what that one does. Raises UnknownVariantError or DuplicateVariantError, with the
    place in the code.
    """

    def declare(build: Factory) -> Factory:
        made = replace(known.first, variant=name, build=build, first=False, remedy=True, facts=None)
        made = replace(made, path=path or made.path, caller=caller or made.caller)
        made = replace(made, requires=(*made.requires, *requires))
        known._add(made, known.remedies, REMEDIES)  # noqa: SLF001 - declared as core's are
        return build

    return declare
