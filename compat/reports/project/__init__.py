"""What a project shows elsewhere: a badge, JUnit XML."""
