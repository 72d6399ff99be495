"""What changes between two cells or two matrices, in words and formats."""
