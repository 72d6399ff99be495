"""The environment variables that a process of ours is given: few, and by name."""

import os
from collections.abc import Mapping
from pathlib import Path

# What a program needs to start at all, on Unix and on Windows.
_SYSTEM = ("SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "NUMBER_OF_PROCESSORS")

# What uv needs to reach an index and its cache the way its user has set it up.
UV_TAKES = (
    "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
    "XDG_CONFIG_DIRS", "XDG_DATA_HOME", "TMPDIR", "TEMP", "TMP", "NETRC", "SSL_CERT_FILE",
    "SSL_CERT_DIR", "SSL_CLIENT_CERT", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
    "http_proxy", "https_proxy", "all_proxy", "no_proxy", "UV_CACHE_DIR", "UV_NATIVE_TLS",
    "UV_SYSTEM_CERTS", "UV_INSECURE_HOST", "UV_HTTP_TIMEOUT",
)  # fmt: skip


def make_cell_variables(home: Path) -> dict[str, str]:
    """Return the environment of a cell's process, whose home is ``home``.

    No secrets, no settings of the person, no tracing (LangSmith's variables would send runs away,
    see docs.smith.langchain.com) and one fixed locale. ``PATH`` holds the system's own folders:
    a cell starts no programs.
    """
    return {
        **_take(_SYSTEM),
        "PATH": os.defpath,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "TMPDIR": str(home),
        "TEMP": str(home),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        # What a cell writes reaches no other.
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "LANGCHAIN_TRACING_V2": "false",
        "LANGSMITH_TRACING": "false",
    }


def make_warm_variables(home: Path, tree: Path) -> dict[str, str]:
    """Return the environment of an interpreter that cells are forked from.

    It is that of a cell, but that bytecode is taken from ``tree``; none is ever written there.
    """
    return {**make_cell_variables(home), "PYTHONPYCACHEPREFIX": str(tree)}


def make_uv_variables(index: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a uv process; ``index`` says which index it installs from.

    Nothing else that a person has set for uv reaches it: it would change what is measured.
    """
    return {
        **_take(_SYSTEM),
        **_take(UV_TAKES),
        "PATH": os.environ.get("PATH", os.defpath),
        "UV_NO_CONFIG": "1",
        "UV_LINK_MODE": "copy",  # a link into uv's cache would let a cell write there
        "UV_NO_PROGRESS": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "NO_COLOR": "1",
        **index,
    }


def _take(names: tuple[str, ...]) -> dict[str, str]:
    return {name: os.environ[name] for name in names if name in os.environ}
