"""What comes first: how complete it is, what is found, what is claimed, what to write by hand."""
