"""What wheels on an index ask for, read from a real folder and held to hashes."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from compat.axes.layer import LayerListing, read_layer
from compat.axes.settings import IndexAddress, IndexSettings
from compat.errors import NotFoundOutError

METADATA = "Metadata-Version: 2.1\nName: langgraph\nVersion: {version}\n"


def wheel(version: str, *requires: str, files: int = 1) -> bytes:
    """A wheel whose metadata has these requirements."""
    text = METADATA.format(version=version) + "".join(
        f"Requires-Dist: {each}\n" for each in requires
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        for number in range(files):
            opened.writestr(f"langgraph-{version}{number or ''}.dist-info/METADATA", text)
    return written.getvalue()


def index(root: Path, files: dict[str, bytes], **hashes: str) -> IndexSettings:
    """An index of files; ``hashes`` are told in the place of the right ones, by version."""
    folder = root / "langgraph"
    folder.mkdir(parents=True)
    links = []
    for version, content in files.items():
        name = f"langgraph-{version}-py3-none-any.whl"
        (folder / name).write_bytes(content)
        digest = hashes.get(f"v{version.replace('.', '_')}", hashlib.sha256(content).hexdigest())
        links.append(f'<a href="{name}#sha256={digest}">{name}</a>')
    (folder / "index.html").write_text("<html><body>" + "\n".join(links) + "</body></html>")
    address = IndexAddress(url=root.as_uri(), origin="pip's settings")
    return IndexSettings(tool="pip", indexes=(address,), merged=True, certificates=None)


def read(tmp_path: Path, settings: IndexSettings) -> LayerListing:
    return read_layer(settings, tmp_path / "cache")


@pytest.mark.parametrize(
    ("requires", "asks"),
    [
        (["langchain-core (>=0.2.27,<0.3)"], "<0.3,>=0.2.27"),
        (['langchain_core>=0.1; python_version < "4.0"', "httpx"], ">=0.1"),
        (['langchain-core>=9; extra == "more"'], ""),
        (["not a requirement !", "langchain-core"], ""),
        ([], ""),
        (["langchain-core" + ",".join(f"!=0.3.{n}" for n in range(200))], None),
    ],
)
def test_what_a_wheel_asks_for_is_read(tmp_path: Path, requires: list[str], asks: str) -> None:
    (found,) = read(tmp_path, index(tmp_path / "i", {"1.0.0": wheel("1.0.0", *requires)})).releases
    assert (found.text, found.asks) == ("1.0.0", asks)


def test_what_was_read_is_kept_and_a_damaged_one_is_read_again(tmp_path: Path) -> None:
    settings = index(tmp_path / "i", {"1.0.0": wheel("1.0.0", "langchain-core<2")})
    read(tmp_path, settings)
    (tmp_path / "i" / "langgraph" / "langgraph-1.0.0-py3-none-any.whl").write_bytes(b"another")
    assert read(tmp_path, settings).releases[0].asks == "<2"
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"<2", b"<9"))
    with pytest.raises(NotFoundOutError, match="not of the hash"):
        read(tmp_path, settings)


def test_a_file_that_is_not_of_its_hash_is_refused(tmp_path: Path) -> None:
    settings = index(tmp_path / "i", {"1.0.0": wheel("1.0.0")}, v1_0_0="0" * 64)
    with pytest.raises(NotFoundOutError, match="not of the hash that it tells"):
        read(tmp_path, settings)


@pytest.mark.parametrize("content", [b"no zip", wheel("1.0.0", files=0), wheel("1.0.0", files=2)])
def test_of_a_wheel_that_cannot_be_read_nothing_is_known(tmp_path: Path, content: bytes) -> None:
    (found,) = read(tmp_path, index(tmp_path / "i", {"1.0.0": content})).releases
    assert found.asks is None


def test_what_is_older_than_the_floor_is_left_out(tmp_path: Path) -> None:
    files = {each: wheel(each) for each in ("0.0.69", "0.1.1")}
    assert [each.text for each in read(tmp_path, index(tmp_path / "i", files)).releases] == [
        "0.1.1"
    ]


def test_an_index_without_langgraph_is_told_and_cores_need_none(tmp_path: Path) -> None:
    address = IndexAddress(url=(tmp_path / "i").as_uri(), origin="pip's settings")
    settings = IndexSettings(tool="pip", indexes=(address,), merged=True, certificates=None)
    with pytest.raises(NotFoundOutError, match="no index has a file of langgraph; cells of lang"):
        read(tmp_path, settings)
