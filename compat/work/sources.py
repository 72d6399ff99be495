"""The Python files of a project's folder: its own code, not what is installed or made there."""

import io
import os
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

from compat.check.calls import Call, Found, find_all
from compat.check.comments import find_private_lines
from compat.files import StrangeFileError, read_stranger

_MOST_FILES: Final = 5000
_MOST_FOLDERS: Final = 20_000
_LARGEST: Final = 1_000_000  # bytes of a file
_LONGEST: Final = 200  # characters of a line that is shown

_NOT_OWN: Final = frozenset({"__pycache__", "build", "dist", "node_modules", "site-packages"})
_ENVIRONMENT: Final = ("pyvenv.cfg", "conda-meta")
_TESTS: Final = frozenset({"test", "tests"})


@dataclass(kw_only=True)
class Source:
    """A file as seen from the project, with its text; ``is_test`` says that it is of its tests."""

    file: str
    text: str
    is_test: bool

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, as Python counts them."""
        return self.text.split("\n")


class Sources:
    """The Python files of a project, in the order of their names; no link is followed.

    What is hidden, built, or installed is left out, and so are virtual environments. ``complete``
    says that there are not more files than are read at most.
    """

    def __init__(
        self, folder: Path, *, most_files: int = _MOST_FILES, most_folders: int = _MOST_FOLDERS
    ) -> None:
        read, self._strange, self.complete = _read_all(folder, most_files, most_folders)
        self.files: Final = {each.file: each for each in read}

    @property
    def unread(self) -> tuple[tuple[str, str], ...]:
        """The files that cannot be read, or whose calls cannot, each with the reason."""
        return tuple(sorted([*self._strange, *self._found.unread]))

    def find_line(self, file: str, line: int) -> str:
        """Return what stands in a line of a file; nothing if that is none of the project's."""
        source = self.files.get(file)
        lines = source.lines if source else []
        return lines[line - 1].strip()[:_LONGEST] if 0 < line <= len(lines) else ""

    def find_calls(self) -> tuple[Call, ...]:
        """Return the calls of runnables' methods in the project's own code, without its tests."""
        return self._found.calls

    def find_private(self) -> dict[str, tuple[range, ...]]:
        """Return the lines that are marked as private, by file; in tests there may be some too."""
        found = {file: find_private_lines(each.text) for file, each in self.files.items()}
        return {file: lines for file, lines in found.items() if lines}

    @cached_property
    def _found(self) -> Found:
        own = [(file, each.text) for file, each in self.files.items() if not each.is_test]
        return find_all(own)


def _read_all(
    folder: Path, most_files: int, most_folders: int
) -> tuple[list[Source], list[tuple[str, str]], bool]:
    """Return the files, those that cannot be read, and whether these are all."""
    unread: list[tuple[str, str]] = []
    files: list[Source] = []
    complete = True
    for folders, (place, names) in enumerate(_walk(folder, unread)):
        room = max(0, most_files - len(files) - len(unread)) if folders < most_folders else 0
        for name in names[:room]:
            _read(Path(place, name), folder, files, unread)
        complete = folders < most_folders and len(names) <= room
        if not complete:
            break
    return sorted(files, key=lambda each: each.file), unread, complete


def is_test(file: str) -> bool:
    """Tell whether a file, as seen from the project, is of its tests."""
    path = PurePosixPath(file)
    named = path.name == "conftest.py" or path.name.startswith("test_")
    return named or not _TESTS.isdisjoint(path.parts[:-1])


def _walk(folder: Path, unread: list[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Give the folders of a project, each with the names of its Python files."""

    def note(error: OSError) -> None:
        unread.append((_name(Path(error.filename), folder), str(error.strerror)))

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(each for each in folders if _is_own(Path(place, each)))
        yield place, sorted(each for each in names if each.endswith(".py"))


def _is_own(folder: Path) -> bool:
    if folder.name.startswith(".") or folder.name in _NOT_OWN:
        return False
    return not any((folder / each).exists() for each in _ENVIRONMENT)


def _read(path: Path, folder: Path, files: list[Source], unread: list[tuple[str, str]]) -> None:
    if path.is_symlink():
        return
    file = _name(path, folder)
    try:
        content = read_stranger(path, _LARGEST)
        if content is None:
            return
        text = _decode(content)
    except StrangeFileError as error:
        unread.append((file, str(error)))
    except (SyntaxError, LookupError, ValueError):
        unread.append((file, "it is not written in the encoding that it says"))
    else:
        files.append(Source(file=file, text=text, is_test=is_test(file)))


def _decode(content: bytes) -> str:
    """Return a source as Python reads it."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    return io.IncrementalNewlineDecoder(None, translate=True).decode(content.decode(encoding))


def _name(path: Path, folder: Path) -> str:
    """Return a path as seen from the project, as text that can be written anywhere."""
    name = path.relative_to(folder).as_posix()
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
