"""What a release declares that it needs, from its metadata."""

from pathlib import Path

import pytest
from packaging.requirements import InvalidRequirement

from compat.environments.declaration import ask_declared


def installed(folder: Path, *lines: str) -> Path:
    place = folder / "lib/python3.12/site-packages/langchain_core-1.0.0.dist-info"
    place.mkdir(parents=True)
    requires = "".join(f"Requires-Dist: {line}\n" for line in lines)
    (place / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: langchain-core\n{requires}\ntext"
    )
    return folder


def test_requirements_without_those_of_extras(tmp_path: Path) -> None:
    folder = installed(
        tmp_path,
        "pydantic<3,>=2.7.4",
        'uuid-utils<1,>=0.12; python_version >= "3.9"',
        'numpy; extra == "vector"',
    )
    assert ask_declared(folder) == (
        "pydantic<3,>=2.7.4",
        'uuid-utils<1,>=0.12; python_version >= "3.9"',
    )


def test_none(tmp_path: Path) -> None:
    assert ask_declared(installed(tmp_path)) == ()


def test_metadata_that_makes_no_sense(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequirement):
        ask_declared(installed(tmp_path, "<script>"))
