"""All words of an upgrade under one name: for the terminal, for Markdown, for the page's script."""

from compat.reports.difference.answer_words import *  # noqa: F403 - every word of each
from compat.reports.difference.change_words import *  # noqa: F403
from compat.reports.difference.end_words import *  # noqa: F403
