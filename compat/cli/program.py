"""The program and its commands, none of which is imported before it is asked for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cyclopts import App

import compat

HOME = Path(".compat")
REPORTS = Path("reports")

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "matrix": ("compat.cli.app:matrix", "Measure cells and write the reports."),
    "plan": ("compat.cli.app:plan", "Print what ``matrix`` would do, and do nothing."),
    "report": ("compat.cli.app:report", "Render the reports again without running a cell."),
    "compare": ("compat.cli.compare:compare", "Say what differs between two matrices."),
    "badge": (
        "compat.cli.publish:badge_",
        "Render the badge as of today: grey where the matrix is old or incomplete.",
    ),
    "summary": (
        "compat.cli.publish:summary",
        "Print the job summary: GitHub Markdown of less than 1 MiB, with as much as fits.",
    ),
    "news": (
        "compat.cli.publish:news",
        "Print what releases change that are not published yet, as Markdown; else nothing.",
    ),
    "run": (
        "compat.cli.shards:run",
        "Measure one shard of a plan, here or on any other machine, for ``merge``.",
    ),
    "merge": (
        "compat.cli.shards:merge",
        "Put shards together, prove that nothing is missing, and write the reports.",
    ),
    "replay": (
        "compat.cli.tools:replay",
        "Run one cell of a matrix again with the very packages it had, and compare.",
    ),
    "doctor": (
        "compat.cli.tools:doctor",
        "Say which interpreters, index and uv this machine has, what is missing, and what to do.",
    ),
    "hosts": (
        "compat.cli.tools:hosts",
        "Run cells by the engine and the plain way, and compare all that they record.",
    ),
    "cache": (
        "compat.cli.tools:cache",
        "Say what earlier runs have left for later ones in .compat, and remove what is of no use.",
    ),
    "upgrade": (
        "compat.cli.upgrade:upgrade",
        "Say what changes from one configuration to another, and what to do about it.",
    ),
}
"""By name: where a command is, and the first line of its help."""

app = App(
    name="compat",
    help="Measures on which Python and langchain-core a child runnable's events reach the caller.",
    version=compat.__version__,
    version_format="plaintext",
    # Exiting is for main alone.
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
for _name, (_place, _help) in COMMANDS.items():
    app.command(_place, name=_name, help=_help)
