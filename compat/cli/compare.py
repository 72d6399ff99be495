"""``compat compare``: two matrices in words, and the gate offline."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from compat.cli import terminal
from compat.cli.baseline import hold_to, read_expected
from compat.cli.console import make_console
from compat.difference.compare import refuse_other_suite
from compat.difference.layered import hear_layer
from compat.errors import UsageError
from compat.matrix.model import Listener
from compat.options import SWITCH, ListenerName
from compat.reports.difference.account_text import render_json, render_md, render_text
from compat.stored.reports import load_matrix


def compare(  # noqa: PLR0913 - each is an option of the command
    before: Path,
    after: Path,
    *,
    listener: ListenerName = "stream",
    gate: Annotated[bool, SWITCH] = False,
    expected: Path | None = None,
    across_suites: Annotated[bool, SWITCH] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
    markdown: Annotated[bool, SWITCH] = False,
) -> int:
    """Say what differs between two matrices.

    Parameters
    ----------
    before
        The earlier one: its file, or a folder of reports.
    after
        The later one.
    listener
        Who listens: an event stream, a handler that you pass (handler), or a tracer or token
        counter (hook).
    gate
        Fail only if a statement of the earlier one no longer holds.
    expected
        Differences that the gate accepts (default: .compat-expected.toml).
    across_suites
        Compare what both have, though different suites measured them.
    as_json
        Print all that differs as JSON.
    markdown
        Print the words as Markdown.
    """
    if as_json and markdown:
        message = "--json and --markdown are two formats: ask for one"
        raise UsageError(message)
    if expected and not gate:
        message = "--expected is about the gate: add --gate"
        raise UsageError(message)
    one, other = load_matrix(before), load_matrix(after)
    if not across_suites:
        refuse_other_suite(one.provenance.suite_hash, other.provenance.suite_hash)
    one, other = (hear_layer(each, Listener(listener)) for each in (one, other))
    found = hold_to(one, other, read_expected(expected) if gate else None)
    if as_json:
        terminal.print_json(render_json(found.comparison, found.gate, found.outcome))
    elif markdown:
        terminal.print_text(render_md(found.shown))
    else:
        make_console().print(render_text(found.shown), highlight=False)
    return found.code
