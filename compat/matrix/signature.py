"""All that a cell said as one short text, equal exactly where nothing differs."""

import hashlib
from collections.abc import Collection, Mapping

from compat.matrix.model import Listener, Result

_DIGITS = 16


def sign_sayings(results: Mapping[str, Result]) -> str:
    """Return a text that two cells share if no verdict, flag, answer or outcome differs.

    Traces do not count: with a layer they change with every release, and nothing is lost or found.
    """
    said = "".join(
        f"{name} {listener} {result.heard_by(listener).saying}\n"
        for name, result in sorted(results.items())
        for listener in Listener
    )
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]


def sign_results(results: Mapping[str, Result], only: Collection[str] | None = None) -> str:
    """Return a text that two cells share if and only if no verdict, flag, answer or trace differs.

    Traces of remedies and repeats count too. ``only`` names the scenarios to look at.
    """
    said = "".join(
        f"{name} {result.id}\n"
        for name, result in sorted(results.items())
        if only is None or name in only
    )
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]
