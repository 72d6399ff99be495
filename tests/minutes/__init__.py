"""First minutes of people who have just installed the program, as their terminals show them.

``python -m tests.minutes COMPAT`` records them again with the program at that path.
"""
