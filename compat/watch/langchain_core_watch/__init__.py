"""Sees every run of langchain-core in a process, and tells who would hear of it.

``watching`` is for a program or a test of your own, ``CallSite`` what it finds.
"""

from .model import FLATTENED, LOST, MISPLACED, NESTED, RAISED, SPLIT, Site
from .session import Watch, watching
from .sites import CallSite, Shape

__version__ = "0.1.0"
__all__ = [
    "FLATTENED", "LOST", "MISPLACED", "NESTED", "RAISED", "SPLIT",
    "CallSite", "Shape", "Site", "Watch", "watching",
]  # fmt: skip
