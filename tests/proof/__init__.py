"""The proof: faults injected for real, at every stage, and what comes out.

``nox -s proof`` prints the table.
"""
