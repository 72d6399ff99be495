"""What the work takes from this machine: uv, interpreters, the index, the time."""

import importlib.metadata
import os
import platform
import re
import subprocess
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from uv import find_uv_bin

import compat
from compat.axes import pip_settings
from compat.axes.clock import Clock, check_clock
from compat.axes.index import IndexListing, read_index
from compat.axes.interpreter import Interpreters, find_interpreters
from compat.axes.layer import LAYER, LayerListing, read_layer
from compat.axes.relay import Relay, serve_pages
from compat.axes.release import PROJECT
from compat.axes.settings import IndexSettings, name_index_for_uv, read_settings
from compat.axes.uv_settings import find_files, find_ignored
from compat.environments.uv import Uv
from compat.environments.variables import make_uv_variables
from compat.errors import NotFoundOutError
from compat.plan.model import Plan, Surroundings
from compat.plan.plan import Setting
from compat.plan.request import Request
from compat.record.asked import load_layer_suite, load_suite
from compat.run.containment import Containment, Level, find_containment
from compat.run.suite import find_suite_hash, hash_suite
from compat.work.checkout import find_checkout

_TOOL = re.compile(r"([a-z][a-z-]{0,30})=([0-9][0-9a-z.+-]{0,30})")


@dataclass(frozen=True, kw_only=True)
class Machine:
    """What was found: interpreters, releases, how uv is to be called, and the time."""

    interpreters: Interpreters
    listing: IndexListing
    settings: IndexSettings
    uv: str
    clock: Clock = field(default_factory=Clock)
    layer: LayerListing | None = None

    def relay(self) -> AbstractContextManager[Relay]:
        """Serve the pages of the indexes; those that were read already, in one state."""
        known = {PROJECT: self.listing.page} if self.listing.page else {}
        known |= {LAYER: self.layer.page} if self.layer else {}
        return serve_pages(self.settings, known, dated=self.listing.dated)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know: ignored settings, an old list of cases, a wrong clock."""
        return tuple(filter(None, (_describe_ignored(), _describe_stale(), self.clock.warning)))

    @cached_property
    def containment(self) -> Containment:
        """How far cells can be kept from everything else, found by trying."""
        return choose_containment(self.interpreters)

    def uv_for(self, plan: Plan, relay: Relay) -> Uv:
        """Return how uv is called for the cells of a plan: it resolves through the relay."""
        return Uv(
            program=self.uv,
            env=make_uv_variables(name_index_for_uv(self.settings)),
            as_of=plan.dependencies_as_of if plan.index_dated else None,
            wheels_only=not plan.options.builds,
            relay=relay,
            day=self.clock.text()[:10],
            linked=self.containment.level is Level.NAMESPACES,
        )


def survey(request: Request, *, download: bool, cache: Path) -> Machine:
    """Look at the index and for the interpreters of a request; ``cache`` is what runs share.

    Raises the errors of both: an index that cannot be read, settings that cannot be read.
    """
    settings = read_settings()
    pythons = [python.id for python in request.wanted_pythons()]
    listing = read_index(settings)
    layer = read_layer(settings, cache / "requirements") if request.layered else None
    clock = check_clock(listing, datetime.now(UTC))
    uv = find_uv()
    interpreters = find_interpreters(pythons, uv=Path(uv) if download else None)
    return Machine(
        interpreters=interpreters,
        listing=listing,
        settings=settings,
        uv=uv,
        clock=clock,
        layer=layer,
    )


def _describe_ignored() -> str | None:
    """Return a line that names a person's settings that do not count, if there are any."""
    names = [*find_ignored(os.environ, find_files(os.environ))]
    if pip_settings.read_pip_settings(os.environ, pip_settings.find_files(os.environ)).find_links:
        names.append("pip's find-links")
    if not names:
        return None
    return f"These settings of yours are ignored, to keep results comparable: {', '.join(names)}."


def _describe_stale() -> str | None:
    """Return a line that says so where records cannot be held to this suite's own cases."""
    known = (load_suite().hash, load_layer_suite().hash)
    if known == (hash_suite(), find_suite_hash(layered=True)):
        return None
    return (
        "A suite has changed since its list of cases was written, so records are not held to it:"
        " python -m tests.incell.cases writes both."
    )


def find_uv() -> str:
    """Return the path of uv. Raises NotFoundOutError."""
    try:
        return os.fspath(find_uv_bin())
    except FileNotFoundError as error:
        message = "uv is not installed beside this program: python -m pip install uv"
        raise NotFoundOutError(message, "uv-missing") from error


def read_uv_version(program: str) -> str:
    """Return uv's version."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - our own uv
    return said.stdout.split()[1]


def choose_containment(interpreters: Interpreters) -> Containment:
    """Return how far cells of these can be kept from everything else, found by trying.

    ``COMPAT_CONTAINMENT=processes`` asks for the weaker level.
    """
    paths = [each.path for each in interpreters.found.values()]
    return find_containment(paths, strongest=os.environ.get("COMPAT_CONTAINMENT"))


def describe_setting(command: str, machine: Machine, looked_at: str) -> Setting:
    """Return what a plan says that nobody asked for."""
    return Setting(
        suite_version=compat.__version__,
        suite_hash=find_suite_hash(layered=machine.layer is not None),
        command=command,
        looked_at=looked_at,
        surroundings=surroundings(machine),
    )


def surroundings(machine: Machine) -> Surroundings:
    """Return where and with what this program measures."""
    found = find_checkout()
    return Surroundings(
        platform=f"{platform.system()} {platform.machine()}",
        cpus=os.cpu_count(),
        tools=list_tools(machine.uv),
        commit=found.commit,
        modified=found.modified,
        containment=machine.containment.level,
    )


def list_tools(uv: str) -> dict[str, str]:
    """Return the versions of the tools that a run uses.

    ``COMPAT_TOOLS`` (like ``nox=2026.10.20``) names those that started us from outside.
    """
    return {
        **dict(_TOOL.findall(os.environ.get("COMPAT_TOOLS", ""))),
        "findpython": importlib.metadata.version("findpython"),
        "python": ".".join(map(str, sys.version_info[:3])),
        "uv": read_uv_version(uv),
    }
