"""Cells and statements as tables: rows, columns, and what the whole matrix says in them."""
