"""All injections, in the order of the stages."""

from tests.proof import index
from tests.proof.injection import TABLE

__all__ = ["TABLE", "index"]
