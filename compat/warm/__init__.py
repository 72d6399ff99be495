"""An interpreter that has imported what its cells have in common, and forks one child a cell.

Runs in the cell's own Python, 3.9 and later, with the standard library alone. It is the fast way
to start the in-cell suite, not a part of it: the suite sees what it sees in a process of its own.
"""
