"""Faults of what a cell hands out: its record, its notes on progress, its words."""

import signal
import time
from collections.abc import Iterator
from typing import Final

from tests.proof.hostile import hostile
from tests.proof.injection import Stage, add
from tests.proof.running import QUICKLY
from tests.proof.world import World, wait_until

CRASHED: Final = ("crashed", "machine-failed")
PROGRESS: Final = (
    'notes = record.with_name(record.name + ".progress")\nnotes.unlink(missing_ok=True)\n'
)
GONE: Final = "record.unlink()\n"
DOCTORED: Final = (
    "found = json.loads(record.read_text())\n{0}\nrecord.write_text(json.dumps(found))"
)

for words, lines in {
    "a pipe as its record": f"{GONE}os.mkfifo(record)",
    "a link to /dev/zero as its record": f'{GONE}os.symlink("/dev/zero", record)',
    "a link to another record": f'{GONE}record.with_name("b").write_text("x");'
    'os.symlink("b", record)',
    "a folder as its record": f"{GONE}record.mkdir()",
    "a socket as its record": f"{GONE}socket.socket(socket.AF_UNIX).bind(os.path.relpath(record))",
    "a record of 300 MB": f'{GONE}with open(record, "wb") as file:\n    file.truncate(300 << 20)',
    "half a record": "record.write_text(record.read_text()[:999])",
    "a record of 100,000 brackets": 'record.write_text("[" * 100000)',
    "a record that is no text": "record.write_bytes(bytes(range(256)))",
}.items():  # fmt: skip
    add(
        Stage.RECORD, "file", f"a cell leaves {words}",
        hostile("end", lines, arguments=QUICKLY), statuses=CRASHED, codes=(4,),
    )  # fmt: skip
for words, lines in {
    "a pipe": f"{PROGRESS}os.mkfifo(notes)",
    "a link to /dev/zero": f'{PROGRESS}os.symlink("/dev/zero", notes)',
    "300 MB": f'{PROGRESS}with open(notes, "wb") as file:\n    file.truncate(300 << 20)',
    "a folder": f"{PROGRESS}notes.mkdir()",
}.items():
    add(
        Stage.RECORD, "file", f"a cell has {words} for its progress, and is killed",
        hostile("end", f"{GONE}{lines}\nos.kill(os.getpid(), signal.SIGKILL)", arguments=QUICKLY),
        statuses=CRASHED, codes=(4,),
    )  # fmt: skip
for words, lines in {
    "of another Python": 'found["python"]["exact"] = "3.13.99"',
    "of another suite": 'found["suite"]["hash"] = "0" * 64',
    "of another cell": 'found["cell"] = "py3.13-core0.3.86"',
    "without observations": 'found["observations"] = []',
    "without a scenario": 'found["suite"]["scenarios"].pop()',
    "with observations of one scenario only": (
        'found["observations"] = [o for o in found["observations"]'
        ' if o["scenario"] == "tool-async"]'
    ),
    "without a variant": 'found["observations"] = found["observations"][1:]',
    "with a variant twice": 'found["observations"] *= 2',
    "with another package": 'found["packages"]["pydantic"] = "1.0"',
    "without a package": 'del found["packages"]["pydantic"]',
    "of another release": 'found["packages"]["langchain-core"] = "1.8.1"',
    "with overrides": 'found["overrides"] = ["certifi"]',
    "of a newer schema": 'found["schema_version"] = "9.0"',
    "that failed to import, with observations": 'found["status"] = "import-failed"',
    "that was not published": (
        'found.update(status="not-published", reason="so", suite=None, observations=[])'
    ),
    "that is not installable": (
        'found.update(status="not-installable", reason="so", suite=None, observations=[])'
    ),
}.items():  # fmt: skip
    add(
        Stage.RECORD, "doctored", f"a cell writes a record {words}",
        hostile("end", DOCTORED.format(lines)), statuses=CRASHED, codes=(4,),
        quick=words == "without observations",
    )  # fmt: skip

TEXT: Final = r"""
sys.stdout.flush()
os.write(1, b"::error::owned\n\x1b[31m::warning::owned\n\xe2\x80\xae\x9b31m\r::add-mask::x\n")
os.write(1, b"\x1b]0;owned\x07\x1b[2J\xe2\x80\xae" + b"word " * 9 + b"::error::owned " * 60 + b"\n")
os._exit(1)
"""


def speaking(world: World) -> Iterator[None]:
    """Let a cell say what a terminal and a workflow obey."""
    world.env |= {"COLUMNS": "80", "GITHUB_ACTIONS": "true"}
    faulty = hostile("case", TEXT)(world)
    next(faulty)
    yield
    said = (world.folder / "run-1.txt").read_text(errors="replace")
    world.hold(
        not {"\x1b", "\x07", "\x9b", "\u202e"} & set(said), "control characters reach the terminal"
    )
    lines = [line for line in said.splitlines() if line.lstrip().startswith("::")]
    world.hold(not lines, f"a line is a workflow command: {lines[:1]}")
    next(faulty, None)


def stopped_while_reading(world: World) -> Iterator[None]:
    """Send SIGTERM while a pipe is in the place of a record."""
    faulty = hostile("end", f"{GONE}os.mkfifo(record)\ntime.sleep(4)")(world)
    next(faulty)

    def stop() -> None:
        wait_until(lambda: list(world.folder.glob(".compat/runs/*/work/*/run-1/record.json")))
        time.sleep(1)
        world.signal(signal.SIGTERM)

    world.meanwhile, world.limit = stop, 60
    yield
    world.meanwhile = None
    next(faulty, None)


add(
    Stage.RECORD, "text", "a cell says escape sequences and workflow commands", speaking,
    statuses=CRASHED, codes=(4,),
)  # fmt: skip
add(
    Stage.RECORD, "stopped", "SIGTERM while a pipe is in a record's place", stopped_while_reading,
    codes=(130,),
)  # fmt: skip
