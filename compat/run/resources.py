"""Whether this machine has what a cell needs: disk, memory, processes, threads, open files."""

import mmap
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

_DISK: Final = 100 * 2**20  # bytes; a cell writes one or two
_MEMORY: Final = 512 * 2**20  # bytes; a cell has about a hundred
_THREADS: Final = 16
_FILES: Final = 64


def find_scarce(folder: Path) -> str | None:
    """Return what the machine lacks right now, by trying it; None if a cell would have enough."""
    tries: dict[str, Callable[[], object]] = {
        "disk": lambda: _fill(folder),
        "memory": lambda: mmap.mmap(-1, _MEMORY).close(),
        "threads": _start_threads,
        "open files": _open_files,
        "processes": _start_process,
    }
    for name, attempt in tries.items():
        try:
            attempt()
        except (OSError, MemoryError, RuntimeError):
            return name
    return None


def _fill(folder: Path) -> None:
    if shutil.disk_usage(folder).free < _DISK:
        raise OSError
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(2**20))


def _start_threads() -> None:
    done = threading.Event()
    started: list[threading.Thread] = []
    try:
        for _ in range(_THREADS):
            thread = threading.Thread(target=done.wait)
            thread.start()
            started.append(thread)
    finally:
        done.set()
        for thread in started:
            thread.join()


def _open_files() -> None:
    with ExitStack() as files:
        for _ in range(_FILES):
            files.enter_context(tempfile.TemporaryFile())


def _start_process() -> None:
    subprocess.run([sys.executable, "-I", "-S", "-c", "pass"], check=True)
