"""Claims, and how they come out."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from pydantic import TypeAdapter

from compat.matrix.model import Listener, Outcome
from compat.schema import strict


@strict
@dataclass(frozen=True, kw_only=True)
class Claim:
    """Something that is published, as a predicate over the cells that it speaks of.

    ``source`` is the address of the page that says it, ``listener`` who it says it of. ``python``
    is a specifier for the Pythons that it speaks of, ``layer`` one for the versions of LangGraph.
    Of the variant it says one of these: its outcome is one of ``outcomes``; an event of the type
    ``event`` is ``seen`` in its streams, or not; its outcome is ``no_worse_than`` another
    variant's; what is recorded of it is one of ``answers``.
    """

    id: str
    says: str
    source: str
    scenarios: tuple[str, ...]
    variant: Literal["naive", "configured", "callbacks"]
    listener: Listener = Listener.STREAM
    python: str = ""
    layer: str = ""
    outcomes: tuple[Outcome, ...] = ()
    event: str | None = None
    seen: bool = True
    no_worse_than: Literal["naive", "configured", "callbacks"] | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A claim held against one scenario: the cells that it was tested in, and its exceptions."""

    claim: Claim
    scenario: str
    tested: tuple[str, ...]
    exceptions: tuple[str, ...]

    @property
    def holds(self) -> bool | None:
        """Whether it holds everywhere; None if no cell tells."""
        return not self.exceptions if self.tested else None


@dataclass(frozen=True, kw_only=True)
class _File:
    claim: tuple[Claim, ...]


def load_claims(*, layered: bool = False) -> tuple[Claim, ...]:
    """Return what is published of langchain-core, or else of the layer on top.

    Raises ValidationError if the data file is malformed.
    """
    name = "langgraph.toml" if layered else "published.toml"
    content = tomllib.loads(files("compat.claims").joinpath(name).read_text("utf-8"))
    return TypeAdapter(_File).validate_python(content).claim
