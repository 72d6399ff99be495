"""From one configuration to another: what changes in what the matrix says, and why."""
