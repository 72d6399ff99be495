"""What a check makes of what was seen, and of what stands in the code."""
