"""The watcher, laid out so that every Python that a command starts runs it, and none keeps it."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile, copytree, ignore_patterns
from tempfile import TemporaryDirectory
from typing import Final

import compat
from compat.check.lines import Process, read_process
from compat.errors import DiskError

_SOURCE: Final = Path(compat.__file__).parent / "watch"
_PACKAGE: Final = "langchain_core_watch"

# What programs need to run at all, and to speak a person's language.
_PLAIN: Final = (
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "TERM",
    "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CI", "LD_LIBRARY_PATH", "SYSTEMROOT",
    "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
)  # fmt: skip
_PLAIN_KINDS: Final = ("LC_", "XDG_")
_UNTRACED: Final = {"LANGCHAIN_TRACING_V2": "false", "LANGSMITH_TRACING": "false"}

_MOST_FILES: Final = 10_000
_LONGEST: Final = 200_000  # bytes of a line
_LARGEST: Final = 64_000_000  # bytes of a process's file


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A folder to be first on the path of Python, and one for what the processes find."""

    path: Path
    findings: Path

    def make_variables(
        self, environ: Mapping[str, str], passed: Iterable[str], root: Path, *, network: bool
    ) -> dict[str, str]:
        """Return the environment of what is watched: few variables, and those that are named.

        ``root`` is its virtual environment. The passed ones come last: they are a person's word.
        """
        plain = {
            name: value
            for name, value in environ.items()
            if name in _PLAIN or name.startswith(_PLAIN_KINDS)
        }
        own = environ.get("PYTHONPATH")
        programs = root / ("Scripts" if os.name == "nt" else "bin")
        return {
            **plain,
            **_UNTRACED,
            **{name: environ[name] for name in passed if name in environ},
            "PATH": os.pathsep.join([str(programs), environ.get("PATH", os.defpath)]),
            "VIRTUAL_ENV": str(root),
            "PYTHONPATH": os.pathsep.join([str(self.path), *([own] if own else [])]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LANGCHAIN_CORE_WATCH_FOLDER": str(self.findings),
            "LANGCHAIN_CORE_WATCH_NETWORK": "open" if network else "refused",
        }

    def read_processes(self) -> list[Process]:
        """Return what the processes wrote, the first one first; hostile files are cut short."""
        files = sorted(self.findings.glob("*.jsonl"))[:_MOST_FILES]
        found = (read_process(_read_lines(path)) for path in files if path.is_file())
        return sorted((each for each in found if each), key=lambda each: each.start.pid)


@contextmanager
def stage() -> Iterator[Stage]:
    """Lay the watcher out in a folder of its own, and remove that afterwards. Raises DiskError."""
    try:
        with TemporaryDirectory(prefix="compat-check-", ignore_cleanup_errors=True) as folder:
            path, findings = Path(folder, "path"), Path(folder, "findings")
            findings.mkdir()
            skipped = ignore_patterns("__pycache__")
            copytree(_SOURCE / _PACKAGE, path / _PACKAGE, ignore=skipped)
            copyfile(_SOURCE / "staged" / "sitecustomize.py", path / "sitecustomize.py")
            yield Stage(path=path, findings=findings)
    except OSError as error:
        message = f"cannot lay out the watcher: {error.strerror or error}"
        raise DiskError(message) from error


def without_watcher(variables: Mapping[str, str], stage: Stage) -> dict[str, str]:
    """Return the same environment with nothing of the watcher in it."""
    path = [each for each in variables["PYTHONPATH"].split(os.pathsep) if each != str(stage.path)]
    kept = {
        name: value
        for name, value in variables.items()
        if name != "PYTHONPATH" and not name.startswith("LANGCHAIN_CORE_W")
    }
    return {**kept, **({"PYTHONPATH": os.pathsep.join(path)} if path else {})}


def _read_lines(path: Path) -> Iterator[bytes]:
    """Give the lines of a file that a stranger may have written to."""
    read = 0
    with path.open("rb") as file:
        while read < _LARGEST and (line := file.readline(_LONGEST)):
            read += len(line)
            yield line
