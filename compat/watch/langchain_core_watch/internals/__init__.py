"""All that leans on the insides of langchain-core, LangGraph, asyncio, threads and pools.

Nothing outside of this folder names what they do not document. ``selftest.py`` says whether it
works on a release.
"""
