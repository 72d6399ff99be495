"""Namespaces in which a release runs: it sees no other process, no network, and few files.

Made by whoever may make a user namespace (user_namespaces(7)): a first one, in which everything is
mounted as a cell is to have it, and a second one, in which what is mounted cannot be changed back
(mount_namespaces(7), "Restrictions"). Each cell has processes, and a view of them, of its own.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
from pathlib import Path
from typing import Any

_NEWNS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = (
    0x00020000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
_NO_SUID, _NO_DEVICES, _NO_PROGRAMS, _BIND, _REC, _PRIVATE = 2, 4, 8, 0x1000, 0x4000, 0x40000
_SET_ATTRIBUTES, _AT_FDCWD, _AT_RECURSIVE, _READ_ONLY = 442, -100, 0x8000, 1
_NO_NEW_PRIVS, _AMBIENT, _RAISE, _SYS_ADMIN = 38, 47, 2, 21
_CAPABILITIES = 0x20080522  # the version of the interface
_UP, _GET_FLAGS, _SET_FLAGS = 0x1, 0x8913, 0x8914

_LIBRARY: Any = ctypes.CDLL(None, use_errno=True)
_CAPSET = _LIBRARY.capset


class Pids:
    """What processes of their own are made from: this process's namespace, and a pipe.

    Where a process namespace was made for its children, those of its children are theirs alone.
    """

    def __init__(self) -> None:
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self._waiting, self._held = os.pipe()

    def begin(self) -> int:
        """Let children have processes of their own, and return the first of them.

        It does nothing but wait, since to the first process of a namespace a signal of its own
        means nothing. When it is ended, all in the namespace are.
        """
        _unshare(_NEWPID)
        actions = [(os.POSIX_SPAWN_DUP2, self._waiting, 0)]
        return os.posix_spawnp("cat", ["cat"], {}, file_actions=actions)

    def end(self) -> None:
        """Let children be among this process's own again."""
        _check(_LIBRARY.setns(self._own, _NEWPID))

    def close(self) -> None:
        """Let go, in a child."""
        for descriptor in (self._own, self._waiting, self._held):
            os.close(descriptor)


def enter(hidden: list[str], shown: list[str], writable: list[str]) -> None:
    """Leave all namespaces but that of processes for new ones. Raises OSError.

    Of what is ``hidden`` nothing is seen but what is ``shown`` or ``writable`` within, the deepest
    folder first. Nothing but what is ``writable`` can be written.
    """
    _unshare_user(_NEWNS | _NEWIPC | _NEWNET)
    _bring_up_loopback()
    _arrange(hidden, shown, writable)
    _unshare_user(_NEWNS)
    _check(_LIBRARY.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0))
    _hold(1 << _SYS_ADMIN)
    _check(_LIBRARY.prctl(_AMBIENT, _RAISE, _SYS_ADMIN, 0, 0))


def look_around() -> None:
    """See this namespace's processes alone, and the files of these namespaces."""
    _unshare(_NEWNS)
    _mount("proc", "/proc", "proc", _NO_SUID | _NO_DEVICES | _NO_PROGRAMS)
    os.chdir(os.getcwd())  # noqa: PTH109 - through what is mounted now


def settle(work: str, own: str) -> None:
    """Write nothing but to a folder, and have no rights to change that; for ever.

    ``own`` is a folder in ``work``, which could be written.
    """
    _mount("tmpfs", "/dev/shm", "tmpfs", _NO_SUID | _NO_DEVICES, "size=64m")  # noqa: S108 - a mount
    _mount(own, own, None, _BIND | _REC)
    _set_read_only(work, recursive=False)
    os.chdir(os.getcwd())  # noqa: PTH109 - likewise
    _hold(0)


def _arrange(hidden: list[str], shown: list[str], writable: list[str]) -> None:
    _mount(None, "/", None, _REC | _PRIVATE)
    kept = {place: os.open(place, os.O_PATH | os.O_CLOEXEC) for place in (*shown, *writable)}
    for place in sorted({*hidden, *kept}, key=lambda place: Path(place).parts):
        if place not in kept:
            if not Path(place).is_dir():
                continue  # hidden with what it is in
            _mount("tmpfs", place, "tmpfs", _NO_SUID | _NO_DEVICES, "mode=755,size=1m")
            continue
        Path(place).mkdir(parents=True, exist_ok=True)
        _mount(f"/proc/self/fd/{kept[place]}", place, None, _BIND | _REC)
    _set_read_only("/", recursive=True)
    for place in (*writable, "/proc"):  # a new /proc is refused where the old one is read-only
        _set_read_only(place, recursive=False, on=False)
    for descriptor in kept.values():
        os.close(descriptor)


def _unshare_user(others: int) -> None:
    """Make a user namespace with the same user in it, and other namespaces that belong to it."""
    user, group = os.getuid(), os.getgid()
    _unshare(_NEWUSER | others)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _bring_up_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", b"lo", 0)
        (flags,) = struct.unpack_from("H", fcntl.ioctl(any_socket, _GET_FLAGS, request), 16)
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sH14x", b"lo", flags | _UP))


def _hold(capabilities: int) -> None:
    """Hold these capabilities and no others: effective, permitted, inheritable."""
    low, high = capabilities & 0xFFFFFFFF, capabilities >> 32
    header = struct.pack("Ii", _CAPABILITIES, 0)
    _check(_CAPSET(header, struct.pack("6I", low, low, low, high, high, high)))


def _set_read_only(place: str, *, recursive: bool, on: bool = True) -> None:
    """See mount_setattr(2)."""
    attributes = struct.pack("4Q", _READ_ONLY if on else 0, 0 if on else _READ_ONLY, 0, 0)
    flags = _AT_RECURSIVE if recursive else 0
    path = os.fsencode(place)
    _check(_LIBRARY.syscall(_SET_ATTRIBUTES, _AT_FDCWD, path, flags, attributes, 32), place)


def _mount(source: str | None, place: str, kind: str | None, flags: int, data: str = "") -> None:
    words = [None if word is None else os.fsencode(word) for word in (source, place, kind)]
    _check(_LIBRARY.mount(*words, ctypes.c_ulong(flags), os.fsencode(data)), place)


def _unshare(flags: int) -> None:
    _check(_LIBRARY.unshare(flags))


def _check(result: int, place: str | None = None) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), place)
