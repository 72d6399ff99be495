"""The scenarios that need an interpreter option, so that the engine can run them ahead.

The suite knows them by itself, and starts a process for what it is not handed; a test holds the two
equal.
"""

OPTIONS = ("-X", "thread_inherit_context=1")
SCENARIOS = ("thread-inherited-context", "thread-stale-pool")
FLAGGED_RECORD = "--flagged-record"
_SINCE = (3, 14)


def is_flagged(python: str) -> bool:
    """Tell whether a Python, like ``3.14``, has the option."""
    return tuple(map(int, python.split("."))) >= _SINCE
