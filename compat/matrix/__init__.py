"""The pure core: records in, matrix out. No processes, no network, no clock."""
