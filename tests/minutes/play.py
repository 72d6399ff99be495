"""What a person sees who types commands into a terminal of so many columns."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Minute:
    """What somebody types, in a folder with some files, into a terminal so wide."""

    name: str
    columns: int
    commands: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def recorded(self) -> Path:
        """The file that shows it."""
        return HERE / f"{self.name}.txt"


LOCK = '[[package]]\nname = "langchain-core"\nversion = "0.3.40"\n'

MINUTES = (
    Minute(
        name="application-engineer",
        columns=80,
        files={"uv.lock": LOCK, ".python-version": "3.10\n"},
        commands=("compat ask", "compat upgrade --to 3.13/1.2"),
    ),
    Minute(
        name="who-searched-for-an-event",
        columns=60,
        commands=("compat list on_chat_model_end", "compat ask 3.10/0.3.40 --only tool-async"),
    ),
    Minute(
        name="library-maintainer",
        columns=80,
        commands=(
            "compat upgrade --from 3.11/0.3.40 --to 3.14/1.2.0",
            "compat upgrade --from 3.13/0.3.86 --to 3.14/0.3.86 --only tool-async,gather",
        ),
    ),
    Minute(
        name="maintainer-of-langchain",
        columns=60,
        commands=(
            "compat ask 3.12/latest --only fallbacks",
            "compat upgrade --from 3.12/1.2.0 --to 3.12/1.8.3",
        ),
    ),
    Minute(
        name="in-a-hurry",
        columns=80,
        commands=(
            "compat",
            "compat ask 3.12 1.2",
            "compat ask 3.12/1.2.99",
            "compat ask 3.12/1.2 --only tool-asink",
            "compat upgrade --to 3.15/1.2",
            "compat list langgraph",
        ),
    ),
)


def play(minute: Minute, program: Path, folder: Path) -> str:
    """Return what a terminal shows; ``folder`` is empty, and home to who types."""
    for name, text in minute.files.items():
        (folder / name).write_text(text, "utf-8")
    return "\n".join(_type(minute, program, folder))


def _type(minute: Minute, program: Path, folder: Path) -> Iterator[str]:
    for command in minute.commands:
        yield f"$ {command}"
        words = [str(program), *command.split()[1:]]
        yield from _shown(words, folder, minute.columns)
        yield ""


def _shown(words: list[str], folder: Path, columns: int) -> list[str]:
    """Return the lines that a program shows on a terminal."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    env = {"HOME": str(folder), "TERM": "xterm", "NO_COLOR": "1", "PATH": os.defpath}
    with subprocess.Popen(
        words, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=its, stderr=its
    ):
        os.close(its)
        text = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    return text.decode().replace("\r\n", "\n").rstrip("\n").split("\n")


def _read(terminal: int) -> bytes:
    """Return what a terminal has to show, nothing when the program has ended."""
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""
