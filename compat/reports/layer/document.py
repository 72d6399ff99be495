"""The Markdown report of a layer."""

from compat.matrix.model import Matrix


def render_layer_md(matrix: Matrix) -> str:
    """Return what is known of a layer: its cells, and where something changes."""
    return f"# LangGraph\n\n{len(matrix.cells)} cells.\n"
