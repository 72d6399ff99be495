"""Asking uv, once and bounded, for the Pythons that are missing."""

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from compat.axes.text import join_lines

# Where there is no network uv gives up at once or after the connection's time; where there is one,
# the download has all of the limit. Repetitions cost seconds (measured: one 2, three 9) in which
# nothing changes. uv knows the first variable since 0.10, before that a connection has ten seconds.
_ENVIRONMENT: Final = {
    "UV_HTTP_CONNECT_TIMEOUT": "2",
    "UV_HTTP_RETRIES": "0",
    # Only for this program to find, not for the person's PATH or registry.
    "UV_PYTHON_INSTALL_BIN": "0",
    "UV_PYTHON_INSTALL_REGISTRY": "0",
    "NO_COLOR": "1",
}
_ADDRESS: Final = re.compile(r"\S*://\S*")


def install_pythons(uv: Path, series: Sequence[str], *, limit: float = 300) -> dict[str, str]:
    """Let uv install the newest patch of each minor series, like ``3.14``, where uv keeps them.

    Returns for each that failed the reason, on one line and without addresses. ``limit`` is in
    seconds, for all together.
    """
    # One process each, for uv refuses all when it does not know one of them.
    with ThreadPoolExecutor(max(1, len(series))) as pool:
        reasons = pool.map(lambda name: _install(uv, name, limit), series)
        return {name: reason for name, reason in zip(series, reasons, strict=True) if reason}


def _install(uv: Path, name: str, limit: float) -> str | None:
    try:
        finished = subprocess.run(  # noqa: S603 - our own words
            [uv, "python", "install", "--no-progress", name],
            env={**os.environ, **_ENVIRONMENT},
            cwd=tempfile.gettempdir(),  # the settings of no project
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"uv could not install it within {limit:g} s"
    except OSError as error:
        return f"uv cannot be run: {error.strerror}"
    if finished.returncode == 0:
        return None
    # uv tells a chain of causes: the last line is the deepest.
    lines = [line for line in finished.stderr.splitlines() if line.strip()]
    told = lines[-1].strip().removeprefix("cause: ") if lines else "it does not say why"
    return f"uv could not install it: {join_lines(_ADDRESS.sub('(address)', told), limit=160)}"
