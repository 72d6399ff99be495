"""Tiny wheels in a folder, for a real uv to resolve and install."""

import base64
import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from uv import find_uv_bin

from compat.environments.uv import Uv
from compat.environments.variables import make_uv_variables


def wheel(
    folder: Path,
    name: str,
    version: str,
    *,
    requires: Iterable[str] = (),
    files: Mapping[str, str] | None = None,
) -> Path:
    """Write a wheel that holds a module of its name, or ``files``."""
    stem = name.replace("-", "_")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}-{version}-py3-none-any.whl"
    info = f"{stem}-{version}.dist-info"
    needs = "".join(f"Requires-Dist: {line}\n" for line in requires)
    content = {
        **(files or {f"{stem}.py": f"VERSION = {version!r}\n"}),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for place, text in content.items():
            archive.writestr(place, text)
        record = "".join(f"{place},{_digest(text)},\n" for place, text in content.items())
        record += f"{info}/RECORD,,\n"
        archive.writestr(f"{info}/RECORD", record)
    return path


def _digest(text: str) -> str:
    encoded = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
    return f"sha256={encoded.decode().rstrip('=')}"


def uv_of(folder: Path, cache: Path) -> Uv:
    """Return a uv that knows the wheels of a folder and nothing else."""
    env = {
        **make_uv_variables({}),
        "UV_FIND_LINKS": str(folder),
        "UV_NO_INDEX": "1",
        "UV_CACHE_DIR": str(cache),
        "UV_NO_CONFIG": "1",
    }
    return Uv(program=find_uv_bin(), env=env, as_of=None)
