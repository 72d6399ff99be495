"""The record: the one thing that passes from a cell to the orchestrator."""
