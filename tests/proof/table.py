"""All injections, in the order of the stages."""

from tests.proof import (
    caching,
    importing,
    index,
    merging,
    recording,
    reporting,
    resolve,
    running,
    unpack,
)
from tests.proof.injection import TABLE as ADDED
from tests.proof.injection import Stage

MODULES = (
    index, resolve, unpack, importing, running, recording, caching, reporting, merging,
)  # fmt: skip
TABLE = tuple(sorted(ADDED, key=lambda one: list(Stage).index(one.stage)))
