"""The in-cell suite: what runs inside a cell, on any Python since 3.9 and any release since 0.2.16.

Nothing here may import anything but the standard library, langchain-core, pytest, pytest-asyncio
and this package. What it has to say, it says in the record.
"""
