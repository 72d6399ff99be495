"""``python -m tests.proof [--list] [--stage STAGE …] [-k WORDS] [--jobs N] [--keep]``."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.proof.injection import Injection, Row, Stage, tried
from tests.proof.table import TABLE
from tests.proof.world import VICTIM, expected


def main(arguments: Sequence[str] | None = None) -> int:
    """Try what is asked for, print the table, and return 1 if a row is bad."""
    parser = argparse.ArgumentParser(prog="tests.proof", description=__doc__)
    parser.add_argument("--list", action="store_true", help="say what there is")
    parser.add_argument("--stage", nargs="+", type=Stage, choices=list(Stage), default=list(Stage))
    parser.add_argument("-k", metavar="WORDS", default="", help="only names with these words")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--keep", action="store_true", help="leave the folders of the injections")
    asked = parser.parse_args(arguments)
    chosen = [one for one in TABLE if one.stage in asked.stage and asked.k in one.name]
    if asked.list:
        for one in chosen:
            say(f"{one.stage:8}{one.kind:12}{one.name}")
        say(summary(chosen, []))
        return 0
    if not chosen:
        say("nothing has such a name")
        return 2
    expected()  # makes the cache that all start from
    rows = []
    with ThreadPoolExecutor(asked.jobs) as pool:
        for row in pool.map(lambda one: tried(one, keep=asked.keep), chosen):
            say(line(row))
            rows.append(row)
    say(summary(chosen, rows))
    return int(any(row.bad for row in rows))


def line(row: Row) -> str:
    """Return a row of the table: fault, exit code, status, what the next run says."""
    one = row.injection
    head = f"{one.stage:8}{one.kind:12}{one.name:76} "
    if not (row.faulty and row.healthy):
        return f"{head}{'BAD ' + row.bad[0] if row.bad else 'skipped: ' + row.skipped}"
    status = row.faulty.statuses.get(VICTIM, "-")
    after = row.healthy.statuses.get(VICTIM, "-")
    said = f"{head}exit {row.faulty.code:<4}{status:17}next: exit {row.healthy.code:<3}{after:17}"
    return "\n".join([f"{said}{'BAD' if row.bad else 'good'}", *(f"    {bad}" for bad in row.bad)])


def summary(chosen: Sequence[Injection], rows: Sequence[Row]) -> str:
    """Return the last line: how many were run, skipped, bad."""
    stages = Counter(one.stage for one in chosen)
    cut = ", ".join(f"{stage} {number}" for stage, number in stages.items())
    skipped = sum(bool(row.skipped) for row in rows)
    bad = sum(bool(row.bad) for row in rows)
    run = len(rows) - skipped
    return f"{len(chosen)} injections ({cut}): {run} run, {skipped} skipped, {bad} bad"


def say(words: str) -> None:
    """Print a line, now."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
