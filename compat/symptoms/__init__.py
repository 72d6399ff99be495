"""From the words of a person with a problem to the patterns that the suite measures."""
