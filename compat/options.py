"""How cells are prepared and run, as a person asks for it.

A field is all that there is of an option: its flag, its help, what it may be, its place in a plan
and in the command to type again. Whoever needs an option is handed all of them.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from operator import not_
from typing import Annotated, Any, Literal

from cyclopts import Group, Parameter
from cyclopts.validators import Number
from packaging.requirements import InvalidRequirement, Requirement
from pydantic import AfterValidator, ConfigDict, Field, PlainSerializer

from compat.errors import UsageError

MANY = Parameter(consume_multiple=(1, None), negative="", show_default=False)
EACH = Parameter(negative="", show_default=False)
"""Of several values, each with the option's name before it: what comes behind is no value."""
SWITCH = Parameter(negative="")
WHICH = Parameter(group=Group("Which cells", sort_key=1))
HOW = Parameter(group=Group("How they are measured", sort_key=2))
"""Groups of the help."""

Positive = Annotated[int, Parameter(validator=Number(gte=1)), Field(ge=1)]
"""At least one, typed or in a file."""

ListenerName = Literal["stream", "handler", "hook"]
"""Who listens, as a person types it: the values of ``compat.matrix.reading.Listener``."""

AnyListenerName = Literal["stream", "handler", "hook", "messages", "custom"]
"""The same where the code may be LangGraph's, with its own streams."""

Resolution = Literal["highest", "lowest", "as-of-release"]
Variation = Resolution | Literal["repeat"]


_WRITTEN = {"builds": "wheels_only"}
"""Where a plan has another word; this one means the contrary."""


def _refuse_malformed(_type: object, requirements: Sequence[str]) -> None:
    for requirement in requirements:
        try:
            Requirement(requirement)
        except InvalidRequirement as error:
            message = (
                f"malformed requirement {requirement!r}; write it like certifi or 'certifi>=2026'"
            )
            raise UsageError(message) from error


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Options:
    """How cells are prepared and run; part of what makes two runs the same run."""

    __pydantic_config__ = ConfigDict(
        extra="forbid",
        serialize_by_alias=True,
        alias_generator=lambda name: _WRITTEN.get(name, name),
    )

    overrides: Annotated[
        tuple[str, ...], MANY, HOW, Parameter(name="--override", validator=_refuse_malformed)
    ] = ()
    """Requirements that replace what packages ask for, if a cell has no solution without them.
    A requirement of which the index has only older versions is overridden automatically."""

    builds: Annotated[
        bool,
        SWITCH,
        HOW,
        Parameter(name="--allow-builds"),
        AfterValidator(not_),
        PlainSerializer(not_),
    ] = False
    """Build packages that have no wheel, which runs their code while installing."""

    time_limit: Annotated[Positive, HOW] = 120
    """Seconds that a cell's process may take."""

    repeat: Annotated[Positive, HOW] = 1
    """Run each cell this many times in its environment; results that differ are inconsistent."""

    extras: Annotated[
        tuple[str, ...], MANY, WHICH, Parameter(name="--extra", validator=_refuse_malformed)
    ] = ()
    """Packages whose patterns run too: anyio, uvloop."""

    resolution: Annotated[Resolution, HOW] = "highest"
    """Dependencies: the newest, the oldest that resolve, or as of the day of each release."""

    scenarios: Annotated[tuple[str, ...], MANY, WHICH, Parameter(name="--only")] = ()
    """Patterns, like tool-async gather (default: all)."""

    @property
    def variation(self) -> Variation:
        """What sets the run apart: "highest" for one as it is published."""
        return "repeat" if self.resolution == "highest" and self.repeat > 1 else self.resolution

    @property
    def telling(self) -> dict[str, Any]:
        """All that can change what a cell records, whatever order it was typed in.

        That is every option but the time limit, which ends a cell without a result, and those that
        decide only what is installed.
        """
        usual = Options()
        same = replace(
            self,
            overrides=usual.overrides,
            builds=usual.builds,
            time_limit=usual.time_limit,
            resolution=usual.resolution,
            extras=tuple(sorted(self.extras)),
            scenarios=tuple(sorted(self.scenarios)),
        )
        return asdict(same)
