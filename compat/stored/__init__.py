"""What is kept as files: read with suspicion, written whole."""
