"""The suite of the layer on top: what runs inside cells that have langgraph.

It drives, watches and records with ``compat.incell``, and has rows of its own. On Python 3.9 and
later, nothing here may import anything but the standard library, langchain-core, langgraph,
langchain's agents, pytest, pytest-asyncio and these two packages.
"""
