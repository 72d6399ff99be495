"""From the axes to the cells of a run."""
