"""All injections, in the order of the stages."""

from tests.proof import (
    importing,
    index,
    recording,
    resolve,
    running,
    unpack,
)
from tests.proof.injection import TABLE

__all__ = ["TABLE", "importing", "index", "recording", "resolve", "running", "unpack"]
