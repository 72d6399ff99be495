"""Pure renderers: a matrix and its traces in, the text of files out. No clock, no network."""
