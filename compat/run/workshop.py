"""What a run works with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from compat.axes.interpreter import Interpreter
from compat.environments.inputs import Inputs
from compat.environments.recipe import Recipe
from compat.environments.resolution import Pin
from compat.environments.resolver import CORE, Wanted
from compat.environments.uv import Uv
from compat.options import Options
from compat.plan.model import PlannedCell
from compat.run.cell import Bench
from compat.run.containment import Containment
from compat.run.host import Host
from compat.run.plain_host import PlainHost
from compat.run.results import Results
from compat.run.suite import Suite


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """Folders, programs and answers for the cells of a run.

    ``inputs`` are those that all cells have in common. ``cache`` is what runs share, ``work`` this
    run's own. ``recipe`` says what goes into a cell's environment, ``interpreters`` are by Python,
    ``hashes`` those of each release's files. ``unborn`` tells of a release that was not there at
    the moment that is resolved for. A ``fresh`` run takes nothing that earlier ones have left.
    ``say`` is told what a person should know.
    """

    inputs: Inputs
    suite: Suite
    uv: Uv
    cache: Path
    work: Path
    recipe: Callable[[PlannedCell], Recipe]
    interpreters: Mapping[str, Interpreter]
    hashes: Mapping[str, tuple[str, ...]]
    unborn: Callable[[str], bool]
    results: Results
    options: Options
    containment: Containment
    jobs: int
    fresh: bool
    say: Callable[[str], None]

    @property
    def plain(self) -> PlainHost:
        """The plain host."""
        return PlainHost(
            uv=self.uv,
            recipe=self.recipe,
            interpreters={name: each.path for name, each in self.interpreters.items()},
            containment=self.containment,
            suite=self.suite.root,
        )

    def bench(self, host: Host, work: Path) -> Bench:
        """Return what cells are run with by a host that works in ``work``."""
        return Bench(
            work=work,
            suite=self.suite,
            host=host,
            options=self.options,
            interpreters=self.interpreters,
        )

    def wanted(self, cell: PlannedCell) -> Wanted:
        """Return a cell as the resolver takes it."""
        interpreter = self.interpreters[cell.python]
        return Wanted(
            run=self.inputs,
            core=Pin(name=CORE, version=cell.core, hashes=self.hashes.get(cell.core, ())),
            recipe=self.recipe(cell),
            interpreter=interpreter.path,
            python=cell.python,
            build=interpreter.whole_build,
            layer=cell.layer,
            published=not self.unborn(cell.core),
        )
