"""What the commands do, without a terminal: prepare, measure, publish, check again."""
