"""Isolated environments for cells, by uv."""
