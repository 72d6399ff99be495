"""The in-cell suite: its parts by themselves, and the whole in real cells."""
