"""Files that are kept."""
