"""What a check of a person's code found, for a terminal, CI services, browsers and programs."""
