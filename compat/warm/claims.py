"""What namespaces are to keep from a cell, tried in one; the first that does not hold is told.

Takes JSON: the folders ``work`` and ``own`` (``settle``), the ``port`` that somebody listens on,
the process ``stranger`` outside, folders that must be ``closed``, and ``interpreters`` to start.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from compat.warm import namespaces

_FIRST = 1  # process of a namespace


def main(argument: str) -> None:
    """Try it in a process as a cell has it, and end with its code."""
    asked = json.loads(argument)
    pids = namespaces.Pids()
    for _ in range(2):  # the second after the first has ended
        pids.begin()
        child = os.fork()
        if not child:
            namespaces.look_around()
            namespaces.settle(asked["work"], asked["own"])
            refuted = _refuted(asked)
            sys.stderr.write(f"{refuted}\n" if refuted else "")
            sys.stderr.flush()
            os._exit(1 if refuted else 0)
        pids.end()
        _, status = os.waitpid(child, 0)
        if status:
            sys.exit(1)


def _refuted(asked: dict[str, Any]) -> str | None:
    for claim in (_alone, _offline, _in_its_place, _able):
        if refuted := claim(asked):
            return refuted
    return None


def _alone(asked: dict[str, Any]) -> str | None:
    others = {int(place.name) for place in Path("/proc").glob("[0-9]*")} - {_FIRST, os.getpid()}
    if others:
        return "a cell sees other processes"
    try:
        os.kill(asked["stranger"], 0)
    except ProcessLookupError:
        return None
    return "a cell can signal other processes"


def _offline(asked: dict[str, Any]) -> str | None:
    try:
        socket.create_connection(("127.0.0.1", asked["port"]), 1).close()
    except OSError:
        return None
    return "a cell reaches the network"


def _in_its_place(asked: dict[str, Any]) -> str | None:
    for folder in (*asked["closed"], asked["work"]):
        if _can_write(folder):
            return f"a cell can write to {folder}"
    return None if _can_write(asked["own"]) else "a cell cannot write to its own folder"


def _able(asked: dict[str, Any]) -> str | None:
    for interpreter in asked["interpreters"]:
        command = [interpreter, "-I", "-c", "import ctypes, socket"]
        if subprocess.run(command, check=False).returncode:  # noqa: S603 - one that was found
            return f"{interpreter} does not start where a person's files are hidden"
    return None


def _can_write(folder: str) -> bool:
    place = Path(folder, ".compat-tried")
    try:
        place.write_bytes(b"")
        place.unlink()
    except OSError:
        return False
    return True
