"""An assistant for a small shop."""
