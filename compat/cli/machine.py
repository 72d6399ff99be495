"""What the commands take from this machine: uv, interpreters, the index, the moment."""

import importlib.metadata
import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from uv import find_uv_bin

import compat
from compat.axes.index import IndexListing, read_index
from compat.axes.interpreter import Interpreters, find_interpreters
from compat.axes.settings import (
    IndexSettings,
    read_settings,
    snapshot_config,
    uv_environment,
)
from compat.cli.checkout import checkout
from compat.environments.uv import Uv
from compat.environments.variables import for_uv
from compat.errors import CompatError, ExitCode
from compat.plan.model import Plan
from compat.plan.plan import Setting
from compat.plan.request import Request
from compat.run.suite import suite_hash

_TOOL = re.compile(r"([a-z][a-z-]{0,30})=([0-9][0-9a-z.+-]{0,30})")


class UvMissingError(CompatError):
    """The uv program of our own environment is not there."""

    exit_code = ExitCode.FAILURES


@dataclass(frozen=True, kw_only=True)
class Machine:
    """What was found: interpreters, releases, and how uv is to be called."""

    interpreters: Interpreters
    listing: IndexListing
    settings: IndexSettings
    uv: str

    def uv_for(self, plan: Plan) -> Uv:
        """Return how uv is called for the cells of a plan."""
        return Uv(
            program=self.uv,
            env=for_uv(uv_environment(self.settings)),
            as_of=plan.dependencies_as_of if plan.index_dated else None,
            wheels_only=plan.options.wheels_only,
            config=snapshot_config(),
        )


def survey(request: Request, *, download: bool) -> Machine:
    """Look at the index and for the interpreters of a request.

    Raises the errors of both: an index that cannot be read, settings that cannot be read.
    """
    settings = read_settings()
    pythons = [python.id for python in request.wanted_pythons()]
    listing = read_index(settings)
    uv = uv_program()
    interpreters = find_interpreters(pythons, uv=Path(uv) if download else None)
    return Machine(interpreters=interpreters, listing=listing, settings=settings, uv=uv)


def uv_program() -> str:
    """Return the path of uv. Raises UvMissingError."""
    try:
        return os.fspath(find_uv_bin())
    except FileNotFoundError as error:
        message = "uv is not installed beside this program: python -m pip install uv"
        raise UvMissingError(message) from error


def uv_version(program: str) -> str:
    """Return uv's version."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - our own uv
    return said.stdout.split()[1]


def setting(command: str, uv: str, looked_at: str) -> Setting:
    """Return what a plan says of its surroundings."""
    found = checkout()
    return Setting(
        suite_version=compat.__version__,
        suite_hash=suite_hash(),
        platform=f"{platform.system()} {platform.machine()}",
        tools=tools(uv),
        command=command,
        looked_at=looked_at,
        cpus=os.cpu_count(),
        commit=found.commit,
        modified=found.modified,
    )


def tools(uv: str) -> dict[str, str]:
    """Return the versions of the tools that a run uses.

    ``COMPAT_TOOLS`` (like ``nox=2026.10.20``) names those that started us from outside.
    """
    return {
        **dict(_TOOL.findall(os.environ.get("COMPAT_TOOLS", ""))),
        "findpython": importlib.metadata.version("findpython"),
        "python": ".".join(map(str, sys.version_info[:3])),
        "uv": uv_version(uv),
    }


def now() -> str:
    """Return the moment, ISO 8601, in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
