"""The program's commands, and what it says without importing one, or a library."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill
from typing import Final

import compat

JOBS = os.cpu_count() or 1
"""Cells at a time."""

HOME = Path(".compat")
REPORTS = Path("reports")
LAYER_REPORTS = REPORTS / "langgraph"
"""Those of cells with a layer, which are a matrix of their own."""

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "ask": (
        "compat.cli.ask:ask",
        "Say what a configuration does to the events of child runs, and what to write there.",
    ),
    "upgrade": (
        "compat.cli.upgrade:upgrade",
        "Say what changes from one configuration to another, and what to do about it.",
    ),
    "check": (
        "compat.cli.check:check",
        "Run this project's code, and say which calls event streams, handlers or tracers miss.",
    ),
    "list": (
        "compat.cli.patterns:list_patterns",
        "List the patterns that are measured, or find them by an API or a symptom.",
    ),
    "matrix": ("compat.cli.app:matrix", "Measure cells and write the reports."),
    "plan": ("compat.cli.app:plan", "Print what ``matrix`` would do, without doing it."),
    "report": ("compat.cli.app:report", "Render the reports again without running a cell."),
    "compare": ("compat.cli.compare:compare", "Say what differs between two matrices."),
    "replay": (
        "compat.cli.tools:replay",
        "Run one cell of a matrix again with exactly the packages it had, and compare.",
    ),
    "hosts": (
        "compat.cli.tools:hosts",
        "Run cells by the engine and the plain way, and compare all that they record.",
    ),
    "doctor": (
        "compat.cli.tools:doctor",
        "Say which interpreters, index and uv this machine has, what is missing, and what to do.",
    ),
    "cache": (
        "compat.cli.tools:cache",
        "Say what earlier runs keep in .compat for later ones, and remove what is not needed.",
    ),
    "run": (
        "compat.cli.shards:run",
        "Measure one shard of a plan, here or on any other machine, for ``merge``.",
    ),
    "merge": (
        "compat.cli.shards:merge",
        "Put shards together, prove that nothing is missing, and write the reports.",
    ),
    "site": (
        "compat.cli.site:site",
        "Make a static site of the reports and the docs, with a page for each pattern.",
    ),
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
        "Print as Markdown what releases missing from the published matrix change; else nothing.",
    ),
}
"""By name: where a command is, and the first line of its help."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Answers": ("check", "ask", "upgrade", "list"),
    "Measure": ("matrix", "plan", "replay", "hosts", "doctor", "cache"),
    "Compare and publish": ("compare", "news", "report", "site", "badge", "summary"),
    "On many machines": ("run", "merge"),
}
"""The commands as the help lists them."""

EXAMPLES: Final[Mapping[str, str]] = {
    "ask": """\
About your project, about another configuration, and about a pattern that you use (compat list \
finds patterns by what you see or call):

    compat ask

    compat ask 3.10/0.3.40

    compat ask 3.14 latest --only gather
""",
    "upgrade": """\
A configuration is a Python and a langchain-core: 3.12/1.2.0, 3.12 1.2.0, or its id \
py3.12-core1.2.0. 3.12/1.2 is the newest 1.2 that was measured on Python 3.12, 3.12/latest the \
newest of all.

From what the project here has, and from another configuration:

    compat upgrade --to 3.14/latest

    compat upgrade 3.11/0.3.40 3.12/1.2.0

    compat upgrade --from 3.13 0.3 --to 3.14 --only gather
""",
    "check": """\
This project's tests, some of them, a graph, and a program:

    compat check

    compat check -- pytest tests/unit -k tools

    compat check app.graph:graph

    compat check -- python -m app.nightly
""",
    "list": """\
By what you see, and by what you call:

    compat list 'tokens stream'

    compat list on_chat_model_end
""",
    "matrix": """\
Two Pythons with the newest release, the exact release of every change, and one cell:

    compat matrix --pythons 3.10 3.13 --releases latest

    compat matrix --exact --releases '>=1.4,<1.5'

    compat matrix py3.12-core0.3.40 --only tool-async
""",
    "plan": """\
What every release would take, and the same for eight machines:

    compat plan --releases all

    compat plan --releases all --shards 8 --output plan.json
""",
    "compare": """\
What differs, and whether what was published still holds:

    compat compare before.json reports

    compat compare before.json reports --gate
""",
    "replay": """\
One cell of reports/ again:

    compat replay py3.12-core0.3.86
""",
    "run": """\
The third of eight shards:

    compat run --plan plan.json --shard 3/8
""",
    "merge": """\
All shards of a plan:

    compat merge .compat/shards/* --plan plan.json --output reports
""",
    "site": """\
To look at, and for its address with what is not measured yet:

    compat site site

    compat site site --base https://you.github.io/project --newer
""",
    "badge": """\
For all Pythons, and for one:

    compat badge --output badge.svg

    compat badge --python 3.14 --output badge-3.14.svg
""",
}
"""By name: the examples in the help of a command."""

NO_CONFIG: Final = "--no-config"

_ASKING: Final = ("only", "group")
_MEASURING: Final = ("pythons", "releases", "only")
TAKES: Final[Mapping[str, tuple[str, ...]]] = {
    "ask": _ASKING,
    "upgrade": _ASKING,
    "matrix": (*_MEASURING, "base"),
    "report": ("base",),
    "merge": ("base",),
    "site": ("base",),
    "plan": _MEASURING,
    "run": _MEASURING,
    "check": ("private",),
}
"""By name: what a command takes from pyproject.toml where it is not typed."""

_VALUES: Final = {
    "only": '["tool-async", "gather"]',
    "pythons": '["3.10", "3.13"]',
    "private": '["summarize > ChatOpenAI"]',
    "base": '"https://example.org/matrix"',
}

_TAKES: Final = """\
Options that a project always needs can be set in its pyproject.toml:

    [tool.langchain-core-compat]
    {key} = {value}

It can set {keys}. The nearest pyproject.toml with this table counts: in this folder, or in one \
above it up to the root of the repository. What you type overrides it; {no} ignores it.
"""


def get_epilogue(name: str) -> str:
    """Return what the help of a command ends with: examples, and what its project can set."""
    keys = TAKES.get(name, ())
    value = _VALUES.get(keys[0], "") if keys else ""
    listed = " and ".join(part for part in (", ".join(keys[:-1]), *keys[-1:]) if part)
    takes = _TAKES.format(key=keys[0], value=value, keys=listed, no=NO_CONFIG) if keys else ""
    return "\n".join(part for part in (EXAMPLES.get(name, ""), takes) if part)


ABOUT: Final = (
    "Measures on which Python and langchain-core a child runnable's events reach the caller."
)


def answer(arguments: Sequence[str]) -> str | None:
    """Return the version or the commands, where no more than that is asked for."""
    match arguments:
        case ["--version"]:
            return compat.__version__
        case [] | ["--help" | "-h"]:
            return _help(max(get_terminal_size().columns, 40))
        case _:
            return None


def _help(width: int) -> str:
    said = {name: words.replace("``", "") for name, (_, words) in COMMANDS.items()}
    parts = {
        **{group: {name: said[name] for name in names} for group, names in GROUPS.items()},
        "Options": {
            "--help, -h": "Show this help, or after a command its options and examples.",
            NO_CONFIG: "After a command: ignore what pyproject.toml sets for compat.",
            "--version": "Print the version.",
        },
    }
    listed = [f"{group}:\n{_list(names, width)}" for group, names in parts.items()]
    usage = "\n".join(("Usage: compat COMMAND", "", fill(ABOUT, width)))
    example = "Try: compat ask 3.10/0.3.40"
    return "\n\n".join((usage, example, *listed))


def _list(said: Mapping[str, str], width: int) -> str:
    """Return names with what is said of each, aligned and wrapped."""
    indent = " " * 15
    return "\n".join(
        fill(words, width, initial_indent=f"  {name}".ljust(len(indent)), subsequent_indent=indent)
        for name, words in said.items()
    )
