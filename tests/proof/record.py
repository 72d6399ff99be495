"""Records today's index: ``python -m tests.proof.record``.

The pages that some cells of today need, trimmed to what their resolution can choose from, without
any address: wheels that fit, of the versions that were chosen and of the newest few.
"""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from packaging.utils import InvalidWheelFilename, parse_wheel_filename
from packaging.version import Version

from tests.cli.run import environment
from tests.proof.faulty import FaultyIndex
from tests.proof.pages import FILES, RECORDED, Configured, File

CELLS: Final = (
    "py3.10-core0.3.86", "py3.10-core1.7.7", "py3.13-core0.3.86", "py3.13-core1.8.2",
    "py3.13-core1.8.4",
)  # fmt: skip
_NEWEST: Final = 4  # versions a project, besides those that were chosen
_CORES: Final = Version("1.7")
_PYTHONS: Final = frozenset({"py3", "py2", "cp310", "cp313"})
_ABIS: Final = frozenset({"none", "abi3", "cp310", "cp313"})


def main() -> None:
    """Ask for the cells through a relay, and keep what was asked."""
    with TemporaryDirectory() as folder:
        pages = Configured(FILES)
        with FaultyIndex(pages) as index:
            command = [
                sys.executable, "-m", "compat", "matrix", *CELLS, "--only", "tool-async",
                "--output", "out",
            ]  # fmt: skip
            env = environment(
                UV_DEFAULT_INDEX=index.url, UV_CACHE_DIR=f"{folder}/uv", PYTHONPATH=str(Path.cwd())
            )
            subprocess.run(command, cwd=folder, env=env, check=False)
        asked = {path.split("/")[2] for path in index.asked if path.startswith("/simple/")}
        chosen = {path.rpartition("/")[2] for path in index.asked if path.startswith("/files/")}
        projects = {name: list(_trimmed(name, pages, chosen)) for name in sorted(asked)}
    kept = {
        "date": datetime.now(UTC).date().isoformat(),
        "projects": {name: files for name, files in projects.items() if files},
    }
    text = json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()
    RECORDED.write_bytes(gzip.compress(text, mtime=0))


def _trimmed(project: str, pages: Configured, chosen: set[str]) -> Iterator[File]:
    """Give the wheels of a project that may be chosen by a cell that is recorded."""
    fitting = [file for file in pages.page(project) or () if _fits(file)]
    versions = sorted({_version(file) for file in fitting})
    wanted = set(versions[-_NEWEST:])
    wanted |= {_version(file) for file in fitting if file["filename"] in chosen}
    wanted |= {_version(f) for f in fitting if f"{f['filename']}.metadata" in chosen}
    if project == "langchain-core":
        wanted |= {version for version in versions if version >= _CORES}
    yield from (file for file in fitting if _version(file) in wanted)


def _version(file: File) -> Version:
    return parse_wheel_filename(file["filename"])[1]


def _fits(file: File) -> bool:
    try:
        _, _, _, tags = parse_wheel_filename(file["filename"])
    except InvalidWheelFilename:
        return False
    return any(
        tag.interpreter in _PYTHONS
        and tag.abi in _ABIS
        and (tag.platform == "any" or ("manylinux" in tag.platform and "x86_64" in tag.platform))
        for tag in tags
    )


if __name__ == "__main__":
    main()
