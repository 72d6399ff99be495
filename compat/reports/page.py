"""``matrix.html``: one file that asks no network for anything and works without its script."""

import base64
import hashlib

from markupsafe import Markup

from compat.matrix.model import Matrix, Traces
from compat.reports.environment import for_markup, source
from compat.reports.eventtypes import event_types
from compat.reports.evidence import evidence
from compat.reports.finding import RULE
from compat.reports.view import Page


def matrix_html(shown: Page, matrix: Matrix, traces: Traces) -> str:
    """Return the page: tables first, then the evidence of every cell, folded.

    Its content policy allows only the style and the script that stand in it, by their hashes.
    """
    style, script = source("page.css"), source("page.js")
    found = evidence(matrix, traces)
    return (
        for_markup()
        .get_template("page.html.j2")
        .render(
            vars(shown),
            rule=RULE,
            known=matrix.provenance,
            events=event_types(shown.index, traces),
            evidence=found,
            came=found.came,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=_policy(style, script),
        )
    )


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
