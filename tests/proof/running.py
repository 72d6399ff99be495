"""Faults while scenarios run, and what strangers in cells may try."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from threading import Thread
from typing import Final

from tests.proof.hostile import hostile, while_a_tool_runs
from tests.proof.importing import NOT_FOUND_OUT
from tests.proof.injection import Fault, Stage, add
from tests.proof.limits import grouped
from tests.proof.shortages import SHORTAGES
from tests.proof.world import World, wait_until

QUICKLY: Final = ("--time-limit", "10")
SLEEPER: Final = """
if not os.fork():
    os.setsid()
    if not os.fork():
        {0}
        time.sleep(300)
    os._exit(0)
"""
BOMB: Final = """
for _ in range(40):
    if not os.fork():
        os.setsid()
        time.sleep(300)
        os._exit(0)
"""

for words, lines in SHORTAGES.items():
    add(
        Stage.RUN, "shortage", f"{words} while the guide's tool runs",
        hostile("case", while_a_tool_runs(lines)), statuses=NOT_FOUND_OUT, codes=(4,),
        quick=words == "no thread",
    )  # fmt: skip
for words, lines in {
    "killed": "os.kill(os.getpid(), signal.SIGKILL)",
    "a segmentation fault": "ctypes.string_at(0)",
    "ends with 0 and no record": "os._exit(0)",
    "says that pytest failed": "os._exit(1)",
    "every descriptor closed": "os.closerange(0, 4096); os._exit(0)",
    "kills the process that forked it": "os.kill(os.getppid() or 1, signal.SIGKILL); time.sleep(5)",
    "kills its whole group": "os.killpg(0, signal.SIGKILL)",
}.items():
    add(Stage.RUN, "ended", f"a cell: {words}", hostile("case", lines))
for words, lines in {
    "never ends": "time.sleep(3600)",
    "never ends and heeds no signal": """
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
while True:
    pass
""",
    "stops the process that forked it": "os.kill(os.getppid() or 1, signal.SIGSTOP)",
    "stops itself": "os.kill(os.getpid(), signal.SIGSTOP)",
}.items():
    add(Stage.RUN, "hang", f"a cell: {words}", hostile("case", lines, arguments=QUICKLY))
for words, lines in {
    "a sleeper in its own session": SLEEPER.format("pass"),
    "a sleeper that holds the output open and heeds no signal": SLEEPER.format(
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    ),
    "a sleeper in an empty environment elsewhere": SLEEPER.format(
        'os.chdir("/"); os.execve("/bin/sleep", ["sleep", "300"], {})'
    ),
    "40 sessions": BOMB,
    "40 sessions, and killed": f"{BOMB}\nos.kill(os.getpid(), signal.SIGKILL)",
    "a thread that never ends": "threading.Thread(target=time.sleep, args=(300,)).start()",
}.items():
    add(
        Stage.RUN, "left", f"a cell leaves {words}",
        hostile("end", lines, arguments=QUICKLY),
    )  # fmt: skip
add(
    Stage.RUN, "flood", "a cell writes 200 MB to its output",
    hostile("end", 'for _ in range(200):\n    os.write(1, b"x" * (1 << 20))'),
)  # fmt: skip
for megabytes in (40, 80, 120):
    add(
        Stage.RUN, "memory", f"the run is killed beyond {megabytes} MB",
        grouped("memory", "memory.limit_in_bytes", f"{megabytes}m"),
    )  # fmt: skip


def seeking_secrets(world: World) -> Iterator[None]:
    """Let a cell look for the run's secrets in the environments of all processes."""
    lines = """
for place in os.listdir("/proc"):
    try:
        if place.isdigit() and b"PROOF_SECRET=" in open(f"/proc/{place}/environ", "rb").read():
            print("found it")
            os._exit(77)
    except OSError:
        pass
"""
    world.env |= {"PROOF_SECRET": "for nobody"}
    yield from hostile("case", lines)(world)
    del world.env["PROOF_SECRET"]


def contained(world: World) -> str:
    """Return what doctor says of containment."""
    said = world.run("doctor").said.splitlines()
    return " ".join(line for line in said if "contain" in line.lower()).lower()


def connecting(world: World) -> Iterator[None]:
    """Let a cell connect to a listener on the loopback; a level without network forbids it."""
    heard: list[object] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def listen() -> None:
            with suppress(OSError):
                heard.append(listener.accept())

        Thread(target=listen, daemon=True).start()
        port = listener.getsockname()[1]
        lines = f"""
try:
    socket.create_connection(("127.0.0.1", {port}), 2).close()
except OSError:
    pass
"""
        yield from hostile("case", lines)(world)
        said = contained(world)
        world.hold(not heard or "network" in said, f"a cell reached the network; doctor: {said}")


def writing(place: str) -> Fault:
    """Let a cell write where nothing of its own is; a level without writing forbids it."""

    def inject(world: World) -> Iterator[None]:
        written = world.folder / place
        written.parent.mkdir(parents=True, exist_ok=True)
        lines = f"""
try:
    with open({str(written)!r}, "w") as file:
        file.write("x")
except OSError:
    pass
"""
        yield from hostile("case", lines)(world)
        said = contained(world)
        there = Path(written).exists()
        world.hold(not there or "writ" in said, f"a cell wrote to {place}; doctor: {said}")

    return inject


add(Stage.RUN, "stranger", "a cell looks for secrets in environments", seeking_secrets)
add(Stage.RUN, "stranger", "a cell connects to the loopback", connecting)
add(Stage.RUN, "stranger", "a cell writes beside the checkout", writing("stolen.txt"))
add(Stage.RUN, "stranger", "a cell writes into .compat", writing(".compat/cache/stolen.txt"))


def cut_off(number: signal.Signals) -> Fault:
    """End the run when one of its cells is done: that cell is kept."""

    def inject(world: World) -> Iterator[None]:
        def end() -> None:
            if wait_until(lambda: list(world.folder.glob(".compat/runs/*/records/*.json")), 200):
                world.signal(number)

        world.ask = (*world.ask, "--jobs", "1")
        world.meanwhile = end
        yield
        world.meanwhile = None
        world.hold(not world.out.exists(), "a run that was cut off left reports")
        told = world.run()
        world.hold(
            "taken up again: 1 cells are kept" in told.said, "the cell that was done is lost"
        )
        world.hold(told.code == 0, f"the same command exits {told.code}")

    return inject


def killed_beside(words: bytes) -> Fault:
    """Kill, from outside, the first process of the run whose command has these words."""

    def inject(world: World) -> Iterator[None]:
        def find() -> list[int]:
            found = []
            for place in Path("/proc").glob("[0-9]*/cmdline"):
                with suppress(OSError):
                    command = place.read_bytes()
                    if words in command and bytes(world.folder) in command:
                        found.append(int(place.parent.name))
            return [pid for pid in found if pid != world.pid]

        def kill() -> None:
            if wait_until(find, 200):
                for pid in find():
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)

        world.meanwhile = kill
        yield
        world.meanwhile = None

    return inject


for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
    add(
        Stage.RUN, "cut off", f"{number.name} when one cell is done", cut_off(number),
        codes=(-9,) if number is signal.SIGKILL else (130,),
    )  # fmt: skip
add(Stage.RUN, "killed", "a warm process is killed from outside", killed_beside(b"compat.warm"))
add(Stage.RESOLVE, "killed", "uv is killed while it resolves", killed_beside(b"\0compile\0"))
add(
    Stage.UNPACK, "killed", "uv is killed while it unpacks", killed_beside(b"\0--target\0"),
    cold=True,
)  # fmt: skip
