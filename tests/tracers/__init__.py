"""Real tracers held to what the hook says: ``python -m tests.tracers``, or ``nox -s tracers``.

The clients are the ones that people install. They send to a stand-in on the loopback.
"""
