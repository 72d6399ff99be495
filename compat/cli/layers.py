"""Whether two ends that were typed have a layer on top: both, or neither."""

from typing import Final

from compat.axes.spelling import Spelled
from compat.cli.source import Source
from compat.errors import UsageError

WITHOUT_LAYER: Final = (
    "Compared without LangGraph: what you want names no version of it, like langgraph 1.2."
)


def goes_with_layer(source: Source, wish: Spelled) -> bool:
    """Tell whether an upgrade is one of pairs with a layer.

    What a person wants keeps the layer of what they have, unless it names both a Python and a
    release: then one that was not typed does not count. Raises UsageError where one end has a layer
    and the other has none.
    """
    start, goal = source.spelled, wish.fill(source.spelled)
    if start.layer and goal.layer:
        return True
    if not (start.layer or goal.layer) or (source.layer_taken and not goal.layer):
        return False
    one, other = (
        ("what you have", "what you want") if start.layer else ("what you want", "what you have")
    )
    message = (
        f"{one} has LangGraph {start.layer or goal.layer} and {other} has none, so they cannot be "
        "compared; name it in both, or in neither"
    )
    raise UsageError(message)
