"""One configuration in words and formats."""
