"""Measures, cell by cell, whether a child runnable's events reach the caller.

This module is imported inside cells too, on Python 3.9 and later: it holds the version alone.
"""

__version__ = "0.1.0"
