"""Why code in a tool passes ``callbacks``, where ``config`` would seem to do.

langchain-core hands a tool's function, and ``_run`` and ``_arun``, the config that the tool was
called with, as it is. ``callbacks`` it makes for the function from the tool's own run, and ``_run``
and ``_arun`` get its run manager (``tools/base.py``, ``tools/structured.py``; ``tools.py`` in
0.2.16). A lambda's or a generator's config has the callbacks of its own run already, so nothing of
this is true of those.
"""

import ast

WHY_CALLBACKS = (
    "In a tool, `config` is what the tool's caller passed: what is called with it stands beside "
    "the tool, not below it. `callbacks`, though it is the older way, belongs to the tool's own "
    "run, so the tool stays in the path."
)
WHY_RUN_MANAGER = (
    "In `_run` and `_arun` of a tool, `config` is what the tool's caller passed: what is called "
    "with it stands beside the tool, not below it. `run_manager.get_child()` belongs to the tool's "
    "own run, so the tool stays in the path."
)


def explain_callbacks(code: str) -> str:
    """Return why code of a tool passes on callbacks of its own; empty for all other code."""
    try:
        asked = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.arg)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    if any(each.arg == "callbacks" for each in asked):
        return WHY_CALLBACKS
    annotations = [ast.unparse(each.annotation) for each in asked if each.annotation]
    manages = any(each.endswith("CallbackManagerForToolRun") for each in annotations)
    return WHY_RUN_MANAGER if manages else ""
