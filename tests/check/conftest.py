"""What is no test of ours."""

collect_ignore = ["project"]
