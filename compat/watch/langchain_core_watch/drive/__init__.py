"""Runs a target once for each way of calling it, with models that need no key and no network.

``python -m langchain_core_watch.drive REQUEST.json`` is how ``compat check`` starts it.
"""
