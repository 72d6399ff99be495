"""An upgrade as Markdown."""

from compat.reports.difference.answer import Answer
from compat.reports.environment import make_markdown_environment


def render_upgrade_md(answer: Answer) -> str:
    """Return an upgrade as GitHub's Markdown."""
    return make_markdown_environment().get_template("upgrade.md.j2").render(answer=answer)
