"""What was typed, as a person types it again."""

import shlex
import sys
from collections.abc import Iterable, Sequence

from compat.cli.baseline import leave_out_gate

# Options of plan and run that matrix does not have, or that say how and not what, with how many
# words follow each.
_OF_SHARDS = {
    "--shards": 1, "--shard": 1, "--plan": 1, "--format": 1, "--durations": 1, "--output": 1,
    "--jobs": 1, "--json": 0, "--fresh": 0, "--quiet": 0,
}  # fmt: skip


def typed_command(command: str) -> str:
    """Return what a person types in a clone to have this again.

    What it was held to is left out: it decides nothing, and lies somewhere on this machine.
    """
    return _words(command, leave_out_gate(sys.argv[2:]) if sys.argv[1:2] == [command] else [])


def unsplit() -> str:
    """Return what a person types in a clone to measure in one run what is to be split."""
    arguments = sys.argv[2:] if sys.argv[1:2] in (["plan"], ["run"]) else []
    return _words("matrix", list(without_shards(arguments)))


def without_shards(arguments: Iterable[str]) -> Iterable[str]:
    """Give arguments without the options that are about shards."""
    skipped = 0
    for argument in arguments:
        name, equals, _ = argument.partition("=")
        if skipped:
            skipped -= 1
        elif name in _OF_SHARDS:
            skipped = 0 if equals else _OF_SHARDS[name]
        else:
            yield argument


def _words(command: str, arguments: Sequence[str]) -> str:
    return shlex.join(["nox", "-s", command, *(["--", *arguments] if arguments else [])])
