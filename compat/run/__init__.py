"""The engine: one process a cell, one record a cell, nothing lost."""
