"""The two axes of the matrix: the Pythons of this machine and the releases of the index."""
